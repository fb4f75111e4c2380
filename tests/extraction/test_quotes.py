import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecast_kit.extraction.quotes import find_quote

BRIEF = "Hats from 2026, hold 20%,\n  11 weks  (Fortnighly), then 20 more"


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("hats FROM 2026", "Hats from 2026"),
        ("20%, 11 weks", "20%,\n  11 weks"),
        ("20", "20"),
        ("26", None),
        ("11 weeks", "11 weks"),
        ("12 weks", None),
        ("fortnightly", "Fortnighly"),
        ("hold 20 percent", None),
        ("", None),
        ("()", None),
    ],
)
def test_a_quote_is_found_however_it_is_spaced_capitalised_or_misspelt(quote: str, found: str | None) -> None:
    place = find_quote(BRIEF, quote)
    assert (place and BRIEF[place[0] : place[1]]) == found


def test_a_number_is_not_found_inside_another() -> None:
    assert find_quote(BRIEF, "20") == (21, 23)


@given(words=st.lists(st.from_regex(r"[a-z0-9%]{1,8}", fullmatch=True), min_size=1, max_size=8), data=st.data())
def test_words_copied_from_a_text_are_always_found(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    quote = " ".join(words[first : last + 1])
    place = find_quote("  ".join(words), quote)
    if any(c.isalnum() for c in quote):
        assert place is not None
        assert "  ".join(words)[place[0] : place[1]].split() == quote.split()
