"""Whatever a model chooses, the desk computes; whatever else it does, no half plan comes of it."""

import pytest
from agents.testing import ScriptedModel, assistant_message, function_call

from forecast_kit.agents.result import SeasonReport
from forecast_kit.errors import ModelError, PlanError
from forecast_kit.planning import SeasonInputs, plan_season
from forecast_kit.replay import SeasonChoices
from tests.agents.conftest import ONE_TIER, Recorder
from tests.agents.scripts import MODEL, REPORT, WAY, call, play, up_to, whole_way


def without_words(plan):
    """A plan apart from who chose, and why."""
    return plan.model_copy(
        update={"choices": tuple(c.model_copy(update={"chosen_by": "", "reason": ""}) for c in plan.choices)}
    )


@pytest.mark.parametrize(
    ("step", "arguments", "choices"),
    [
        ("decide_buy", {"rule": "recommended"}, SeasonChoices()),
        ("decide_buy", {"rule": "flat"}, SeasonChoices(buy_rule="flat")),
        ("decide_buy", {"rule": "newsvendor"}, SeasonChoices(buy_rule="newsvendor")),
        ("allocate_stores", {"share_method": "history_and_size"}, SeasonChoices(share_method="history_and_size")),
        ("forecast_demand", {"use_plan_columns": False}, SeasonChoices(use_plan_columns=False)),
    ],
)
def test_the_plan_is_number_for_number_the_one_made_without_a_model_under_the_same_choices(
    inputs: SeasonInputs, step: str, arguments: dict, choices: SeasonChoices
):
    model = whole_way({step: {**arguments, "reason": "It is what I would do."}})
    plan, _, _ = play(model, inputs)
    assert without_words(plan) == without_words(plan_season(inputs, choices.model_copy(update={"tiers": 1})))
    assert {choice.chosen_by for choice in plan.choices} == {MODEL}
    assert "It is what I would do." in {choice.reason for choice in plan.choices}
    model.assert_complete()


def test_every_choice_is_recorded_with_what_was_open(inputs: SeasonInputs):
    plan, _, _ = play(whole_way({"decide_buy": {"rule": "flat"}}), inputs)
    made = {choice.name: choice for choice in plan.choices}
    assert [choice.agent for choice in plan.choices] == ["demand", "inventory", "inventory", "pricing"]
    assert made["buy"].chosen == "flat"
    assert {option.name for option in made["buy"].options} == {"flat", "newsvendor"}
    assert made["buy"].money_against_next_best < 0


def test_numbers_that_a_tool_returned_may_be_given_as_a_reason(inputs: SeasonInputs):
    flat = plan_season(inputs, ONE_TIER).buy.option("flat").buy_units
    reason = f"The flat rule buys {flat:,} units, which is 20 % of safety."
    plan, _, work = play(whole_way({"decide_buy": {"rule": "flat", "reason": reason}}), inputs)
    assert plan.choices[1].reason == reason
    assert not any("about the buy" in warning for warning in work.warnings)


def test_a_reason_with_a_number_from_nowhere_is_replaced_by_the_desks_own_and_said_so(inputs: SeasonInputs):
    model = whole_way({"decide_buy": {"rule": "recommended", "reason": "Demand will be 98,765 units."}})
    plan, _, work = play(model, inputs)
    assert plan.choices[1].reason == plan_season(inputs, ONE_TIER).choices[1].reason
    assert "98,765" in work.warnings[0]


def report_of(inputs: SeasonInputs, headline: str, sentence: str):
    """The report that comes of a model's, where {buy} stands for the units bought."""
    units = f"{plan_season(inputs, ONE_TIER).buy.buy_units:,}"
    written = SeasonReport(headline=headline.format(buy=units), sentences=(sentence,))
    _, report, work = play(whole_way(report=written), inputs)
    return written, report, work.warnings


def test_a_report_that_names_the_buy_and_only_numbers_from_tools_is_shown_as_written(inputs: SeasonInputs):
    written, report, warnings = report_of(inputs, "Order {buy} dresses.", "The DC keeps 45 % of them.")
    assert report == written
    assert warnings == []


@pytest.mark.parametrize(
    ("headline", "sentence", "why"),
    [
        ("Order {buy} dresses.", "They will earn £777,777.", "777,777"),
        ("Order {buy} dresses, " + "and more " * 80, "All is well then.", "too long"),
        ("The buy, in one short sentence.", "All is well then.", "named no buy"),
        ("", "All is well then.", "named no buy"),
    ],
    ids=["a number from nowhere", "endless", "no buy", "empty"],
)
def test_any_other_report_is_replaced_by_the_kits_own_and_said_so(inputs: SeasonInputs, headline, sentence, why):
    _, report, warnings = report_of(inputs, headline, sentence)
    assert report.headline.startswith("Buy ")
    assert why in warnings[0]


def test_a_word_is_no_reason(inputs: SeasonInputs):
    plan, _, _ = play(whole_way({"decide_buy": {"rule": "recommended", "reason": "Recommended."}}), inputs)
    assert plan.choices[1].reason == plan_season(inputs, ONE_TIER).choices[1].reason


def test_a_rule_that_is_not_on_offer_is_put_back_to_the_model(inputs: SeasonInputs):
    model = up_to(
        "decide_buy",
        [function_call("decide_buy", {"rule": "mine", "reason": ""}, call_id="wrong")],
        *[call(*step, n) for n, step in enumerate(WAY[4:], start=20)],
        [assistant_message(REPORT.model_dump_json())],
    )
    plan, _, _ = play(model, inputs)
    assert plan.buy.chosen == plan.buy.recommended
    answer = next(i["output"] for i in model.last_call.input if i.get("call_id") == "wrong" and "output" in i)
    assert answer == "Nothing was bought: mine is not on offer. Choose recommended, flat, newsvendor."


def test_what_the_planner_has_settled_stands_whatever_the_model_asks_for(inputs: SeasonInputs):
    settled = SeasonChoices(
        use_plan_columns=False, buy_rule="mine", mine_units=1200, share_method="history_and_size", tiers=1
    )
    asked = {"decide_buy": {"rule": "flat", "reason": "Flat is better."}}
    plan, _, _ = play(whole_way(asked), inputs, choices=settled)
    assert without_words(plan) == without_words(plan_season(inputs, settled))
    assert "Flat is better." not in {choice.reason for choice in plan.choices}


@pytest.mark.parametrize(
    ("model", "problem"),
    [
        pytest.param(up_to("decide_buy", [assistant_message("All done!")]), "stopped before", id="stops with words"),
        pytest.param(ScriptedModel([[assistant_message("Hello.")]]), "stopped before", id="never begins"),
        pytest.param(up_to("decide_buy", call("order_now", {}, 9)), "not open to it", id="unknown tool"),
        pytest.param(up_to("decide_buy", call("schedule_replenishment", {}, 9)), "not open to it", id="skips a stage"),
        pytest.param(
            up_to("decide_buy", call("transfer_to_pricing", {"deliveries": "deliveries", "note": ""}, 9)),
            "not open to it",
            id="hands on too early",
        ),
        pytest.param(
            up_to("transfer_to_inventory", call("transfer_to_inventory", {"forecast": "mine", "note": ""}, 9)),
            "not open to it",
            id="hands on what was not made",
        ),
        pytest.param(
            up_to("decide_buy", call("decide_buy", {"rule": "double it", "reason": ""}, 9)),
            "not open to it",
            id="a rule that does not exist",
        ),
        pytest.param(
            up_to("decide_buy", *[call("decide_buy", {"rule": "mine", "reason": ""}, n) for n in range(100, 150)]),
            "round in circles",
            id="endless",
        ),
    ],
)
def test_a_model_that_leaves_the_way_never_leads_to_half_a_plan(inputs: SeasonInputs, model, problem: str):
    with pytest.raises(ModelError, match=problem):
        play(model, inputs)


def test_a_stage_asked_for_twice_in_one_turn_is_planned_once(inputs: SeasonInputs):
    twice = [
        function_call("decide_buy", {"rule": "flat", "reason": "The simple rule will do."}, call_id="first"),
        function_call("decide_buy", {"rule": "newsvendor", "reason": ""}, call_id="second"),
    ]
    rest = [call(*step, n) for n, step in enumerate(WAY[5:], start=20)]
    plan, _, _ = play(up_to("decide_buy", twice, *rest, [assistant_message(REPORT.model_dump_json())]), inputs)
    bought = [choice for choice in plan.choices if choice.name == "buy"]
    assert [(choice.chosen, choice.reason) for choice in bought] == [("flat", "The simple rule will do.")]


def test_inputs_that_make_no_plan_are_the_planners_error_and_not_the_models(inputs: SeasonInputs):
    with pytest.raises(PlanError, match="mine"):
        play(whole_way(), inputs, choices=SeasonChoices(buy_rule="mine"))


def test_a_note_handed_over_is_what_the_next_agent_starts_from(inputs: SeasonInputs, told: Recorder):
    notes = {
        "transfer_to_demand": {"note": "Easter moves this year."},
        "transfer_to_inventory": {"note": "Expect 55,555 units."},
    }
    _, _, work = play(whole_way(notes), inputs, told)
    assert ("demand", "thinking", "Easter moves this year.") in told.said
    assert ("inventory", "thinking", "Weighing the ways to buy") in told.said
    assert "55,555" in work.warnings[0]


def test_the_inventory_agent_sees_every_buy_on_offer_with_its_money(inputs: SeasonInputs):
    model = whole_way()
    play(model, inputs)
    asked = next(c for c in model.calls if [tool.name for tool in c.tools] == ["decide_buy"])
    for option in plan_season(inputs, ONE_TIER).buy.options:
        assert f"{option.buy_units:,} units" in asked.system_instructions
    assert "expected margin" in asked.system_instructions


def test_only_the_next_stage_is_ever_open(inputs: SeasonInputs):
    model = whole_way()
    play(model, inputs)
    offered = [[t.name for t in c.tools] + [h.tool_name for h in c.handoffs] for c in model.calls]
    assert offered == [
        ["read_season"],
        ["transfer_to_demand"],
        ["forecast_demand"],
        ["transfer_to_inventory"],
        ["decide_buy"],
        ["allocate_stores"],
        ["schedule_replenishment"],
        ["transfer_to_pricing"],
        ["plan_markdown"],
        ["transfer_to_report"],
        [],
    ]
