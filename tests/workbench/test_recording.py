"""A run with a language model is in the database whole: its answers, what they cost, and so the plan without it."""

import asyncio

import pytest

from forecast_kit.errors import ModelError
from forecast_kit.workbench import Workbench
from forecast_kit.workbench.planner import plan_from_recording
from forecast_kit.workbench.store import SqlRunStore
from tests.agents.fake_server import calls, serving
from tests.seasons import AS_OF
from tests.workbench.conftest import BRIEF
from tests.workbench.samples import settings


def buys_flat(request, _key):
    arguments = {"rule": "flat", "safety_stock": "25 %", "reason": "The simple rule will do."}
    return calls("decide_buy", arguments, 5)


def confirmed(bench) -> str:
    reading = bench.read(BRIEF, engine="rules")
    return asyncio.run(bench.confirm(reading, confirmed_by="Ada").result()).run_id


def asking(url: str, folder, database_url) -> Workbench:
    """A workbench with a language model."""
    prices = {"model_input_price": 1.0, "model_output_price": 2.0}
    own = settings(model="fake", model_max_retries=0, **prices).model_copy(update={"base_url": url})
    return Workbench(data_dir=folder, database_url=database_url, as_of=AS_OF, settings=own)


def test_a_plan_is_made_again_from_what_its_model_answered(folder, database_url):
    with serving({5: buys_flat}) as server:
        bench = asking(server.url, folder, database_url)
        run_id = confirmed(bench)
        planned = asyncio.run(bench.plan(run_id, engine="llm"))
        asked = len(server.asked)
    events = bench.runs.events(run_id)
    later = Workbench(data_dir=folder, database_url=database_url, as_of=AS_OF, settings=settings())
    again = asyncio.run(plan_from_recording(later, run_id))
    assert asked == 11
    assert again.plan.digest == planned.plan.digest
    assert again.planned_by == "fake"
    assert again.plan.buy.option("flat").label == "Forecast + 25 %"
    assert later.runs.events(run_id) == events
    assert later.verify(run_id).same


def test_what_a_run_cost_is_kept_with_it(folder, database_url):
    with serving({7: lambda r, key: (500, "text/html", b"down")}) as server:
        bench = asking(server.url, folder, database_url)
        run_id = confirmed(bench)
        planned = asyncio.run(bench.plan(run_id, engine="auto"))
    assert "failed" in planned.notes[0]
    usage = SqlRunStore(bench.database, bench.clock, 15.0).usage(run_id)
    assert (usage.replies, usage.input_tokens, usage.output_tokens, usage.models) == (6, 6, 6, ("fake",))
    assert usage.cost == pytest.approx(6 * 3 / 1_000_000)
    used = [event for event in bench.runs.events(run_id) if event.type == "model_used"]
    assert [(event.input_tokens, event.money) for event in used] == [(6, pytest.approx(usage.cost))]


def test_a_run_that_broke_off_asks_its_model_for_the_rest_only(folder, database_url):
    with serving({7: lambda r, key: (500, "text/html", b"down"), 5: buys_flat}) as server:
        bench = asking(server.url, folder, database_url)
        run_id = confirmed(bench)
        with pytest.raises(ModelError):
            asyncio.run(bench.plan(run_id, engine="llm"))
    with serving() as server:
        planned = asyncio.run(asking(server.url, folder, database_url).plan(run_id, engine="llm"))
        assert len(server.asked) == 11 - 6
    assert planned.plan.buy.chosen == "flat"
    assert {c.chosen_by for c in planned.plan.choices} == {"fake"}


def test_a_run_without_a_model_has_nothing_to_be_played(bench):
    run_id = confirmed(bench)
    asyncio.run(bench.plan(run_id, engine="rules"))
    with pytest.raises(ModelError, match="No answers"):
        asyncio.run(plan_from_recording(bench, run_id))
