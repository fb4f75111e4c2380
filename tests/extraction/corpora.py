"""The labelled briefs in `corpus/`: who wrote them and against which rules stands in its README."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("corpus")


@dataclass(frozen=True)
class LabelledBrief:
    id: str
    today: date
    text: str
    expected: dict[str, Any]

    def is_right(self, name: str, value: object) -> bool:
        """Whether a parameter has its labelled value: shares within a hundredth, all else exactly."""
        want = self.expected[name]
        if isinstance(want, float) and isinstance(value, float):
            return abs(want - value) <= 0.01
        return want == (value.isoformat() if isinstance(value, date) else value)


def labelled_briefs(pattern: str = "*.jsonl") -> list[LabelledBrief]:
    """Every brief of the corpora whose file name matches."""
    lines = [line for path in sorted(FOLDER.glob(pattern)) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [json.loads(line) for line in lines if line.strip()]
    return [LabelledBrief(row["id"], date.fromisoformat(row["today"]), row["text"], row["expected"]) for row in rows]
