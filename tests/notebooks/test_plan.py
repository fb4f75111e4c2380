"""Notebook 02 before an analyst's eyes, in a real JupyterLab: confirmed, planned, signed; stopped, taken up again."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lab import CLOSE_ALL, execute, open_notebook, run_all, set_theme, wait_for_output
from tests.notebooks.copies import working_copy

pytestmark = pytest.mark.browser
NOTEBOOK = "02_plan_the_season"
# Every state a line was ever in, however short.
WATCH = """() => {
  window.seen = new Set();
  const look = () => document.querySelectorAll('.fk-status details').forEach((line) =>
    window.seen.add(line.dataset.agent + ' ' + line.querySelector('.fk-state').textContent.slice(1)));
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true});
}"""
AT_WORK = (
    """() => document.querySelector('.fk-status details[data-agent=demand] .fk-state')?.textContent === '◑computing'"""
)
STATES = "() => [...document.querySelectorAll('.fk-status .fk-state')].map((state) => state.textContent)"


def confirm(page):
    page.get_by_label("Confirmed by").fill("Ada")
    page.get_by_role("button", name="Confirm", exact=True).click()


def planned(lab, page, **parameters):
    """The notebook run up to the order that waits."""
    open_notebook(page, working_copy(lab.folder, NOTEBOOK, **parameters))
    run_all(page)
    if not parameters.get("run_id"):
        confirm(page)
    page.locator(".fk-units:enabled").wait_for(timeout=60_000)


def kill_kernels(lab):
    """As when a machine runs out of memory: no goodbye."""
    for session in lab.api("/api/sessions"):
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if session["kernel"]["id"] in (process / "cmdline").read_text():
                    os.kill(int(process.name), signal.SIGKILL)


def line(page, agent):
    return page.locator(f".fk-status details[data-agent={agent}]")


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["light", "dark"])
def test_a_season_is_planned_and_signed_before_the_analysts_eyes(lab, page, pictures, dark):
    from playwright.sync_api import expect

    theme = "dark" if dark else "light"
    set_theme(page, dark=dark)
    page.set_viewport_size({"width": 1280, "height": 1000})
    open_notebook(page, working_copy(lab.folder, NOTEBOOK))
    page.evaluate(WATCH)
    run_all(page)
    confirm(page)
    line(page, "demand").locator("summary").click()
    expect(line(page, "inventory")).to_contain_text("against the next best", timeout=30_000)
    expect(line(page, "demand")).to_have_attribute("open", "")  # what the reader unfolded stays unfolded
    page.screenshot(path=pictures / f"board-{theme}.png")
    expect(page.locator(".fk-accept")).to_be_enabled(timeout=60_000)
    expect(line(page, "inventory")).to_contain_text("waiting for you")
    at_work = {f"{agent} {state}" for agent in ("demand", "inventory", "pricing") for state in ("computing", "done")}
    at_work |= {"demand not started", "inventory waiting for you"}
    assert at_work <= set(page.evaluate("[...window.seen]"))
    for number, heading in enumerate(("Demand", "Stock through the season", "The plan, and what each", "To sign")):
        page.get_by_role("heading", name=heading).first.scroll_into_view_if_needed()
        page.wait_for_timeout(400)
        page.screenshot(path=pictures / f"plan-{theme}-{number}.png")
    page.locator(".fk-units").fill("40000")
    expect(page.locator(".fk-facts-table")).to_contain_text("With yours")
    page.locator(".fk-card").scroll_into_view_if_needed()
    page.screenshot(path=pictures / f"approve-{theme}.png")
    page.get_by_role("button", name="Accept 40,000 units instead").click()
    wait_for_output(page, "The order is accepted by Ada")
    wait_for_output(page, "buy 40,0")
    expect(line(page, "inventory")).to_contain_text("done")
    expect(page.locator(".fk-units")).to_have_value("40002")  # in packs of six, as it was shown
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.screenshot(path=pictures / f"signed-{theme}.png")
    assert page.locator(".fk-card .fk-name").input_value() == "Ada"  # who confirmed is the likeliest to sign
    assert not [said for said in page.console if said.startswith("error")]


def test_with_the_keyboard_alone_an_order_is_rejected_and_that_is_undone(lab, page):
    from playwright.sync_api import expect

    planned(lab, page, run_id="")
    page.locator(".fk-units").focus()
    for typed in ("", "Ada", "too early"):  # units, name, reason: in the order they are read
        if typed:
            page.keyboard.press("ControlOrMeta+a")
            page.keyboard.type(typed)
        page.keyboard.press("Tab")
    expect(page.locator(".fk-reject")).to_be_enabled()
    for _ in range(12):
        if page.evaluate("document.activeElement.classList.contains('fk-reject')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    wait_for_output(page, "The order is rejected by Ada")
    undo = page.get_by_role("button", name="Undo")
    undo.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".fk-stands")).to_contain_text("Taken back by Ada: it waits again")
    expect(line(page, "inventory")).to_contain_text("waiting for you")


def test_stopped_while_the_agents_work_the_panel_says_so(lab, page, pictures):
    from playwright.sync_api import expect

    open_notebook(page, working_copy(lab.folder, NOTEBOOK))
    run_all(page)
    confirm(page)
    page.wait_for_function(AT_WORK)
    execute(page, "notebook:interrupt-kernel", wait=False)
    expect(line(page, "demand")).to_contain_text("paused")
    expect(line(page, "demand")).to_contain_text("Interrupted. What was finished is kept")
    assert not {state.strip() for state in page.evaluate(STATES)} & {"◔thinking", "◑computing"}
    page.locator(".fk-status").screenshot(path=pictures / "interrupted.png")


def test_a_kernel_killed_while_the_order_waits_is_taken_up_and_a_colleague_signs(lab, page, pictures):
    from playwright.sync_api import expect

    planned(lab, page)
    kill_kernels(lab)
    expect(page.locator(".fk-status")).to_contain_text("The kernel has gone", timeout=30_000)
    expect(page.locator(".fk-stands")).to_contain_text("nothing can be decided here")
    expect(page.locator(".fk-units")).to_be_disabled()
    page.locator(".fk-status").screenshot(path=pictures / "kernel-gone.png")
    page.evaluate(CLOSE_ALL)
    lab.stop_kernels()
    planned(lab, page, run_id="last")
    expect(line(page, "inventory")).to_contain_text("waiting for you")
    command = [sys.executable, "-m", "forecast_kit.cli", "approvals", "accept", "last", "--by", "Ben"]
    env = {**os.environ, "FORECAST_KIT_DATABASE_URL": f"sqlite:///{lab.folder / 'workbench.db'}"}
    subprocess.run(command, env=env, check=True, capture_output=True)
    wait_for_output(page, "The order is accepted by Ben")
    expect(page.locator(".fk-stands")).to_contain_text("Accepted by Ben")
    expect(page.locator(".fk-status")).to_contain_text("✎ Inventory: Accepted by Ben")
