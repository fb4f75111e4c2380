"""The kit trades the season it opened: it tops up, learns and marks down, and never sees what is to come."""

import numpy as np
import pandas as pd
import pytest

from forecast_kit.errors import PlanError
from forecast_kit.replay import KitPolicy, Opening, Policy, RuleOfThumb, SupplyTerms, World, play
from forecast_kit.replay.rules import cadence
from tests.replay.small import SHOPS, demand, planned, played


@pytest.fixture(scope="module")
def made():
    return planned(terms={"markdown_checkpoint_week": 4})


@pytest.fixture(scope="module")
def on_plan(made):
    return play(played(made), KitPolicy())


def shipped(result):
    return result.ledger.pivot(index="week", columns="store_id", values="shipped")


def test_week_before_open_is_refused():
    for policy in (KitPolicy(), RuleOfThumb()):
        with pytest.raises(PlanError, match="opened"):
            policy.week(None)


def test_the_kit_is_a_policy():
    policy: Policy = KitPolicy()
    assert isinstance(policy.open(planned(weeks=3)), Opening)


def test_the_same_season_is_traded_the_same(made, on_plan):
    again = play(played(made), KitPolicy())
    pd.testing.assert_frame_equal(again.ledger, on_plan.ledger)


def test_it_ships_on_the_seasons_cadence_and_leaves_nothing_in_the_dc(made, on_plan):
    sent = shipped(on_plan).sum(axis=1)
    assert sent[1] == 0
    assert set(sent.index[sent > 0]) <= set(cadence(made))
    assert on_plan.weeks["dc_units"].iloc[-1] == 0


@pytest.mark.parametrize("strategy", ["none", "bi-weekly"])
@pytest.mark.parametrize("lead", [0, 1, 3])
def test_every_cadence_and_lead_time_is_traded_within_the_rules(strategy, lead):
    slow = planned(terms={"replenishment_strategy": strategy, "markdown_checkpoint_week": 4}, lead_time_weeks=lead)
    result = play(played(slow), KitPolicy())
    assert result.units_sold + result.units_left == pytest.approx(result.buy_units)
    assert (shipped(result).to_numpy().sum() > 0) == (strategy != "none")


def test_deliveries_that_end_early_empty_the_dc_with_the_last():
    early = planned(supply=SupplyTerms(last_delivery_week=5))
    result = play(played(early), KitPolicy())
    assert result.weeks["dc_units"].iloc[4:].tolist() == [0] * 4
    assert shipped(result).loc[6:].to_numpy().sum() == 0


def test_a_store_that_sells_more_than_forecast_is_sent_more(made, on_plan):
    hot = play(played(made, S2=1.8), KitPolicy())
    assert shipped(hot)["S2"].sum() > shipped(on_plan)["S2"].sum() + 5


def test_small_lines_are_not_picked():
    result = play(played(planned(supply=SupplyTerms(min_ship_units=6))), KitPolicy())
    lines = result.ledger[result.ledger["shipped"] > 0]
    assert ((lines["shipped"] >= 6) | (lines["stock"] - lines["shipped"] < 1)).all()


def test_the_web_shop_keeps_its_part_of_the_dc():
    stores = pd.DataFrame({"store_id": list(SHOPS), "ships_from_dc": [False] * 5 + [True]})
    result = play(played(planned(stores=stores)), KitPolicy())
    web = result.ledger[result.ledger["store_id"] == "S6"]
    assert web["sales"].sum() > 0.9 * web["demand"].sum()
    assert web["shipped"].sum() == 0


def test_a_web_shop_that_sells_more_than_its_part_is_not_emptied_for_the_stores():
    """Twice its forecast, so its ring-fence is gone half way: the last delivery leaves it its part of what is left."""
    stores = pd.DataFrame({"store_id": list(SHOPS), "ships_from_dc": [False] * 5 + [True]})
    made = planned(stores=stores, terms={"markdown_checkpoint_week": 4}, lead_time_weeks=1, demand_log_sd=0.4)
    ledger = play(played(made, 0.8, S6=2.0), KitPolicy()).ledger
    served = ledger.groupby(ledger["store_id"] == "S6")[["sales", "demand"]].sum()
    assert (served["sales"] / served["demand"] > [0.95, 0.85]).all()


def test_a_weak_season_is_marked_down_after_the_checkpoint_and_steps_are_two_weeks_apart(made):
    markdown = play(played(made, 0.5), KitPolicy()).ledger.groupby("week")["markdown"].first()
    assert (markdown.loc[:4] == 0).all()
    assert markdown.loc[5] > 0
    steps = markdown.index[markdown.diff() > 0].to_numpy()
    assert markdown.is_monotonic_increasing
    assert (np.diff(steps) >= 2).all()


def test_a_season_that_sells_through_is_left_alone(made):
    assert play(played(made, 1.6), KitPolicy()).ledger["markdown"].max() == 0


def test_a_markdown_earns_more_than_none_in_a_weak_season(made):
    class Stubborn(KitPolicy):
        def week(self, state):
            decision = super().week(state)
            return type(decision)(shipments=decision.shipments, markdown=0.0)

    weak = played(made, 0.5)
    assert play(weak, KitPolicy()).profit > play(weak, Stubborn()).profit


@pytest.mark.parametrize("elasticity", [2.0, None])
def test_no_markdown_without_a_checkpoint_or_an_elasticity(elasticity):
    terms = {} if elasticity else {"markdown_checkpoint_week": 4}
    result = play(played(planned(terms=terms, elasticity=elasticity), 0.4), KitPolicy())
    assert result.ledger["markdown"].max() == 0


@pytest.mark.parametrize("policy", [KitPolicy, RuleOfThumb])
@pytest.mark.parametrize("known", [1, 4, 6])
def test_nothing_that_is_to_come_changes_a_decision(made, policy, known):
    """Demand after week `known` is poisoned: the shipments and prices up to the week after it stay as they were."""
    true = played(made)
    rng = np.random.default_rng(known)
    units = true.demand.to_numpy().copy()
    units[known:] = rng.integers(0, 500, size=units[known:].shape)
    poisoned = World(made, demand(**{store: units[:, n].tolist() for n, store in enumerate(true.demand.columns)}))
    ledgers = [play(world, policy()).ledger for world in (true, poisoned)]
    was, became = (ledger.loc[ledger["week"] <= known + 1, ["stock", "shipped", "markdown"]] for ledger in ledgers)
    pd.testing.assert_frame_equal(was, became)


def test_it_can_join_a_season_that_is_already_running(made):
    """Live, the policy is opened again at every review: it then knows the sales, and not which shelves were empty."""
    states = []

    class Watching(KitPolicy):
        def week(self, state):
            states.append(state)
            return super().week(state)

    play(played(made), Watching())
    joined = KitPolicy()
    joined.open(made)
    decision = joined.week(states[4])
    assert 0 <= decision.shipments.sum() <= states[4].dc_stock
    assert decision.shipments.index.tolist() == list(SHOPS)
