import pytest

from forecast_kit.extraction.rules.lexicon import phrases, respell
from forecast_kit.extraction.rules.tokens import tokenise


def keys(text: str) -> list[str]:
    return [term.key for term in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sell-through", ["sellthrough"]),
        ("S/T < 55", ["sellthrough", "below", "55"]),
        ("MD6", ["markdown", "week", "6"]),
        ("MD1", ["markdown"]),
        ("10-wk", ["10", "week"]),
        ("wk8", ["week", "8"]),
        ("w/c 13/09", ["week_commencing", "13/09"]),
        ("10 - 12", ["10", "-", "12"]),
        ("hold -20%", ["hold", "minus", "20", "%"]),
        ("mark the shoes down", ["markdown", "the", "shoes", "down"]),
        ("1) hats 2) 8 weeks", ["break", "hats", "break", "8", "week"]),
        ("(week 5) hats", ["(", "week", "5", ")", "hats"]),
        ("we may start in May", ["we", "may_verb", "start", "in", "may"]),
        ("3,000 of 10,000.50", ["3,000", "of", "10,000.50"]),
        ("start=2026-03-09", ["start", "=", "iso"]),
    ],
)
def test_spellings_become_keys(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


@pytest.mark.parametrize("word", ["lunch", "shoes", "smart", "there", "retail", "mouth", "stars", "hallway", "shores"])
def test_ordinary_words_are_not_corrected(word: str) -> None:
    assert respell(word) == word


@pytest.mark.parametrize(
    ("typo", "word"),
    [("weekky", "weekly"), ("strating", "starting"), ("fortnigtly", "fortnightly"), ("augst", "august")],
)
def test_keywords_a_letter_away_are_corrected(typo: str, word: str) -> None:
    assert respell(typo) in {word, typo}
    assert keys(typo) == keys(word)


def test_no_spelling_has_two_keys() -> None:
    assert phrases()["sell", "through"] == "sellthrough"
    assert all(" ".join(words) == " ".join(words).strip() for words in phrases())
