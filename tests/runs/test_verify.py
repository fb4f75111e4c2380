from dataclasses import replace

import pytest

from forecast_kit.planning import SeasonDesk
from forecast_kit.replay import SeasonChoices
from forecast_kit.runs import verify_plan
from tests.seasons import inputs

CHOICES = SeasonChoices(buy_rule="flat")


@pytest.fixture(scope="module")
def plan():
    return SeasonDesk(inputs(), CHOICES).run()


def test_a_plan_made_again_from_its_inputs_is_the_same(plan):
    outcome = verify_plan("wf_1", plan, inputs(), CHOICES)
    assert outcome.same
    assert outcome.digest == plan.digest
    assert "the plan is the same" in str(outcome)


def test_the_words_of_whoever_chose_are_not_made_again(plan):
    told = tuple(choice.model_copy(update={"reason": "I said so.", "chosen_by": "a model"}) for choice in plan.choices)
    assert verify_plan("wf_1", plan.model_copy(update={"choices": told[::-1]}), inputs(), CHOICES).same


def test_a_number_that_was_changed_is_found_by_its_place(plan):
    weeks = list(plan.forecast.weeks)
    weeks[2] = weeks[2].model_copy(update={"units": weeks[2].units + 1})
    forecast = plan.forecast.model_copy(update={"weeks": tuple(weeks)})
    outcome = verify_plan("wf_1", plan.model_copy(update={"forecast": forecast}), inputs(), CHOICES)
    assert not outcome.same
    assert [found.where for found in outcome.differences] == ["forecast.weeks.2.units"]
    assert "differs in forecast.weeks.2.units" in str(outcome)


def test_another_choice_than_the_one_told_is_found(plan):
    buy = next(choice for choice in plan.choices if choice.name == "buy")
    other = buy.model_copy(update={"chosen": "newsvendor"})
    forged = tuple(other if choice is buy else choice for choice in plan.choices)
    assert not verify_plan("wf_1", plan.model_copy(update={"choices": forged}), inputs(), CHOICES).same


def test_inputs_that_changed_since_are_said_so(plan):
    given = inputs()
    changed = replace(given, sales=given.sales.assign(units=given.sales["units"] + 1))
    outcome = verify_plan("wf_1", plan, changed, CHOICES)
    assert not outcome.same
    assert "no longer those" in str(outcome)


def test_another_version_of_the_code_is_named_beside_what_differs(plan):
    older = plan.model_copy(update={"code_version": "0.0.1"})
    assert "It was made by 0.0.1" in str(verify_plan("wf_1", older, inputs(), CHOICES))
