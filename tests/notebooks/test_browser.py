"""An analyst in JupyterLab: Run All, the gate, the edit, the plan."""

import pytest

from tests.lab import open_notebook, run_all, wait_for_output

pytestmark = pytest.mark.browser
CONFIRM = "Confirm"


def confirm(page, name="Ada"):
    page.get_by_label("Confirmed by").fill(name)
    page.get_by_role("button", name=CONFIRM, exact=True).click()


def test_a_brief_waits_at_the_gate_takes_an_edit_and_goes_on(lab, pictures):
    with lab.page(height=960) as page:
        open_notebook(page, "01_brief_to_parameters.ipynb")
        run_all(page)
        page.locator(".fk-dialog[open]").wait_for()
        page.get_by_text("units", exact=False).first.wait_for()
        page.get_by_label("Held back in the DC").fill("30")
        page.wait_for_timeout(2500)
        page.screenshot(path=pictures / "confirm.png")
        confirm(page)
        wait_for_output(page, "confirmed by Ada")
        page.screenshot(path=pictures / "confirmed.png")
    lab.stop_kernels()


@pytest.mark.parametrize("dark", [False, True])
def test_a_season_is_planned_before_the_analysts_eyes(lab, pictures, dark):
    with lab.page(height=1000, dark=dark) as page:
        open_notebook(page, "02_plan_the_season.ipynb")
        run_all(page)
        page.locator(".fk-dialog[open]").wait_for()
        confirm(page)
        page.locator(".fk-status", has_text="against the next best").first.wait_for()
        page.screenshot(path=pictures / f"planned-{'dark' if dark else 'light'}.png")
        wait_for_output(page, "Waiting for approval")
        for number, heading in enumerate(("Demand", "Stock through the season", "The plan, and what each")):
            page.get_by_role("heading", name=heading).first.scroll_into_view_if_needed()
            page.wait_for_timeout(400)
            page.screenshot(path=pictures / f"plan-{'dark' if dark else 'light'}-{number}.png")
        assert not [line for line in page.console if line.startswith("error")]
    lab.stop_kernels()


def test_cancelling_stops_the_notebook_and_says_what_to_do(lab):
    with lab.page() as page:
        open_notebook(page, "01_brief_to_parameters.ipynb")
        run_all(page)
        page.locator(".fk-dialog[open]").wait_for()
        page.keyboard.press("Escape")
        wait_for_output(page, "GateError")
    lab.stop_kernels()
