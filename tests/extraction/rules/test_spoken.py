"""Dictation and formal letters: marks by name, ordinals and years in words, numbers said twice."""

import pytest

from forecast_kit.extraction.rules.tokens import tokenise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("weekly comma hold", ["weekly", ",", "hold"]),
        ("weekly full stop hold", ["weekly", ".", "hold"]),
        ("the twenty eighth of december", ["the", "28th", "of", "december"]),
        ("the thirty-first of may twenty twenty-seven", ["the", "31th", "of", "may", "2027"]),
        ("fourteen (14) sandals", ["fourteen", "sandals"]),
        ("14 (fourteen) sandals", ["14", "sandals"]),
        ("twenty sandals", ["twenty", "sandals"]),
        ("14 (15) sandals", ["14", "(", "15", ")", "sandals"]),
    ],
)
def test_words_are_written_as_a_typist_would(text: str, expected: list[str]) -> None:
    assert [t.text for t in tokenise(text)] == expected
