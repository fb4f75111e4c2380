"""No quantity begins with a word that the readers are not tried on."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from forecast_kit.extraction.rules import datewords, plaindates, quantities
from forecast_kit.extraction.rules.openings import Openings
from forecast_kit.extraction.rules.quantities import Quantifier
from forecast_kit.extraction.rules.tokens import tokenise

HERE = Path(__file__).parents[1]


def _briefs() -> Iterator[str]:
    for name in ("briefs.jsonl", "corpus/own_development.jsonl"):
        yield from (json.loads(line)["text"] for line in (HERE / name).read_text().splitlines())
    for file in HERE.glob("paraphrases*.txt"):
        yield from (line for line in file.read_text().splitlines()[::5] if line and line[0] not in "#[")


def test_trying_every_reader_on_every_word_finds_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    briefs = [tokenise(text) for text in _briefs()]
    found = [Quantifier(terms).run() for terms in briefs]
    monkeypatch.setattr(quantities, "QUANTITIES", Openings(*[lambda _term: True] * 9))
    monkeypatch.setattr(datewords, "TOLD", Openings(*[lambda _term: True] * 4))
    monkeypatch.setattr(plaindates, "PLAIN", Openings(*[lambda _term: True] * 13))
    assert [Quantifier(terms).run() for terms in briefs] == found
