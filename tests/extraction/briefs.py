"""Briefs in many voices with what they say, written for these tests; what a brief leaves open is a default."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from forecast_kit.season import next_monday


@dataclass(frozen=True)
class Brief:
    text: str
    today: date
    says: dict[str, Any]

    def expected(self) -> dict[str, Any]:
        """All six parameters."""
        week = self.says.get("check")
        start = self.says.get("start")
        return {
            "forecast_horizon_weeks": self.says.get("weeks", 12),
            "season_start_date": date.fromisoformat(start) if start else next_monday(self.today),
            "replenishment_strategy": self.says.get("replen", "weekly"),
            "dc_holdback_percentage": self.says.get("hold", 0.45),
            "markdown_checkpoint_week": week,
            "markdown_threshold": self.says.get("below", 0.6) if week else None,
        }


def load_briefs(path: Path | None = None) -> list[Brief]:
    lines = (path or Path(__file__).with_name("briefs.jsonl")).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [Brief(row.pop("text"), date.fromisoformat(row.pop("today")), row) for row in rows]
