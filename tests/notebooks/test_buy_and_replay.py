"""An analyst in JupyterLab: the buy with its curve and its files, and a past season decided again."""

import pytest

from tests.lab import open_notebook, run_all, set_theme, wait_for_output
from tests.notebooks.copies import working_copy

pytestmark = pytest.mark.browser


def shots(page, pictures, name, headings):
    """A picture of what stands below each heading."""
    for number, heading in enumerate(headings):
        page.get_by_role("heading", name=heading).first.scroll_into_view_if_needed()
        page.wait_for_timeout(400)
        page.screenshot(path=pictures / f"{name}-{number}.png")


BOTH = pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["light", "dark"])


@BOTH
def test_the_buy_stands_on_its_curve_and_goes_into_files(lab, page, pictures, dark):
    set_theme(page, dark=dark)
    page.set_viewport_size({"width": 1280, "height": 1000})
    open_notebook(page, working_copy(lab.folder, "04_buy_and_allocation"))
    run_all(page)
    page.locator(".fk-dialog[open]").wait_for()
    page.get_by_label("Confirmed by").fill("Ada")
    page.get_by_role("button", name="Confirm", exact=True).click()
    wait_for_output(page, "in the DC.")
    wait_for_output(page, "allocation.xlsx")
    headings = ("The curve behind", "What a wrong number", "How it adds up", "The opening", "Open-to-buy")
    shots(page, pictures, f"buy-{'dark' if dark else 'light'}", headings)
    assert not [line for line in page.console if line.startswith("error")]


@BOTH
def test_last_season_is_decided_again_week_by_week_in_money(lab, page, pictures, dark):
    set_theme(page, dark=dark)
    page.set_viewport_size({"width": 1280, "height": 1000})
    open_notebook(page, working_copy(lab.folder, "08_season_replay"))
    run_all(page)
    wait_for_output(page, "Most, perfect hindsight aside")
    headings = ("How it sold", "Week by week", "The ledger of money", "Other settings")
    shots(page, pictures, f"replay-{'dark' if dark else 'light'}", headings)
    assert not [line for line in page.console if line.startswith("error")]
