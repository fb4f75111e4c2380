"""What a language model may say about a brief, for the tests."""

import json
from datetime import date
from typing import Any

from .model_server import Reply, completion

TODAY = date(2026, 3, 2)
BRIEF = (
    "Raincoats: 10 weeks from the first Monday of April, fortnightly. Ship 70% up front. "
    "Markdown look halfway, below 55%."
)


def statement(quote: str, means: str, number: float | None = None, unit: str | None = None) -> dict[str, Any]:
    return {"quote": quote, "means": means, "number": number, "unit": unit}


STATEMENTS = {
    "product": statement("Raincoats", "product"),
    "length": statement("10 weeks", "season length", 10, "week"),
    "start": statement("from the first Monday of April", "season start"),
    "flow": statement("fortnightly", "top-ups every two weeks"),
    "holdback": statement("Ship 70% up front", "share sent to stores", 70, "percent"),
    "checkpoint": statement("halfway", "markdown at share of season", 50, "percent"),
    "threshold": statement("below 55%", "mark down if sold below", 55, "percent"),
}


def answer(*said: dict[str, Any], **changes: dict[str, Any]) -> dict[str, Any]:
    """The right answer to BRIEF with the named statements changed; or just the statements given."""
    return {"said": list(said) if said else list((STATEMENTS | changes).values())}


GOOD = answer()
NOTHING: dict[str, Any] = {"said": []}


def saying(said: object) -> Reply:
    return completion(json.dumps(said))
