import pytest

from forecast_kit.extraction.remains import Remains
from forecast_kit.extraction.rules.grammar import understand
from forecast_kit.season import PARAMETER_NAMES

LENGTH, START, STRATEGY, HOLDBACK, CHECKPOINT, THRESHOLD = PARAMETER_NAMES


def remains(text: str) -> Remains:
    return Remains(understand(text))


def test_what_a_reading_took_is_no_remainder() -> None:
    left = remains("Hats, 8 weeks from 4 May 2026 to 28 June 2026, hold 40%, weekly, markdowns in week 6 below 55%")
    assert [left.unplaced(name) for name in PARAMETER_NAMES] == [0] * 6
    assert list(left.unread_words()) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hats, 8 weeks. The buyers like 4 May 2026 for tea. The margin is 40% and the growth 12%", HOLDBACK),
        ("Hats, 8 weeks, the campaign runs 3 weeks before", LENGTH),
    ],
)
def test_a_quantity_nobody_took_is_one(text: str, name: str) -> None:
    assert remains(text).unplaced(name) >= 1


def test_a_quantity_taken_back_or_of_last_year_is_none() -> None:
    assert remains("Hats, not 12 weeks but 14 weeks. Last year we held 60%.").unplaced(HOLDBACK) == 0
    assert remains("Hats, not 12 weeks but 14 weeks.").unplaced(LENGTH) == 0


def test_unread_words_count_where_the_value_stands() -> None:
    said = understand("Plan hats for 8 weeks with quobbers. Mind the zebras in the corridor.")
    (length,) = said.lengths.lengths
    left = Remains(said)
    assert left.unread_beside(length) == 1
    assert [word.text for word in left.unread_words()] == ["quobbers", "mind", "zebras", "corridor"]


def test_the_goods_are_not_unread_even_if_their_words_come_again() -> None:
    assert "hats" not in [word.text for word in remains("Plan hats for 8 weeks").unread_words()]


@pytest.mark.parametrize(
    ("text", "name", "spoken_of"),
    [
        ("hats, refills: nope", STRATEGY, True),
        ("hats, the warehouse gets a bit", HOLDBACK, True),
        ("hats, the usual for the warehouse", HOLDBACK, False),  # left open on purpose
        ("hats. Last year the warehouse was full", HOLDBACK, False),  # another season's
        ("hats", HOLDBACK, False),
        ("hats, we shall see how they sell", THRESHOLD, False),  # idle talk
    ],
)
def test_a_setting_is_spoken_of_in_its_own_words(text: str, name: str, spoken_of: bool) -> None:
    assert remains(text).speak_of(name) is spoken_of


def test_another_seasons_words_beside_a_value_are_noticed() -> None:
    said = understand("Last year we held 60%, now hold 40%. Hats for 8 weeks.")
    left = Remains(said)
    assert left.of_another_season(said.holdbacks.readings[0])
    assert not left.of_another_season(said.lengths.lengths[0])
