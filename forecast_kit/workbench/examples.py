"""Worked examples from textbooks, to check the kit's formulas by hand."""

import json
from typing import Any

from forecast_kit.errors import DataError
from forecast_kit.settings import PROJECT_ROOT

__all__ = ["worked_example", "worked_examples"]

FOLDER = PROJECT_ROOT / "data/worked_examples"


def worked_examples() -> list[str]:
    """The examples there are, by name."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def worked_example(name: str) -> dict[str, Any]:
    """One example: its `title`, its `source`, what is `given`, and what is `expected`.

    Raises:
        DataError: there is none of that name.

    >>> worked_example("open_to_buy")["expected"]["open_to_buy"]
    110100
    """
    if name not in worked_examples():
        raise DataError(f"There is no worked example {name!r}.", f"There are {', '.join(worked_examples())}.")
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found
