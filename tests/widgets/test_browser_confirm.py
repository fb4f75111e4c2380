"""The confirmation in a real JupyterLab and a real browser."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.lab import Lab, execute, open_notebook, outputs, run_all, wait_for_output, write_notebook

pytestmark = pytest.mark.browser

CELLS = [
    "from forecast_kit.widgets import ConfirmForm\n"
    "from tests.widgets.samples import consequences, facts, read_brief\n"
    "form = ConfirmForm(read_brief(), facts=facts, consequences=consequences, confirmed_by='Anna')\n"
    "form.show()",
    "confirmation = await form.result()",
    "print('next cell:', confirmation.parameters.forecast_horizon_weeks, 'weeks,', len(confirmation.edits), 'edits')",
]
NUMBER_OF_CELLS = "window.jupyterapp.shell.currentWidget.content.widgets.length"
CONTRASTS = """(selectors) => {
  const channel = (value) => { const c = value / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const light = (colour) => {
    const [r, g, b] = colour.match(/[0-9.]+/g).map(Number);
    return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/^rgba\\(.*, 0\\)$/.test(colour) && colour !== 'transparent') return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  return Object.fromEntries(selectors.map((selector) => {
    const element = document.querySelector(selector);
    const pair = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => b - a);
    return [selector, (pair[0] + 0.05) / (pair[1] + 0.05)];
  }));
}"""


@pytest.fixture
def page(lab: Lab) -> Iterator[Any]:
    with lab.page() as page:
        yield opened(lab, page)
    lab.stop_kernels()


def opened(lab: Lab, page: Any) -> Any:
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


def test_escape_stops_the_notebook_with_a_sentence_and_it_can_be_asked_again(page):
    from playwright.sync_api import expect

    page.keyboard.press("Escape")
    wait_for_output(page, "The season was not confirmed: the form was closed.")
    expect(page.locator(".fk-standing")).to_have_text("Closed without confirming")
    assert not any("next cell" in text for text in outputs(page))

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
    assert page.evaluate("document.activeElement.labels[0].textContent") == "Season length"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("ArrowUp")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Confirm":
            break
    page.keyboard.press("Enter")
    wait_for_output(page, "next cell: 11 weeks, 1 edits")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everything_can_be_read_in_either_theme_and_nothing_is_cut_off(lab, dark, tmp_path):
    with lab.page(dark=dark) as page:
        opened(lab, page)
        page.get_by_label("Season length").fill("5")
        page.locator(".fk-meaning.fk-wrong").wait_for()
        seen = [".fk-dialog h2", ".fk-facts dt", ".fk-words", ".fk-changed", ".fk-problem", ".fk-input", ".fk-cancel"]
        contrasts = page.evaluate(CONTRASTS, seen)
        page.screenshot(path=tmp_path / "dialog.png")
        dialog = page.locator(".fk-dialog").bounding_box()
        wide = page.evaluate(
            "[...document.querySelectorAll('.fk-dialog *')].filter(e => e.scrollWidth > e.clientWidth + 1"
            " && getComputedStyle(e).overflowX !== 'visible').length"
        )
        page.keyboard.press("Escape")
    lab.stop_kernels()
    assert min(contrasts.values()) >= 4.5, contrasts
    assert wide == 0
    assert dialog["x"] >= 0
    assert dialog["x"] + dialog["width"] <= 1280
    assert dialog["y"] + dialog["height"] <= 860


def test_the_browser_complains_of_nothing(page):
    confirm_button(page).click()
    wait_for_output(page, "next cell")
    assert [line for line in page.console if re.match("error", line)] == []
