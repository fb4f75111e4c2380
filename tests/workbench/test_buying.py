import asyncio

import pytest

from forecast_kit.errors import PlanError, RunError
from tests.workbench.test_bench import BRIEF


@pytest.fixture
def planned(bench):
    season = asyncio.run(bench.confirm(bench.read(BRIEF), confirmed_by="Ada").result())
    asyncio.run(bench.plan(season.run_id))
    return season.run_id


def test_a_planned_runs_buy_reads_in_a_notebook_and_in_text(bench, planned):
    buying = bench.buying(planned, mine=700)
    assert "Mine, 700" in repr(buying)
    assert "What a wrong number costs" in buying._repr_html_()
    for page, words in (
        (buying.adds_up, "To sell in the season"),
        (buying.tiers, "Store tiers"),
        (buying.stores, "The opening, store by store"),
        (buying.open_to_buy, "Open-to-buy by month"),
    ):
        assert words in repr(page)
        assert words in page._repr_html_()
    assert buying.curve_chart().png()[:4] == b"\x89PNG"


def test_its_sheet_is_that_of_the_plan_and_goes_into_files(bench, planned, tmp_path):
    buying = bench.buying(planned)
    total = buying.sheet.opening.iloc[-1]
    assert total["on_hand_units"] + total["to_send_units"] == bench.runs.plan(planned).buy.committed_units
    assert (tmp_path / "out/allocation.xlsx") in buying.export(tmp_path / "out")


def test_a_run_without_a_plan_or_a_number_below_zero_is_a_sentence(bench, planned):
    with pytest.raises(PlanError, match="cannot be placed"):
        bench.buying(planned, mine=-5)
    reading = bench.read(BRIEF)
    with pytest.raises(RunError, match="has not been confirmed"):
        bench.buying(reading.run_id)
