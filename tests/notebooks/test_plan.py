"""Notebook 02 before an analyst's eyes, in a real JupyterLab: confirmed, planned, looked at."""

import pytest

from tests.lab import open_notebook, run_all, set_theme, wait_for_output
from tests.notebooks.copies import working_copy

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["light", "dark"])
def test_a_season_is_planned_before_the_analysts_eyes(lab, page, pictures, dark):
    theme = "dark" if dark else "light"
    set_theme(page, dark=dark)
    page.set_viewport_size({"width": 1280, "height": 1000})
    open_notebook(page, working_copy(lab.folder, "02_plan_the_season"))
    run_all(page)
    page.get_by_label("Confirmed by").fill("Ada")
    page.get_by_role("button", name="Confirm", exact=True).click()
    page.locator(".fk-status", has_text="against the next best").first.wait_for()
    page.screenshot(path=pictures / f"planned-{theme}.png")
    wait_for_output(page, "Waiting for approval")
    for number, heading in enumerate(("Demand", "Stock through the season", "The plan, and what each")):
        page.get_by_role("heading", name=heading).first.scroll_into_view_if_needed()
        page.wait_for_timeout(400)
        page.screenshot(path=pictures / f"plan-{theme}-{number}.png")
    assert not [line for line in page.console if line.startswith("error")]
