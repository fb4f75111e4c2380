"""Whatever a model chooses, the desk computes; whatever else it does, no half plan comes of it."""

import pytest
from agents.testing import ScriptedModel, assistant_message, function_call

from forecast_kit.agents.result import SeasonReport
from forecast_kit.errors import ModelError, PlanError
from forecast_kit.planning import SeasonInputs, plan_season
from forecast_kit.replay import SeasonChoices
from tests.agents.conftest import ONE_TIER, Recorder, season_inputs
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
        ("forecast_demand", {"trust": []}, SeasonChoices(use_plan_columns=False)),
        ("decide_buy", {"rule": "flat", "safety_stock": "25 %"}, SeasonChoices(buy_rule="flat", safety_share=0.25)),
        ("allocate_stores", {"presentation": "six units"}, SeasonChoices(min_presentation_units=6)),
        ("plan_markdown", {"elasticity": "given"}, SeasonChoices(elasticity_source="given")),
        ("plan_markdown", {"answer": "clears"}, SeasonChoices(markdown_answer="clears")),
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
    assert [choice.agent for choice in plan.choices] == ["demand", *["inventory"] * 4, *["pricing"] * 2]
    assert list(made) == [
        "plan ahead", "buy", "safety stock", "store shares", "presentation minimum", "elasticity", "markdown if on plan"
    ]  # fmt: skip
    assert all(o.expected_margin is not None for c in plan.choices if c.name != "plan ahead" for o in c.options)
    assert made["buy"].chosen == "flat"
    assert {option.name for option in made["buy"].options} == {"flat", "newsvendor"}
    assert made["buy"].money_against_next_best < 0


def test_numbers_that_a_tool_returned_may_be_given_as_a_reason(inputs: SeasonInputs):
    flat = plan_season(inputs, ONE_TIER).buy.option("flat").buy_units
    reason = f"The flat rule buys {flat:,} units, which is 20 % of safety."
    plan, _, work = play(whole_way({"decide_buy": {"rule": "flat", "reason": reason}}), inputs)
    assert plan.choices[1].reason == reason
    assert not any("about the buy" in warning for warning in work.warnings)


@pytest.mark.parametrize("step", ["forecast_demand", "decide_buy", "allocate_stores", "plan_markdown"])
def test_a_reason_with_a_number_from_nowhere_may_be_written_once_more(inputs: SeasonInputs, step: str):
    first = call(step, {**dict(WAY)[step], "reason": "Demand will be 98,765 units."}, 50)
    rest = WAY[[name for name, _ in WAY].index(step) :]
    again = [(step, {**rest[0][1], "reason": "It is what I would do."}), *rest[1:]]
    model = up_to(
        step,
        first,
        *[call(*then, n) for n, then in enumerate(again, start=60)],
        [assistant_message(REPORT.model_dump_json())],
        [assistant_message(REPORT.model_dump_json())],
    )
    plan, _, work = play(model, inputs)
    told = next(i["output"] for i in model.last_call.input if i.get("call_id") == "call_50" and "output" in i)
    assert told.startswith("Not done yet.")
    assert "98,765" in told
    assert "It is what I would do." in {choice.reason for choice in plan.choices}
    assert not any("98,765" in warning for warning in work.warnings)


def test_a_reason_that_is_no_better_then_is_replaced_by_the_desks_own_and_said_so(inputs: SeasonInputs):
    model = whole_way({"decide_buy": {"rule": "recommended", "reason": "Demand will be 98,765 units."}}, stubborn=True)
    plan, _, work = play(model, inputs)
    assert plan.choices[1].reason == plan_season(inputs, ONE_TIER).choices[1].reason
    assert "98,765" in work.warnings[0]


def report_of(inputs: SeasonInputs, headline: str, sentence: str):
    """The report that comes of a model's, where {buy} stands for the units bought."""
    units = f"{plan_season(inputs, ONE_TIER).buy.buy_units:,}"
    written = SeasonReport(headline=headline.format(buy=units), sentences=(sentence,))
    _, report, work = play(whole_way(None, written, written), inputs)
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


def test_a_report_may_be_written_once_more(inputs: SeasonInputs):
    units = f"{plan_season(inputs, ONE_TIER).buy.buy_units:,}"
    wrong = SeasonReport(headline=f"Order {units} dresses.", sentences=("They will earn £777,777.",))
    right = SeasonReport(headline=f"Order {units} dresses.", sentences=("The DC keeps 45 % of them.",))
    model = whole_way(None, wrong, right)
    _, report, work = play(model, inputs)
    assert report == right
    assert work.warnings == []
    assert "777,777" in model.last_call.input[-1]["content"]
    model.assert_complete()


def test_more_than_two_sentences_are_not_read(inputs: SeasonInputs):
    reason = "It is simple. It is safe. It is what we always did."
    model = whole_way({"decide_buy": {"rule": "flat", "reason": reason}}, stubborn=True)
    plan, _, work = play(model, inputs)
    assert plan.choices[1].reason != reason
    assert "too long" in work.warnings[0]


@pytest.mark.parametrize(
    ("step", "arguments", "said"),
    [
        ("forecast_demand", {"trust": ["weather"]}, "Nothing was forecast: there is no plan column 'weather'."),
        ("forecast_demand", {"trust": ["all", "1'; drop"]}, "Nothing was forecast: there is no plan column"),
    ],
)
def test_what_is_not_among_the_declared_options_is_refused(inputs: SeasonInputs, step: str, arguments: dict, said: str):
    wrong = call(step, {**dict(WAY)[step], **arguments}, 50)
    rest = WAY[[name for name, _ in WAY].index(step) :]
    model = up_to(
        step,
        wrong,
        *[call(*then, n) for n, then in enumerate(rest, 60)],
        *[[assistant_message(REPORT.model_dump_json())]] * 2,
    )
    plan, _, _ = play(model, inputs)
    answer = next(i["output"] for i in model.last_call.input if i.get("call_id") == "call_50" and "output" in i)
    assert answer.startswith(said)
    assert without_words(plan) == without_words(plan_season(inputs, ONE_TIER))


def test_stores_without_sizes_cannot_be_shared_by_size(inputs: SeasonInputs):
    no_sizes = season_inputs(stores=inputs.stores[["store_id"]])
    wrong = call("allocate_stores", {"share_method": "history_and_size", "presentation": "as set", "reason": ""}, 50)
    rest = [call(*then, n) for n, then in enumerate(WAY[5:], 60)]
    plan, _, _ = play(
        up_to("allocate_stores", wrong, *rest, *[[assistant_message(REPORT.model_dump_json())]] * 2), no_sizes
    )
    assert [option.name for option in plan.choices[3].options] == ["shrunk"]


def test_a_word_is_no_reason(inputs: SeasonInputs):
    plan, _, _ = play(whole_way({"decide_buy": {"rule": "recommended", "reason": "Recommended."}}), inputs)
    assert plan.choices[1].reason == plan_season(inputs, ONE_TIER).choices[1].reason


def test_a_rule_that_is_not_on_offer_is_put_back_to_the_model(inputs: SeasonInputs):
    model = up_to(
        "decide_buy",
        [function_call("decide_buy", {"rule": "mine", "safety_stock": "usual", "reason": ""}, call_id="wrong")],
        *[call(*step, n) for n, step in enumerate(WAY[4:], start=20)],
        *[[assistant_message(REPORT.model_dump_json())]] * 2,
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
            up_to("decide_buy", call("decide_buy", {"rule": "double it", "safety_stock": "usual", "reason": ""}, 9)),
            "not open to it",
            id="a rule that does not exist",
        ),
        pytest.param(
            up_to(
                "decide_buy",
                *[
                    call("decide_buy", {"rule": "mine", "safety_stock": "usual", "reason": ""}, n)
                    for n in range(100, 150)
                ],
            ),
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
        function_call(
            "decide_buy",
            {"rule": "flat", "safety_stock": "usual", "reason": "The simple rule will do."},
            call_id="first",
        ),
        function_call("decide_buy", {"rule": "newsvendor", "safety_stock": "usual", "reason": ""}, call_id="second"),
    ]
    rest = [call(*step, n) for n, step in enumerate(WAY[5:], start=20)]
    plan, _, _ = play(up_to("decide_buy", twice, *rest, *[[assistant_message(REPORT.model_dump_json())]] * 2), inputs)
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


def test_the_pricing_agent_sees_every_answer_on_offer_with_its_money(inputs: SeasonInputs):
    model = whole_way()
    plan, _, _ = play(model, inputs)
    asked = next(c for c in model.calls if [tool.name for tool in c.tools] == ["plan_markdown"])
    for option in plan.markdown.options:
        assert f"- {option.name}" in asked.system_instructions
    assert asked.system_instructions.count("margin after") == 2 * len(plan.markdown.options)


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
        [],  # the report once more: it named no buy
    ]
