"""The confirmation in a real JupyterLab and a real browser."""

import re
from typing import Any

import pytest

from tests.contrast import hard_to_read
from tests.lab import Lab, execute, leave, open_notebook, outputs, run_all, set_theme, wait_for_output, write_notebook

pytestmark = pytest.mark.browser

CELLS = [
    "from forecast_kit.widgets import ConfirmForm\n"
    "from tests.widgets.samples import consequences, facts, read_brief\n"
    "form = ConfirmForm(read_brief(), facts=facts, consequences=consequences, confirmed_by='Anna')\n"
    "form.show()",
    "confirmation = await form.result()",
    "print('next cell:', confirmation.parameters.forecast_horizon_weeks, 'weeks,', len(confirmation.edits), 'edits')",
]
SLOW_CELLS = [
    "import time\n"
    "from forecast_kit.widgets import ConfirmForm\n"
    "from tests.widgets.samples import consequences, read_brief\n"
    "asked = []\n"
    "def slow(parameters):\n"
    "    asked.append(parameters.forecast_horizon_weeks)\n"
    "    time.sleep(0.9)\n"
    "    return consequences(parameters)\n"
    "form = ConfirmForm(read_brief(), consequences=slow, confirmed_by='Anna')\n"
    "form.show()",
    "confirmation = await form.result()",
    "print('asked about', asked)",
]
NUMBER_OF_CELLS = "window.jupyterapp.shell.currentWidget.content.widgets.length"
FOCUS = "document.activeElement.labels?.[0]?.textContent || document.activeElement.textContent"
CUT_OFF = """[...document.querySelectorAll('.fk-dialog *')].filter((e) => e.scrollWidth > e.clientWidth + 1
  && getComputedStyle(e).overflowX !== 'visible' && !e.matches('.fk-unseen')).map((e) => e.className)"""
WATCH_THE_VOICE = """() => {
  const region = document.querySelector('.fk-dialog [role=status]');
  window.said = [];
  new MutationObserver(() => window.said.push(region.textContent)).observe(region, {childList: true, subtree: true});
}"""


@pytest.fixture
def page(lab: Lab, page: Any) -> Any:
    """The notebook run to where it waits, with the dialog over it."""
    write_notebook(lab.folder / "season.ipynb", CELLS)
    open_notebook(page, "season.ipynb")
    run_all(page)
    page.locator(".fk-dialog[open]").wait_for()
    return page


def confirm_button(page: Any) -> Any:
    return page.get_by_role("button", name="Confirm", exact=True)


def test_edits_are_judged_as_they_are_made_and_reach_the_next_cell(page):
    from playwright.sync_api import expect

    expect(page.locator(".fk-tiles")).to_contain_text("6,800 to 9,200 units")
    expect(page.locator(".fk-facts")).to_contain_text("Mon 9 Feb 2026")
    expect(page.locator("tr[data-field=markdown_checkpoint_week]")).to_contain_text("<b>below</b>")

    page.get_by_label("Season length").fill("14")
    expect(page.locator(".fk-tiles")).to_contain_text("9,520 to 12,900 units")
    expect(page.locator("tr[data-field=forecast_horizon_weeks]")).to_contain_text("✎ changed from 10 weeks")

    page.get_by_label("Season length").fill("5")
    expect(page.locator(".fk-problem")).to_contain_text("after the season's last week (5)")
    expect(confirm_button(page)).to_be_disabled()

    page.get_by_label("Markdown check").select_option("")
    expect(page.get_by_label("Mark down below")).to_be_disabled()
    expect(confirm_button(page)).to_be_enabled()

    expect(page.locator("tr[data-field=season_start_date] .fk-value")).to_have_text("Mon 9 Mar 2026")
    page.get_by_label("Season starts").fill("2026-03-16")
    expect(page.locator("tr[data-field=season_start_date] .fk-value")).to_have_text("Mon 16 Mar 2026")
    expect(page.locator(".fk-facts")).to_contain_text("Mon 16 Feb 2026")

    page.get_by_role("button", name="Back to what was read").click()
    expect(page.get_by_label("Mark down below")).to_have_value("55")
    expect(page.locator(".fk-changed:visible")).to_have_count(0)

    page.get_by_label("Season length").fill("13")
    page.get_by_label("Held back in the DC").fill("45")
    confirm_button(page).click()
    wait_for_output(page, "next cell: 13 weeks, 2 edits")
    expect(page.locator(".fk-dialog")).to_have_count(0)
    expect(page.locator(".fk-standing")).to_have_text("Confirmed by Anna")
    assert any("✎ changed from 33.33 %" in text for text in outputs(page))
    assert [line for line in page.console if re.match("error", line)] == []


def test_escape_stops_the_notebook_with_a_sentence_and_it_can_be_asked_again(page):
    from playwright.sync_api import expect

    page.keyboard.press("Escape")
    wait_for_output(page, "The season was not confirmed: the form was closed.")
    expect(page.locator(".fk-standing")).to_have_text("Closed without confirming")
    said = outputs(page)
    assert not any("next cell" in text or "Traceback" in text for text in said)
    assert page.evaluate("document.querySelector('.jp-Notebook').contains(document.activeElement)")

    page.get_by_role("button", name="Reopen").click()
    confirm_button(page).click()
    expect(page.locator(".fk-standing")).to_have_text("Confirmed by Anna")
    page.evaluate("window.jupyterapp.shell.currentWidget.content.activeCellIndex = 1")
    execute(page, "notebook:run-all-below", wait=False)
    wait_for_output(page, "next cell: 10 weeks, 0 edits")


def test_the_keyboard_alone_is_enough_and_jupyterlab_hears_none_of_it(page):
    cells = page.evaluate(NUMBER_OF_CELLS)
    for key in ("a", "b", "d", "d", "x", "Control+b", "Shift+Enter"):
        page.keyboard.press(key)
    assert page.evaluate(NUMBER_OF_CELLS) == cells
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == "Season length"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(FOCUS) == "Confirm"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    passed = []
    while not passed or passed[-1] != "Confirm":
        page.keyboard.press("Tab")
        passed.append(page.evaluate(FOCUS))
        assert len(passed) < 20
        assert page.evaluate("document.querySelector('.fk-dialog').contains(document.activeElement)")
    assert list(dict.fromkeys(passed)) == [
        "Season starts",
        "Store top-ups",
        "Held back in the DC",
        "Markdown check",
        "Mark down below",
        "Back to what was read",
        "Confirmed by",
        "Cancel",
        "Confirm",
    ]
    page.keyboard.press("Enter")
    wait_for_output(page, "next cell: 11 weeks, 1 edits")


@pytest.mark.slow
def test_a_kernel_that_takes_its_time_is_asked_about_the_last_thing_typed_and_not_about_each(lab, page):
    from playwright.sync_api import expect

    leave(lab, page)
    write_notebook(lab.folder / "slow.ipynb", SLOW_CELLS)
    open_notebook(page, "slow.ipynb")
    run_all(page)
    page.locator(".fk-dialog[open]").wait_for()
    typed = range(11, 18)
    for weeks in typed:
        page.get_by_label("Season length").fill(str(weeks))
        page.wait_for_timeout(300)  # longer than the form waits for the next key
    expect(page.locator(".fk-tiles")).to_contain_text("11,600 to 15,600 units")
    confirm_button(page).click()
    wait_for_output(page, "asked about")
    asked = [int(weeks) for weeks in re.findall(r"\d+", "".join(t for t in outputs(page) if "asked about" in t))]
    assert asked[-1] == 17
    assert len(asked) < len(typed)


def test_what_the_footer_comes_to_is_said_aloud_once_and_not_at_every_key(page):
    live = "document.querySelectorAll('.fk-dialog :is([aria-live], [role=status], [role=alert])').length"
    assert page.evaluate(live) == 1
    page.wait_for_function("document.querySelector('.fk-dialog [role=status]').textContent.includes('To buy')")
    page.evaluate(WATCH_THE_VOICE)
    held = page.get_by_label("Held back in the DC")
    held.focus()
    for _ in range(8):
        page.keyboard.press("ArrowUp")
    page.wait_for_function("window.said.length > 0")
    page.wait_for_timeout(1500)
    (once,) = page.evaluate("window.said")
    assert "Kept in the DC: 3,310 units" in once


def test_every_control_has_its_name_and_what_is_wrong_with_it(page):
    from playwright.sync_api import expect

    for role, name in (
        ("spinbutton", "Season length"),
        ("combobox", "Store top-ups"),
        ("spinbutton", "Held back in the DC"),
        ("combobox", "Markdown check"),
        ("spinbutton", "Mark down below"),
        ("textbox", "Confirmed by"),
    ):
        expect(page.get_by_role(role, name=name)).to_be_visible()
    expect(page.get_by_role("dialog", name="Is this the season you meant?")).to_be_visible()
    held = page.get_by_label("Held back in the DC")
    expect(held).to_have_accessible_description(re.compile("stated.*hold a third.*66.7 % to stores"))
    held.fill("140")
    expect(held).to_have_accessible_description(re.compile("give 0 to 100 %"))
    expect(held).to_have_attribute("aria-invalid", "true")
    expect(confirm_button(page)).to_have_accessible_description(re.compile("give 0 to 100 %"))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everything_can_be_read_in_either_theme_and_nothing_is_cut_off(page, dark, pictures):
    set_theme(page, dark=dark)
    try:
        for state, weeks in (("edited", "12"), ("wrong", "5")):
            page.get_by_label("Season length").fill(weeks)
            page.wait_for_selector(".fk-dialog:not(.fk-stale)" if state == "edited" else ".fk-problem:not(:empty)")
            count, poor = hard_to_read(page, ".fk-dialog")
            assert count > 50
            assert poor == {}
            page.screenshot(path=pictures / f"form-{state}-{'dark' if dark else 'light'}.png")
        assert page.evaluate(CUT_OFF) == []
    finally:
        set_theme(page, dark=False)


@pytest.mark.parametrize("width", [1280, 1000])
def test_all_settings_and_the_button_are_seen_without_scrolling(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    try:
        for row in page.locator(".fk-settings tbody tr, .fk-actions button").all():
            box = row.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= 800
        body = page.evaluate("(e => [e.scrollHeight, e.clientHeight])(document.querySelector('.fk-body'))")
        assert body[0] <= body[1]
        assert page.evaluate(CUT_OFF) == []
    finally:
        page.set_viewport_size({"width": 1280, "height": 800})


@pytest.mark.slow
def test_a_kernel_that_is_gone_is_said_so_and_the_form_can_be_closed(page):
    from playwright.sync_api import expect

    page.evaluate("window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.restart(); true")
    expect(page.locator(".fk-problem")).to_contain_text("The kernel does not answer. Close this form")
    expect(confirm_button(page)).to_be_disabled()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".fk-dialog")).to_have_count(0)
