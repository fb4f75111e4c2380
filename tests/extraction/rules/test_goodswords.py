"""Trade words that only name goods."""

import pytest

from forecast_kit.extraction.rules.goodswords import goods_named
from forecast_kit.extraction.rules.tokens import tokenise


def keys(text: str) -> list[str]:
    return [term.key for term in goods_named(tokenise(text))]


@pytest.mark.parametrize("text", ["glitter tops", "crop tops", "wrap dresses", "drop earrings", "clearance mugs"])
def test_the_name_of_goods_is_no_trade_word(text: str) -> None:
    assert keys(text) == text.split()


@pytest.mark.parametrize("text", ["half-zip", "3-pack", "two-piece", "long half-sleeve"])
def test_a_cut_is_no_share_and_no_number(text: str) -> None:
    assert keys(text)[-1] == text.split()[-1].replace("-", " ")


@pytest.mark.parametrize("text", ["weekly top ups", "top up stores", "the van tops stores up", "drop weekly"])
def test_deliveries_stay_deliveries(text: str) -> None:
    assert "replen" in keys(text)


def test_clearance_of_everything_is_a_markdown() -> None:
    assert keys("clearance in week 8")[0] == "markdown"
