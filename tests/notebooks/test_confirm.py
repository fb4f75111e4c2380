"""Notebook 01 before an analyst's eyes, in a real JupyterLab: Run All, the gate, what she does there, what follows."""

import re

import pytest
from sqlalchemy import text

from forecast_kit.cli.app import main
from forecast_kit.persistence import Database
from forecast_kit.settings import get_settings
from tests.contrast import hard_to_read
from tests.lab import (
    execute,
    leave,
    look_at_notebook,
    open_notebook,
    outputs,
    run_all,
    set_theme,
    wait_for_lab,
    wait_for_output,
)
from tests.notebooks.copies import BRIEF, working_copy

pytestmark = pytest.mark.browser

HOSTILE = (
    "12 weeks of women's dresses from 2 March <script>window.struck='script'</script>"
    "<img src=x onerror=\"window.struck='image'\"> <b>weekly top-ups</b>, hold 45% \U0001f457\U0001f680 "
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u202eback to front\u202c, markdown check in week 6. "
    "[click](javascript:window.struck='link') {{7*7}} $\\alpha$ " + "unbroken" * 60 + " "
)
HOSTILE += "and so on " * ((2000 - len(HOSTILE)) // 10)
WAITING_CELL = 9
PAGE_SCROLLS = (
    "document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth"
)


def waiting(page, lab, brief=BRIEF):
    """The name of the notebook, run to where it waits with its figures worked out."""
    name = working_copy(lab.folder, "01_brief_to_parameters", brief=brief)
    open_notebook(page, name)
    execute(page, "notebook:clear-all-cell-outputs")
    run_all(page)
    page.locator(".fk-dialog[open] .fk-tiles div").first.wait_for()
    return name


def confirm(page, name="Ada"):
    page.get_by_label("Confirmed by").fill(name)
    page.get_by_role("button", name="Confirm", exact=True).click()


def run_on_from(page, cell):
    page.evaluate(f"window.jupyterapp.shell.currentWidget.content.activeCellIndex = {cell}")
    execute(page, "notebook:run-all-below", wait=False)


def test_a_brief_waits_at_the_gate_takes_an_edit_and_goes_on(lab, page, pictures, monkeypatch, capsys):
    from playwright.sync_api import expect

    waiting(page, lab)
    before = page.locator(".fk-tiles").inner_text()
    page.get_by_label("Held back in the DC").fill("30")
    expect(page.locator(".fk-tiles")).not_to_have_text(before, use_inner_text=True)
    page.screenshot(path=pictures / "confirm-edited.png")
    confirm(page)
    wait_for_output(page, "confirmed by Ada")
    page.screenshot(path=pictures / "confirmed.png")
    run_id = re.search(r"Run (\w+): 12 weeks", "\n".join(outputs(page)))[1]
    assert [line for line in page.console if line.startswith("error")] == []

    url = f"sqlite:///{lab.folder / 'workbench.db'}"
    with Database(url).engine.connect() as connection:
        query = text("SELECT * FROM season_parameters WHERE run_id = :run")
        row = connection.execute(query, {"run": run_id}).mappings().one()
        status = connection.execute(text("SELECT status FROM runs WHERE id = :run"), {"run": run_id}).scalar_one()
    assert (status, row["confirmed_by"], row["dc_holdback_percentage"]) == ("confirmed", "Ada", 0.3)
    assert row["confirmed_at"]
    assert re.search(
        r'\{"name": ?"dc_holdback_percentage", ?"from": ?0.45, ?"to": ?0.3, ?"by": ?"Ada", ?"at"', row["edits"]
    )

    monkeypatch.setenv("FORECAST_KIT_DATABASE_URL", url)
    monkeypatch.setattr("sys.argv", ["forecast-kit", "runs", "show", run_id])
    get_settings.cache_clear()
    with pytest.raises(SystemExit) as ended:
        main()
    get_settings.cache_clear()
    assert ended.value.code == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Confirmed by Ada on" in told
    assert "✎ Ada changed 45 % to 30 % on" in told


def test_stop_ends_the_cell_with_a_sentence_and_the_notebook_can_be_run_again(lab, page):
    from playwright.sync_api import expect

    waiting(page, lab)
    execute(page, "notebook:interrupt-kernel", wait=False)
    wait_for_output(page, "Stopped while waiting for somebody to confirm the season. Run this cell again")
    expect(page.locator(".fk-dialog")).to_have_count(0)
    said = "\n".join(outputs(page))
    assert "Traceback" not in said
    assert "Stopped before it was confirmed" in said

    run_on_from(page, WAITING_CELL)
    page.locator(".fk-dialog[open]").wait_for()
    confirm(page, "Ben")
    wait_for_output(page, "confirmed by Ben")


def test_cancelling_stops_the_notebook_and_says_what_to_do(lab, page):
    waiting(page, lab)
    page.keyboard.press("Escape")
    wait_for_output(page, "The season was not confirmed: the form was closed. Run this cell again and press Confirm.")
    assert "confirmed by" not in "\n".join(outputs(page)[-2:])


@pytest.mark.slow
def test_a_page_loaded_anew_while_the_cell_waits_brings_the_dialog_back(lab, page):
    from playwright.sync_api import expect

    page.on("dialog", lambda asked: asked.accept())
    waiting(page, lab)
    before = page.locator(".fk-tiles").inner_text()
    page.get_by_label("Held back in the DC").fill("30")
    expect(page.locator(".fk-tiles")).not_to_have_text(before, use_inner_text=True)
    edited = page.locator(".fk-tiles").inner_text()
    page.reload()
    wait_for_lab(page)
    expect(page.locator(".fk-dialog[open] .fk-tiles")).to_have_text(edited, use_inner_text=True)
    expect(page.locator(".fk-changed:visible")).to_have_text("✎ changed from 45 %")
    expect(page.locator(".fk-stale")).to_have_count(0)
    confirm(page)
    page.get_by_text("This page was loaded anew while the cell waited").wait_for()
    page.keyboard.press("Enter")
    run_on_from(page, WAITING_CELL)
    wait_for_output(page, "confirmed by Ada")


@pytest.mark.slow
def test_a_tab_closed_while_the_cell_waits_can_be_opened_again(lab, page):
    name = waiting(page, lab)
    execute(page, "docmanager:save")
    with lab.page(page.context.browser) as later:
        page.goto("about:blank")
        look_at_notebook(later, name)
        later.locator(".fk-dialog[open] .fk-tiles div").first.wait_for()
        confirm(later)
        later.locator(".fk-dialog").wait_for(state="detached")
        run_on_from(later, WAITING_CELL)
        wait_for_output(later, "confirmed by Ada")
        leave(lab, later)
    page.goto(f"{lab.url}/lab?reset")
    wait_for_lab(page)


@pytest.mark.slow
def test_a_hostile_brief_does_nothing_and_breaks_nothing(lab, page, pictures):
    struck = []
    page.on("dialog", lambda asked: (struck.append(asked.message), asked.accept()))
    waiting(page, lab, HOSTILE)
    page.screenshot(path=pictures / "hostile-dialog.png")
    box = page.locator(".fk-dialog").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280
    assert box["y"] + box["height"] <= 800
    assert not page.evaluate(PAGE_SCROLLS)
    confirm(page, "<img src=x onerror=\"window.struck='name'\">")
    wait_for_output(page, "confirmed by <img")
    page.screenshot(path=pictures / "hostile-notebook.png")
    wide = page.evaluate("""[...document.querySelectorAll('.jp-OutputArea-output')]
        .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent.slice(0, 80))""")
    assert wide == []
    assert page.evaluate("document.querySelectorAll('.jp-OutputArea-output :is(script, img)').length") == 0
    assert page.evaluate("window.struck") is None
    assert struck == []
    assert "<script>" in "\n".join(outputs(page))


@pytest.mark.slow
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_whole_form_is_seen_and_can_be_read_at_either_width_and_theme(lab, page, pictures, dark):
    set_theme(page, dark=dark)
    try:
        waiting(page, lab)
        page.get_by_label("Confirmed by").fill("Ada")
        for width in (1280, 1000):
            page.set_viewport_size({"width": width, "height": 800})
            page.screenshot(path=pictures / f"confirm-{width}-{'dark' if dark else 'light'}.png")
            body = page.evaluate("(e => [e.scrollHeight, e.clientHeight])(document.querySelector('.fk-body'))")
            assert body[0] <= body[1]
            assert not page.evaluate(PAGE_SCROLLS)
            count, poor = hard_to_read(page, ".fk-dialog")
            assert count > 60
            assert poor == {}
        assert not re.search(r"confidence|0\.45|cluster 0|£[\d,]+\.\d\d\d", page.locator(".fk-dialog").inner_text())
    finally:
        page.set_viewport_size({"width": 1280, "height": 800})
        set_theme(page, dark=False)
