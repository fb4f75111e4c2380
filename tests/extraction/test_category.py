import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.errors import BriefError
from forecast_kit.extraction import resolve_category

NAMES = ["Women's Dresses", "Mens Shirts", "T-Shirts", "Kids' Boots", "Rain Boots", "Scarves", "Accessories", "Glasses"]


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Mens Shirts", "Mens Shirts"),
        ("mens shirt", "Mens Shirts"),
        ("womens dress", "Women's Dresses"),
        ("dresses", "Women's Dresses"),
        ("tshirts", "T-Shirts"),
        ("the rain boots range", "Rain Boots"),
        ("rainboots", "Rain Boots"),
        ("accesories", "Accessories"),
        ("glass", "Glasses"),
    ],
)
def test_a_phrase_finds_its_category(phrase: str, name: str) -> None:
    assert resolve_category(phrase, NAMES) == name


def test_an_exact_name_wins_over_a_normalised_one() -> None:
    assert resolve_category("boot", ["Boots", "boot"]) == "boot"


def test_none_that_fits_names_those_that_are_nearest_first() -> None:
    with pytest.raises(BriefError, match="No category is called 'scarecrows'. There are: Scarves, "):
        resolve_category("scarecrows", NAMES)


def test_several_that_fit_are_asked_about() -> None:
    with pytest.raises(BriefError, match="fits more than one category: Kids' Boots, Rain Boots"):
        resolve_category("boots", NAMES)


def test_long_lists_are_cut() -> None:
    with pytest.raises(BriefError, match="and 42 more"):
        resolve_category("zzz", [f"Line {i}" for i in range(50)])


def test_without_categories_there_is_nothing_to_find() -> None:
    with pytest.raises(BriefError, match="no categories"):
        resolve_category("hats", [])


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=8, unique=True))
def test_every_category_answers_to_its_own_name(names: list[str]) -> None:
    assert [resolve_category(name, names) for name in names] == names
