"""Each parameter by itself, said in many ways, and beside the things that look like it and are not."""

import re
from datetime import date
from pathlib import Path

import pytest

from forecast_kit.extraction import extract_parameters

TODAY = date(2026, 3, 4)
HEADING = re.compile(r"\[(\w+) = (.*)\]")


def paraphrases() -> list[tuple[str, str, str]]:
    found, name, value = [], "", ""
    for file in sorted(Path(__file__).parent.glob("paraphrases*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if heading := HEADING.fullmatch(line):
                name, value = heading.groups()
            elif line and not line.startswith("#"):
                found.append((name, value, line.replace("\\n", "\n")))
    return found


@pytest.mark.parametrize(("name", "value", "text"), paraphrases(), ids=lambda part: re.sub(r"\W+", "-", part)[:50])
def test_a_phrase_means_what_it_says(name: str, value: str, text: str) -> None:
    found = getattr(extract_parameters(text, today=TODAY, engine="rules").parameters, name)
    if isinstance(found, float) and value != "None":
        assert found == pytest.approx(float(value), abs=0.0051)
    else:
        assert str(found) == value
