"""The approval in a real JupyterLab and a real browser."""

import pytest

from tests.lab import Lab, open_notebook, run_all, wait_for_output, write_notebook

pytestmark = pytest.mark.browser

CELLS = [
    "from forecast_kit.events import ApprovalOption\n"
    "from forecast_kit.widgets import ApprovalForm, StatusPanel\n"
    "order = {'category': 'Cardigans', 'buy_units': 8_000, 'cash': 99_200.0, 'currency': 'GBP',\n"
    "         'order_date': '2026-01-05', 'season_start_date': '2026-03-09'}\n"
    "options = [ApprovalOption(name='flat', label='Flat +20 %', expected_margin=201_250.0),\n"
    "           ApprovalOption(name='newsvendor', label='Newsvendor', expected_margin=206_900.0)]\n"
    "form = ApprovalForm(order, 'ab' * 32, options, approved_by='Anna')\n"
    "form.show()",
    "answer = await form.result()",
    "print('decided:', answer.decision, answer.units, answer.actor, answer.reason)",
]


def test_units_changed_more_than_once_are_the_ones_approved(lab: Lab, page, pictures):
    from playwright.sync_api import expect

    write_notebook(lab.folder / "order.ipynb", CELLS)
    open_notebook(page, "order.ipynb")
    run_all(page)
    expect(page.locator(".fk-accept")).to_be_enabled()
    expect(page.locator(".fk-reject")).to_be_disabled()
    for pieces, cash in (("9000", "£111,600"), ("-5", "£111,600"), ("8500", "£105,400")):
        page.locator(".fk-units").fill(pieces)
        if pieces == "-5":
            expect(page.locator(".fk-problem")).to_contain_text("0 or more")
            expect(page.locator(".fk-accept")).to_be_disabled()
        else:
            expect(page.locator(".fk-cash")).to_have_text(cash)
    page.locator(".fk-reason").fill("two more stores")
    page.screenshot(path=pictures / "approval.png")
    page.get_by_role("button", name="Accept 8,500 units instead").click()
    wait_for_output(page, "decided: modified 8500 Anna two more stores")
    expect(page.locator(".fk-units")).to_be_disabled()
