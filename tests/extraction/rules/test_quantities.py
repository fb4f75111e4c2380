import pytest

from forecast_kit.extraction.rules.quantities import Quantifier
from forecast_kit.extraction.rules.tokens import tokenise
from forecast_kit.extraction.rules.values import Bare, Cadence, Duration, Point, Share, Split, WeekNumber


def only(text: str) -> object:
    quantities = [t.value for t in Quantifier(tokenise(text)).run() if t.kind == "quantity"]
    assert len(quantities) == 1, quantities
    return quantities[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twelve weeks", Duration(12)),
        ("a month and a half", Duration(1.5, "month")),
        ("half a year", Duration(0.5, "year")),
        ("a length of a quarter", Duration(0.25, "year")),
        ("8-10 weeks", Duration(8, "week", 10)),
        ("extended from 8 to 10 weeks", Duration(10)),
        ("weeks: 12", Duration(12)),
        ("week 6", WeekNumber(6)),
        ("the ninth week", WeekNumber(9)),
        ("wk 8 of 16", WeekNumber(8, 16)),
        ("halfway", Point(0.5)),
        ("two thirds of the way through", Point(2 / 3)),
        ("35 per cent", Share(0.35)),
        ("30-40 %", Share(0.3, upper=0.4)),
        ("two-fifths", Share(0.4, "fraction")),
        ("hold a quarter", Share(0.25, "fraction")),
        ("3,000 of the 10,000 units", Share(0.3, "units")),
        ("one in four", Share(0.25, "units")),
        ("of every ten units seven", Share(0.7, "units")),
        ("60/40", Split(0.6, 0.4)),
        ("70:30", Split(0.7, 0.3)),
        ("every other week", Cadence("bi-weekly", "every other week")),
        ("once a fortnight", Cadence("bi-weekly", "once a fortnight")),
        ("each Monday", Cadence("weekly", "each monday")),
        ("every three weeks", Cadence(None, "every three weeks")),
        ("one-shot", Cadence("none", "one shot")),
        ("hold 20", Bare(20)),
    ],
)
def test_a_quantity_is_typed_by_what_it_measures(text: str, value: object) -> None:
    found = only(text)
    if isinstance(value, Share | Split | Point):
        numbers = [getattr(value, name) for name in value.__slots__ if isinstance(getattr(value, name), float)]
        assert [getattr(found, n) for n in value.__slots__ if isinstance(getattr(found, n), float)] == pytest.approx(
            numbers
        )
        assert type(found) is type(value)
    else:
        assert found == value


def test_months_are_rounded_to_weeks() -> None:
    assert [Duration(n, "month").weeks for n in (1, 2, 3, 4, 5, 6, 12)] == [4, 9, 13, 17, 22, 26, 52]
