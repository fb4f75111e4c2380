"""A run with a language model can be had again without it, exactly, or is refused."""

import asyncio

import agents as sdk
import pytest
from agents.testing import ScriptedModel, assistant_message
from openai.types.responses import ResponseCompletedEvent

from forecast_kit.agents.offline_model import OfflineModel
from forecast_kit.agents.recorded_model import RecordedModel
from forecast_kit.agents.spending import Spending
from forecast_kit.agents.tape import MemoryTape
from forecast_kit.errors import ModelError
from forecast_kit.planning import SeasonInputs
from forecast_kit.replay import SeasonChoices
from tests.agents.conftest import Recorder, model_settings, season_inputs
from tests.agents.fake_server import calls, serving
from tests.agents.scripts import plan_by_agents, play, up_to

TURNS = 11


def buys_flat(request, _key):
    return calls("decide_buy", {"rule": "flat", "safety_stock": "usual", "reason": "The simple rule will do."}, 5)


def on_tape(inputs: SeasonInputs, tape: MemoryTape, faults=None, engine: str = "llm", **options):
    with serving(faults if faults is not None else {5: buys_flat}) as server:
        settings = model_settings(base_url=server.url, model="fake", **options)
        return plan_by_agents(inputs, Recorder(), settings, engine=engine, tape=tape), len(server.asked)


def test_a_recorded_run_is_played_again_to_the_digest_with_nobody_asked(inputs: SeasonInputs, no_model):
    tape = MemoryTape()
    first, asked = on_tape(inputs, tape)
    again = plan_by_agents(inputs, Recorder(), no_model, engine="recorded", tape=tape)
    assert asked == len(tape.kept) == TURNS
    assert again == first
    assert (again.planned_by, again.plan.buy.chosen) == ("fake", "flat")
    assert len(tape.kept) == TURNS


def test_the_answers_as_they_are_written_are_recorded_too(inputs: SeasonInputs):
    tape = MemoryTape()
    spent = Spending(model_settings())
    plan, *_ = play(RecordedModel("offline", tape, spent, OfflineModel()), inputs, streams=True)
    again, *_ = play(RecordedModel("offline", tape, spent), inputs, streams=True)
    as_a_whole, *_ = play(RecordedModel("offline", tape, spent), inputs)
    assert plan == again == as_a_whole
    assert len(tape.kept) == TURNS


def test_a_recording_is_refused_where_what_was_asked_is_no_longer_the_same(inputs: SeasonInputs, no_model):
    tape = MemoryTape()
    on_tape(inputs, tape)
    dearer = season_inputs(economics=inputs.economics.model_copy(update={"unit_cost": 30}))
    with pytest.raises(ModelError, match="answer number 5 of fake was given to another question"):
        plan_by_agents(dearer, Recorder(), no_model, engine="recorded", tape=tape)
    settled = SeasonChoices(buy_rule="newsvendor", tiers=1)
    with pytest.raises(ModelError, match="was given to another question"):
        plan_by_agents(inputs, Recorder(), no_model, engine="recorded", tape=tape, choices=settled)


def test_a_recording_that_ends_too_early_makes_no_plan(inputs: SeasonInputs, no_model):
    tape = MemoryTape()
    on_tape(inputs, tape)
    del tape.kept[7:]
    with pytest.raises(ModelError, match="ends before the plan is whole"):
        plan_by_agents(inputs, Recorder(), no_model, engine="recorded", tape=tape)


def test_without_a_recording_there_is_nothing_to_play(inputs: SeasonInputs, no_model):
    with pytest.raises(ModelError, match="No answers of a language model are recorded"):
        plan_by_agents(inputs, Recorder(), no_model, engine="recorded")


def test_a_run_that_broke_off_goes_on_where_it_was_and_asks_nothing_twice(inputs: SeasonInputs):
    tape, down = MemoryTape(), lambda request, key: (503, "text/html", b"down")
    with pytest.raises(ModelError):
        on_tape(inputs, tape, {5: buys_flat, 7: down})
    assert len(tape.kept) == 6
    result, asked = on_tape(inputs, tape, {})
    assert asked == TURNS - 6
    assert result.plan.buy.chosen == "flat"


def test_another_model_is_asked_for_everything_anew(inputs: SeasonInputs, no_model):
    tape = MemoryTape()
    on_tape(inputs, tape)
    with serving() as server:
        plan_by_agents(inputs, Recorder(), model_settings(base_url=server.url, model="other"), engine="llm", tape=tape)
        assert len(server.asked) == TURNS
    again = plan_by_agents(inputs, Recorder(), no_model, engine="recorded", tape=tape)
    assert again.planned_by == "other"


def test_every_answer_is_kept_with_its_tokens_and_their_price(inputs: SeasonInputs):
    tape = MemoryTape()
    on_tape(inputs, tape, model_input_price=10.0, model_output_price=40.0)
    assert [(r.position, r.input_tokens, r.output_tokens) for r in tape.kept] == [(n, 1, 1) for n in range(TURNS)]
    assert {reply.cost for reply in tape.kept} == {50 / 1_000_000}


def test_a_server_that_counts_no_tokens_is_counted_for(inputs: SeasonInputs):
    tape = MemoryTape()
    play(RecordedModel("offline", tape, Spending(model_settings()), OfflineModel()), inputs)
    assert all(reply.input_tokens > 50 and reply.output_tokens > 5 for reply in tape.kept)


def test_a_stream_that_breaks_off_is_not_kept(inputs: SeasonInputs):
    class Broken(OfflineModel):
        async def stream_response(self, *args, **kwargs):
            async for event in super().stream_response(*args, **kwargs):
                if isinstance(event, ResponseCompletedEvent):
                    raise ModelError("The line went dead.")
                yield event

    tape = MemoryTape()
    with pytest.raises(ModelError, match="dead"):
        play(RecordedModel("offline", tape, Spending(model_settings()), Broken()), inputs, streams=True)
    assert tape.kept == []


def test_a_model_that_stops_with_words_is_on_tape_as_well(inputs: SeasonInputs):
    tape, spent = MemoryTape(), Spending(model_settings())
    for inner in (up_to("decide_buy", [assistant_message("All done!")]), None):
        with pytest.raises(ModelError, match="stopped before"):
            play(RecordedModel("scripted", tape, spent, inner), inputs)


def test_its_connections_are_let_go():
    closed = []

    class Closing(ScriptedModel):
        async def close(self):
            closed.append(True)

    asyncio.run(RecordedModel("m", MemoryTape(), Spending(model_settings()), Closing([])).close())
    asyncio.run(RecordedModel("m", MemoryTape(), Spending(model_settings())).close())
    assert closed == [True]
    assert issubclass(RecordedModel, sdk.Model)
