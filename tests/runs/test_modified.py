import pytest

from forecast_kit.errors import GateError
from forecast_kit.planning import SeasonDesk, plan_season
from forecast_kit.replay import SeasonChoices
from forecast_kit.runs import changed_choices, plan_changed
from tests.seasons import inputs


@pytest.mark.parametrize(
    "changes", [{}, {"buy_units": -1}, {"buy_units": True}, {"buy_units": 1.5}, {"rule": "guess"}, {"depth": 0.2},
                {"buy_units": 5, "rule": "flat"}, {"rule": "mine"}],
)  # fmt: skip
def test_only_the_units_or_the_rule_of_an_order_can_be_changed(changes):
    with pytest.raises(GateError, match='Give {"buy_units": 900}'):
        changed_choices(SeasonChoices(), changes)


def test_a_change_keeps_every_other_choice():
    before = SeasonChoices(share_method="history_and_size", safety_share=0.3)
    after = changed_choices(before, {"rule": "flat"})
    assert after == before.model_copy(update={"buy_rule": "flat"})


def test_the_changed_plan_is_the_one_planned_from_the_start_under_that_choice_with_the_persons_name_on_it():
    before = plan_season(inputs())
    choices = changed_choices(SeasonChoices(), {"buy_units": 900})
    plan, ended = plan_changed(inputs(), before, choices, by="Ada", reason="An extra shop.")
    fresh = SeasonDesk(inputs(), choices).run()
    assert ended == choices
    assert plan.model_copy(update={"choices": ()}) == fresh.model_copy(update={"choices": ()})
    bought = next(choice for choice in plan.choices if choice.name == "buy")
    assert (bought.chosen, bought.chosen_by, bought.reason) == ("mine", "Ada", "An extra shop.")


def test_what_agents_chose_keeps_their_words():
    before = plan_season(inputs(), chosen_by="a model")
    plan, _ = plan_changed(inputs(), before, changed_choices(SeasonChoices(), {"buy_units": 900}), by="Ada")
    by = {choice.name: choice.chosen_by for choice in plan.choices}
    assert by["plan ahead"] == by["store shares"] == "a model"
