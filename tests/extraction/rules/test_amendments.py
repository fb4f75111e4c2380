"""What a brief itself crosses out."""

import pytest

from forecast_kit.extraction.rules.amendments import settled, without_former
from forecast_kit.extraction.rules.quantities import Quantifier
from forecast_kit.extraction.rules.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("15 (was 13) weeks", "15 weeks"),
        ("fortnightly (previously weekly)", "fortnightly"),
        ("start 20 April (was 13 April)", "start 20 april"),
        ("hold 30 (not 40)", "hold 30 ( not 40 )"),
        ("hold 30 (was told 40, then 50)", "hold 30 ( was told 40 , then 50 )"),
    ],
)
def test_a_bracket_with_the_former_value_goes(text: str, left: str) -> None:
    assert " ".join(t.text for t in without_former(tokenise(text))) == left


def test_only_the_last_version_is_read() -> None:
    assert [t.text for t in without_former(tokenise("v1: 18\nv2: 16")) if t.key != "break"] == ["v2", ":", "16"]


def test_one_version_alone_is_read() -> None:
    assert "18" in [t.text for t in without_former(tokenise("v1: 18"))]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("hold 30 -> 35 %", ["hold", "#share"]),
        ("weekly -> fortnightly", ["#cadence"]),
        ("week 6 -> 8", ["#week"]),
        ("40 %+ unsold", ["#share", "unsold"]),
        ("week 6 > 55 %", ["#week", "above", "#share"]),
    ],
)
def test_an_arrow_leaves_what_it_points_to(text: str, keys: list[str]) -> None:
    assert [t.key for t in settled(Quantifier(tokenise(text)).run())] == keys
