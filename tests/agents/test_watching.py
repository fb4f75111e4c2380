"""A running season is forecast anew only where the variance rule has fired, and somebody chose it."""

import asyncio

import pytest
from agents import ModelSettings
from agents.testing import ScriptedModel, assistant_message

from forecast_kit.agents.offline_model import OfflineModel
from forecast_kit.agents.watching import WatchContext, watch_season
from forecast_kit.errors import ModelError, PlanError
from forecast_kit.planning import SeasonDesk, SeasonInputs
from tests.agents.scripts import call

TO_DEMAND = ("transfer_to_demand", {"variance": "variance", "note": ""})


@pytest.fixture(scope="module")
def forecast(inputs: SeasonInputs):
    return SeasonDesk(inputs).forecast()


def look(forecast, pace: float, model) -> WatchContext:
    """A look after three weeks sold at `pace` times the forecast."""
    work = WatchContext(forecast, [week.units * pace for week in forecast.weeks[:3]], "a model")
    return asyncio.run(watch_season(model, ModelSettings(), work))


def scripted(*steps) -> ScriptedModel:
    return ScriptedModel([call(name, arguments, n) for n, (name, arguments) in enumerate(steps)])


@pytest.mark.parametrize(("pace", "chosen", "open_to_it"), [(1.1, "keep", 1), (0.6, "re-forecast", 2)])
def test_by_the_rules_a_season_is_forecast_anew_when_the_rule_has_fired(forecast, pace, chosen, open_to_it):
    work = look(forecast, pace, OfflineModel())
    assert work.choice.chosen == chosen
    assert len(work.choice.options) == open_to_it
    assert (work.level is not None) == (chosen == "re-forecast")


@pytest.mark.parametrize(
    "steps",
    [
        [("read_variance", {}), TO_DEMAND],
        [TO_DEMAND],
        [("read_variance", {}), ("decide_reforecast", {"answer": "re-forecast", "reason": ""})],
        [("read_variance", {}), ("reforecast_demand", {})],
    ],
    ids=["handed on", "at once", "chosen", "done itself"],
)
def test_within_the_rule_there_is_no_way_to_a_new_forecast(forecast, steps):
    model = scripted(*steps)
    with pytest.raises(ModelError, match="not open to it"):
        look(forecast, 1.15, model)
    assert all(not offered.handoffs for offered in model.calls)


def test_beyond_it_the_forecast_may_still_be_kept_and_the_handoff_stays_shut(forecast):
    keep = ("decide_reforecast", {"answer": "keep", "reason": "A holiday moved this year."})
    model = scripted(("read_variance", {}), keep)
    work = look(forecast, 0.5, model)
    assert (work.choice.chosen, work.choice.reason, work.level) == ("keep", "A holiday moved this year.", None)
    assert all(not offered.handoffs for offered in model.calls)


def test_the_new_forecast_is_the_kits_and_its_reason_names_the_variance(forecast):
    work = look(forecast, 0.6, OfflineModel())
    assert 0.6 <= work.level.level < 1
    assert "−40 %" in work.choice.reason


def test_a_reason_with_a_number_from_nowhere_may_be_written_once_more(forecast):
    bad = ("decide_reforecast", {"answer": "re-forecast", "reason": "We will miss 98,765 units."})
    good = ("decide_reforecast", {"answer": "re-forecast", "reason": "It is far below the forecast."})
    work = look(forecast, 0.6, scripted(("read_variance", {}), bad, good, TO_DEMAND, ("reforecast_demand", {})))
    assert work.choice.reason == "It is far below the forecast."
    assert work.warnings == []


def test_a_model_that_stops_with_words_has_chosen_nothing(forecast):
    with pytest.raises(ModelError, match="stopped before"):
        look(forecast, 0.6, ScriptedModel([[assistant_message("All is well.")]]))


def test_sales_of_more_weeks_than_the_season_has_are_the_planners_error(forecast):
    with pytest.raises(PlanError):
        asyncio.run(watch_season(OfflineModel(), ModelSettings(), WatchContext(forecast, [1.0] * 99, "m")))
