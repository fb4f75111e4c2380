"""The plan of a run, traced: as the agents made it, and as a person changed it."""

import asyncio

import pytest

from forecast_kit.plan.trace import numbers_of, trace_plan
from forecast_kit.planning import PlanWorkings
from forecast_kit.workbench import Workbench
from forecast_kit.workbench.seasons import choices_of_run, inputs_of_run
from tests.seasons import AS_OF
from tests.workbench.conftest import BRIEF
from tests.workbench.samples import settings


@pytest.fixture
def bench(folder, sqlite_database):
    return Workbench(data_dir=folder, database_url=sqlite_database.url, as_of=AS_OF, settings=settings())


@pytest.fixture
def run(bench):
    reading = bench.read(BRIEF)
    bench.record_confirmation(reading, reading.extraction.parameters, "Ada")
    return asyncio.run(bench.plan(reading.run_id)).run_id


def not_traced(bench, run):
    """The numbers of the run's plan that their formula does not give, or that rest on rows that are not there."""
    plan = bench.runs.plan(run)
    workings = PlanWorkings(inputs_of_run(bench, run)[1], choices_of_run(bench, run))
    traces = [trace_plan(plan, name, workings=workings, rows_of=workings.rows, depth=1) for name in numbers_of(plan)]
    assert len(traces) > 150
    return [t for t in traces if not t.holds or any(not r.count and (t.value or r.table != "stock") for r in t.rows)]


def test_every_number_of_the_agents_plan_answers_and_so_does_that_of_a_changed_order(bench, run):
    assert not_traced(bench, run) == []
    bench.approvals.modify(bench.approvals.order_of(run).id, "Ada", {"buy_units": 1_234})
    assert not_traced(bench, run) == []
    assert bench.trace(run, "buy.buy_units").value == 1_234


def test_without_a_name_the_names_are_listed(bench, run):
    assert bench.trace(run[:6]).numbers == numbers_of(bench.runs.plan(run))


def test_the_rows_are_at_hand(bench, run):
    trace = bench.trace(run, "forecast.weeks[1].units")
    assert {rows.table: bool(rows.count) for rows in trace.rows} == {"sales": True, "plan_ahead": True}
    assert "week_start" in trace.rows[0].rows[0]
