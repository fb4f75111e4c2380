import asyncio
from datetime import date

import pytest

from forecast_kit.errors import BriefError, DataError, GateError, RunError, SettingsError
from forecast_kit.replay import SeasonChoices
from forecast_kit.workbench import DataFiles, Workbench
from tests.seasons import AS_OF, sales
from tests.workbench.conftest import BRIEF
from tests.workbench.samples import settings


def planned(bench, reading, **more):
    season = asyncio.run(bench.confirm(reading, confirmed_by="Ada").result())
    return asyncio.run(bench.plan(season.run_id, **more))


def test_a_season_from_brief_to_proposed_plan(bench):
    reading = bench.read(BRIEF)
    assert reading.category == "Dresses"
    assert dict(reading.facts)["Order by"] == "Mon 17 Feb 2025"
    result = planned(bench, reading)
    run = bench.runs.get(result.run_id)
    assert run.status == "waiting"
    assert bench.runs.plan(run.id) == result.plan
    assert bench.runs.confirmation(run.id).confirmed_by == "Ada"
    approval = bench.runs.approvals(run.id)[0]
    assert approval.status == "pending"
    assert approval.payload["plan_digest"] == result.plan.digest
    assert bench.runs.board(run.id).plan_digest == result.plan.digest


@pytest.mark.parametrize("odd", ["half a \ud800 character", "no\x00thing"])
def test_a_brief_with_what_no_database_takes_is_read_and_planned(bench, odd):
    brief = f"{BRIEF} {odd}"
    result = planned(bench, bench.read(brief, run_id="odd"))
    assert bench.runs.get(result.run_id).status == "waiting"
    assert "keeps the brief" not in "".join(bench.read(brief, run_id="odd").notes)


def test_a_size_file_divides_the_order_and_stays_with_the_data(bench, folder):
    ratio = "category,size,share\nDresses,S,0.25\nDresses,M,0.5\nDresses,L,0.25\n"
    (folder / "sizes.csv").write_text(ratio)
    plan = planned(bench, bench.read(BRIEF)).plan
    assert [size.size for size in plan.sizes] == ["S", "M", "L"]
    assert sum(size.buy_units for size in plan.sizes) == plan.buy.buy_units
    assert bench.runs.approvals("last")[0].payload["buy_by_size"]["M"] == plan.sizes[1].buy_units


def test_another_process_finds_the_run_and_its_plan_and_does_nothing_twice(bench, folder, database_url):
    result = planned(bench, bench.read(BRIEF))
    events = bench.runs.events(result.run_id)
    later = Workbench(data_dir=folder, database_url=database_url, as_of=AS_OF, settings=settings())
    again = asyncio.run(later.plan(result.run_id))
    assert again.resumed
    assert again.plan == result.plan
    assert later.runs.events("last") == events


def test_the_same_files_are_stored_once_and_changed_ones_again(bench, folder, database_url):
    first = bench.data.id
    again = Workbench(data_dir=folder, database_url=database_url, as_of=AS_OF, settings=settings())
    assert again.data.id == first
    sales().assign(units=1).to_csv(folder / "sales.csv", index=False)
    changed = Workbench(data_dir=folder, database_url=database_url, as_of=AS_OF, settings=settings())
    assert changed.data.id != first


def test_a_confirmed_run_is_taken_up_by_its_id_and_not_asked_about_again(bench):
    reading = bench.read(BRIEF)
    asyncio.run(bench.confirm(reading, confirmed_by="Ada").result())
    taken_up = bench.read("another brief altogether", run_id=reading.run_id)
    assert taken_up.extraction == reading.extraction
    assert "keeps the brief" in taken_up.notes[0]
    gate = bench.confirm(taken_up, confirmed_by="Bob")
    gate.show()
    assert asyncio.run(gate.result()).confirmed_by == "Ada"


def test_nobody_named_means_nothing_is_confirmed(bench, monkeypatch):
    monkeypatch.delenv("FORECAST_KIT_CONFIRMED_BY", raising=False)
    reading = bench.read(BRIEF)
    with pytest.raises(GateError, match="confirmed_by"):
        asyncio.run(bench.confirm(reading).result())
    assert bench.runs.get(reading.run_id).status == "read"
    with pytest.raises(RunError, match="not been confirmed"):
        asyncio.run(bench.plan(reading.run_id))


def test_a_choice_of_the_planners_makes_a_new_version_and_voids_the_old_question(bench):
    result = planned(bench, bench.read(BRIEF))
    mine = asyncio.run(bench.plan(result.run_id, choices=SeasonChoices(mine_units=900, buy_rule="mine")))
    assert mine.plan.buy.buy_units == 900
    assert [approval.status for approval in bench.runs.approvals(result.run_id)] == ["superseded", "pending"]


def test_consequences_follow_what_is_typed(bench):
    reading = bench.read(BRIEF)
    parameters = reading.extraction.parameters
    more = parameters.model_copy(update={"dc_holdback_percentage": 0.8})
    assert bench.consequences(reading, more).to_stores < bench.consequences(reading, parameters).to_stores


def test_a_brief_of_an_unknown_category_begins_no_run(bench):
    with pytest.raises(BriefError, match="Dresses"):
        bench.read("8 weeks of surfboards from 3 March 2025")
    assert bench.runs.list() == ()


def test_a_category_can_be_named_when_the_briefs_words_miss(bench):
    assert bench.read("8 weeks of frocks from 3 March 2025", category="dresses").category == "Dresses"


def test_a_run_that_is_not_there_is_said_so(bench):
    with pytest.raises(RunError, match="wf_nothing"):
        bench.read(run_id="wf_nothing")


def test_what_is_shown_escapes_what_it_was_given(bench):
    reading = bench.read(BRIEF, category="Dresses")
    shown = bench.show(planned(bench, reading).plan)
    assert "<script" not in shown._repr_html_()
    assert "How it adds up" in shown._repr_html_()
    assert "How it adds up" in repr(shown)
    assert "Dresses" in bench.data._repr_html_()
    assert "waiting" in bench.runs._repr_html_()
    assert "Order by" in reading._repr_html_()


def test_earlier_seasons_are_those_of_the_same_weeks(bench):
    result = planned(bench, bench.read(BRIEF))
    before = bench.last_seasons(result)
    assert before["week"].max() == 8
    assert set(before["season"]) == {"2023", "2024"}


def test_a_folder_without_sales_is_said_so(tmp_path, database_url):
    with pytest.raises(DataError, match="no sales file"):
        _ = Workbench(data_dir=tmp_path, database_url=database_url, settings=settings()).data


def test_ones_own_files_are_planned_as_of_today_and_the_sample_after_its_last_week(folder, tmp_path):
    class Clock:
        def now(self):
            from datetime import UTC, datetime

            return datetime(2025, 2, 11, 8, tzinfo=UTC)

    own = Workbench(
        files=DataFiles(sales=folder / "sales.csv"),
        database_url=f"sqlite:///{tmp_path / 'own.db'}",
        settings=settings(),
        clock=Clock(),
    )
    assert own.as_of == date(2025, 2, 11)
    sample = Workbench(database_url=f"sqlite:///{tmp_path / 'sample.db'}", settings=settings(), clock=Clock())
    assert sample.as_of == date(2025, 12, 29)


def test_earlier_seasons_are_those_of_the_runs_own_data(bench, folder, database_url):
    result = planned(bench, bench.read(BRIEF))
    before = bench.last_seasons(result)
    sales().assign(units=1).to_csv(folder / "sales.csv", index=False)
    later = Workbench(data_dir=folder, database_url=database_url, as_of=AS_OF, settings=settings())
    assert later.last_seasons(result).equals(before)


def test_a_day_of_planning_that_is_no_date_is_a_sentence():
    with pytest.raises(SettingsError, match="'soon' is not a date. Write it as YYYY-MM-DD"):
        Workbench(as_of="soon", settings=settings())
