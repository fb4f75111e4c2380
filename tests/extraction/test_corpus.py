"""Briefs the grammar was developed on, kept with their labels: each is read exactly."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forecast_kit.extraction import extract_parameters

CORPUS = Path(__file__).with_name("corpus")
NEVER_LOOKED_AT = {"own_heldout.jsonl", "first_sight_one.jsonl", "first_sight_six.jsonl"}
ROWS = [
    json.loads(line)
    for path in sorted(CORPUS.glob("*.jsonl"))
    if path.name not in NEVER_LOOKED_AT
    for line in path.read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_brief_of_the_corpus_is_read_as_labelled(row: dict[str, Any]) -> None:
    found = extract_parameters(row["text"], today=date.fromisoformat(row["today"]), engine="rules").parameters
    read = {name: str(value) if isinstance(value, date) else value for name, value in found.model_dump().items()}
    for name, value in row["expected"].items():
        assert read[name] == (pytest.approx(value, abs=0.01) if isinstance(value, float) else value), name
