"""Parts counted out of a whole, side by side or apart."""

import pytest

from forecast_kit.extraction.rules.quantities import Quantifier
from forecast_kit.extraction.rules.tokens import tokenise
from forecast_kit.extraction.rules.values import Points, Share


def shares(text: str) -> list[float]:
    return [
        round(t.value.value, 4)
        for t in Quantifier(tokenise(text)).run()
        if t.kind == "quantity" and isinstance(t.value, Share)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3,000 of the 10,000 units", [0.3]),
        ("8 cartons in 100", [0.08]),
        ("24 of the 30 containers", [0.8]),
        ("eleven in twenty", [0.55]),
        ("R1.05m of the R4.2m", [0.25]),
        ("1.2 lakh pieces out of 4 lakh", [0.3]),
        ("3,000/12,000 units", [0.25]),
        ("12 000 pairs ordered, 3 000 of the 12 000 stay", [0.25]),
        ("of every ten duvets, four stay", [0.4]),
        ("for every 10 cartons, release 7 and keep 3", [0.7, 0.3]),
        ("for every seven sent, hold three", [0.3]),
        ("Of the 12,000 we would like 7,800 allocated", [0.65]),
        ("20 pallets in all, 14 to stores, 6 in the DC", [0.7, 0.3]),
        ("70 to stores and 30 to the DC", [0.7, 0.3]),
        ("hold 0,35", [0.35]),
        ("hold 12,5 %", [0.125]),
        ("hold back zero point four two", [0.42]),
        ("1/5th stays", [0.2]),
    ],
)
def test_a_counted_part_is_a_share_of_its_whole(text: str, found: list[float]) -> None:
    assert shares(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "for every 2 weeks 1 delivery",
        "3 of the 12 stores",
        "320 in 14 stores",
        "of the 12 styles, 3 are new",
        "R4.2m of towels and 300 units",
        "half nine tomorrow",
        "at this point two weeks are gone",
    ],
)
def test_other_counts_are_no_shares(text: str) -> None:
    assert shares(text) == []


def test_points_change_a_share_and_are_none() -> None:
    terms = Quantifier(tokenise("bring it down by 10 percentage points")).run()
    assert [t.value for t in terms if t.kind == "quantity"] == [Points(10.0)]
