from forecast_kit.errors import PlanError
from forecast_kit.season import ReadingWarning
from forecast_kit.widgets.confirmation import Consequences
from forecast_kit.widgets.season_check import NAME, NO_NAME, judge
from forecast_kit.widgets.season_form import shown_values
from tests.widgets.samples import consequences, facts, read_brief

HOLDBACK, CHECKPOINT, THRESHOLD = "dc_holdback_percentage", "markdown_checkpoint_week", "markdown_threshold"
HELD = ReadingWarning(
    code="holdback_without_replenishment",
    message="33 % is held and nothing sends it.",
    fields=("replenishment_strategy", HOLDBACK),
)


def judged(extraction=None, price_of=consequences, **typed):
    extraction = extraction or read_brief()
    values = {**shown_values(extraction.parameters), NAME: "Anna", "revision": 3, **typed}
    return judge(values, extraction, facts, price_of)


def told(*warnings):
    return lambda _: Consequences((1, 1), 1, 0, warnings=warnings)


def test_a_season_that_can_be_comes_with_all_that_is_shown():
    check = judged()
    assert check["problems"] == {}
    assert check["revision"] == 3
    assert dict(check["tiles"])["To buy"] == "6,800 to 9,200 units"
    assert ["Category", "Cardigans"] in check["facts"]
    assert check["meanings"][HOLDBACK] == ["66.7 % to stores at opening"]


def test_a_season_that_cannot_be_has_its_problems_and_nothing_worked_out():
    check = judged(**{CHECKPOINT: 11})
    assert "after the season's last week (10)" in check["problems"][CHECKPOINT]
    assert "tiles" not in check


def test_a_person_has_a_name():
    check = judged(**{NAME: "  "})
    assert check["problems"] == {NAME: NO_NAME}
    assert check["tiles"]


def test_a_doubt_stands_in_its_row_until_a_person_settles_it():
    assert THRESHOLD in judged()["doubted"]
    settled = judged(**{THRESHOLD: 40})
    assert settled["doubted"] == []
    assert settled["warnings"] == []
    assert judged(**{HOLDBACK: 40})["warnings"] == judged()["warnings"]


def test_a_doubt_about_no_setting_stays():
    about_the_text = ReadingWarning(code="foreign_language", message="The brief seems to be in German.")
    extraction = read_brief().model_copy(update={"warnings": (about_the_text,)})
    assert judged(extraction, **{HOLDBACK: 40})["warnings"] == ["The brief seems to be in German."]


def test_the_same_is_said_once_and_in_money_where_it_can_be():
    extraction = read_brief().model_copy(update={"warnings": (HELD,)})
    assert judged(extraction)["warnings"] == [HELD.message]
    priced = ReadingWarning(code="held_without_replenishment", message="2,700 units, £30,000.", fields=HELD.fields)
    assert judged(extraction, told(priced))["warnings"] == ["2,700 units, £30,000."]
    again = HELD.model_copy(update={"message": "The same in other words."})
    assert judged(extraction, told(again))["warnings"] == ["The same in other words."]


def test_what_cannot_be_worked_out_is_said_and_stops_nobody():
    def fails(_):
        raise PlanError("There are only 3 weeks of sales.", "Load more.")

    check = judged(price_of=fails)
    assert check["warnings"][-1] == "There are only 3 weeks of sales. Load more."
    assert check["problems"] == {}
    assert check["tiles"] == []
