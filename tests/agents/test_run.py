"""Without a language model, a season planned by agents is the season planned without them."""

import asyncio
from datetime import date

import pandas as pd
import pytest

from forecast_kit.agents import plan_with_agents
from forecast_kit.errors import PlanError, StorageError
from forecast_kit.events import fold
from forecast_kit.planning import OFFLINE, SeasonDesk, SeasonInputs, plan_season
from forecast_kit.replay import SeasonChoices
from forecast_kit.season import CategoryEconomics, SeasonParameters
from forecast_kit.settings import Settings
from tests.agents.conftest import NOON, ONE_TIER, Recorder, model_settings, season_inputs
from tests.agents.fake_server import serving
from tests.agents.scripts import plan_by_agents


@pytest.mark.parametrize(
    "choices",
    [
        SeasonChoices(),
        SeasonChoices(buy_rule="flat", safety_share=0.1, share_method="history_and_size", tiers=2),
        SeasonChoices(buy_rule="mine", mine_units=999, tiers=1),
    ],
    ids=["as recommended", "as settled", "my number"],
)
def test_offline_the_agents_plan_is_the_kits_plan_to_the_digest(
    inputs: SeasonInputs, told: Recorder, no_model: Settings, choices: SeasonChoices
):
    result = plan_by_agents(inputs, told, no_model, choices=choices)
    assert result.plan.digest == plan_season(inputs, choices).digest
    assert (result.planned_by, result.warnings) == (OFFLINE, ())


@pytest.mark.parametrize("trusted", [True, False])
def test_offline_a_plan_ahead_is_used_unless_the_planner_said_otherwise(no_model: Settings, trusted: bool):
    inputs, choices = with_promotions(), SeasonChoices(use_plan_columns=trusted, tiers=1)
    result = plan_by_agents(inputs, Recorder(), no_model, choices=choices)
    assert result.plan.choices[0].chosen == ("use" if trusted else "ignore")
    assert result.plan.digest == plan_season(inputs, choices).digest


def with_promotions() -> SeasonInputs:
    base = season_inputs()
    promoted = (base.sales["week_start"].dt.isocalendar().week % 10 == 0).astype(float)
    ahead = pd.DataFrame({"week_start": pd.date_range("2025-02-10", periods=12, freq="7D"), "category": "Dresses"})
    return season_inputs(
        sales=base.sales.assign(promotion=promoted),
        plan_ahead=ahead.assign(promotion=[0.0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
    )


def test_a_season_without_a_checkpoint_or_prices_is_planned_too(no_model: Settings, told: Recorder):
    inputs = season_inputs(
        economics=CategoryEconomics(category="Dresses"),
        parameters=SeasonParameters(
            season_start_date=date(2025, 3, 3), forecast_horizon_weeks=4, replenishment_strategy="none"
        ),
    )
    result = plan_by_agents(inputs, told, no_model)
    assert result.plan.digest == plan_season(inputs, ONE_TIER).digest
    assert fold(told.events).line("pricing").message == "No markdown checkpoint was asked for."
    assert "No deliveries are planned after the opening." in result.report.sentences


def test_the_report_is_made_of_what_the_tools_returned(inputs: SeasonInputs, told: Recorder, no_model: Settings):
    result = plan_by_agents(inputs, told, no_model)
    assert f"{result.plan.buy.buy_units:,}" in result.report.headline
    assert len(result.report.sentences) == 4


def test_the_board_says_who_plans(inputs: SeasonInputs, told: Recorder, no_model: Settings):
    plan_by_agents(inputs, told, no_model)
    with serving({3: lambda r, key: (500, "text/html", b"")}) as server:
        plan_by_agents(inputs, told, model_settings(base_url=server.url, model="fake"))
    said = [message for agent, _, message in told.said if message.startswith("Planned by")]
    assert said == ["Planned by the offline rules", "Planned by fake", "Planned by the offline rules"]


def test_offline_the_same_season_is_told_in_the_same_events(inputs: SeasonInputs, no_model: Settings):
    first, second = Recorder(), Recorder()
    plan_by_agents(inputs, first, no_model)
    plan_by_agents(inputs, second, no_model, engine="offline")
    assert first.events == second.events


def test_every_agent_tells_its_step_its_choice_and_the_money_of_it(
    inputs: SeasonInputs, told: Recorder, no_model: Settings
):
    result = plan_by_agents(inputs, told, no_model)
    board = fold(told.events)
    buy = result.plan.choices[1]
    assert {line.status for line in board.lines} == {"done"}
    assert board.line("orchestrator").message == result.report.headline
    assert board.line("inventory").choice == result.plan.buy.option(buy.chosen).label
    assert board.line("inventory").money_against_next_best == buy.money_against_next_best
    assert ("inventory", "running_tool", "Working out the buy") in told.said
    assert [agent for agent, status, _ in told.said if status == "done"] == [
        "demand",
        "inventory",
        "pricing",
        "orchestrator",
    ]
    assert all(event.workflow_id == "wf_1" and event.timestamp == NOON for event in told.events)


def test_inputs_that_make_no_plan_are_told_and_raised(inputs: SeasonInputs, told: Recorder, no_model: Settings):
    with pytest.raises(PlanError):
        plan_by_agents(inputs, told, no_model, choices=SeasonChoices(buy_rule="mine"))
    assert told.events[-1].type == "error"
    assert fold(told.events).line("inventory").status == "failed"


def test_a_store_that_cannot_keep_events_is_not_taken_for_a_failed_model(inputs: SeasonInputs):
    def full(_event):
        raise StorageError("The database is full.")

    desk = SeasonDesk(inputs, ONE_TIER)
    with serving() as server, pytest.raises(StorageError):
        asyncio.run(
            plan_with_agents(
                desk, workflow_id="wf_1", emit=full, clock=lambda: NOON, settings=model_settings(base_url=server.url)
            )
        )


def test_the_loop_stays_free_while_the_desk_computes(inputs: SeasonInputs, told: Recorder, no_model: Settings):
    async def both() -> int:
        ticks = 0
        running = asyncio.create_task(
            plan_with_agents(SeasonDesk(inputs, ONE_TIER), settings=no_model, **told.arguments())
        )
        while not running.done():
            await asyncio.sleep(0.001)
            at_step = told.events and getattr(told.events[-1], "message", "") == "Working out the demand"
            ticks += bool(at_step)
        await running
        return ticks

    assert asyncio.run(both()) > 3
