"""The season's parameters as a person confirmed them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from forecast_kit.persistence.records import ConfirmedParameters, ParameterEdit
from forecast_kit.persistence.repositories.base import Repository, insert_or, lock_run
from forecast_kit.persistence.tables.runs import season_parameters
from forecast_kit.season import PARAMETER_NAMES, Extraction, SeasonParameters

__all__ = ["Parameters"]

START = "season_start_date"


class Parameters(Repository):
    """The confirmed parameters, one set a run."""

    def confirm(
        self,
        run_id: str,
        parameters: SeasonParameters,
        *,
        confirmed_by: str,
        now: datetime,
        extraction: Extraction | None = None,
        edits: Sequence[ParameterEdit] = (),
    ) -> None:
        """Keep what was confirmed; confirming again replaces it.

        Raises:
            RunError: there is no such run.
        """
        lock_run(self._connection, run_id)
        values = {
            "run_id": run_id,
            **parameters.model_dump(),
            "extraction": None if extraction is None else extraction.model_dump(mode="json"),
            "edits": [_as_json(edit) for edit in edits],
            "confirmed_by": confirmed_by,
            "confirmed_at": now,
        }
        changed = [name for name in values if name != "run_id"]
        insert_or(self._connection, season_parameters, values, on=["run_id"], update=changed)

    def get(self, run_id: str) -> ConfirmedParameters | None:
        """What was confirmed for a run, None before that."""
        query = select(season_parameters).where(season_parameters.c.run_id == run_id)
        row = self._connection.execute(query).first()
        if row is None:
            return None
        return ConfirmedParameters(
            run_id=row.run_id,
            parameters=SeasonParameters(**{name: row._mapping[name] for name in PARAMETER_NAMES}),
            extraction=None if row.extraction is None else Extraction.model_validate(row.extraction),
            edits=tuple(_as_edit(edit) for edit in row.edits),
            confirmed_by=row.confirmed_by,
            confirmed_at=row.confirmed_at,
        )


def _as_json(edit: ParameterEdit) -> dict[str, Any]:
    before, after = (
        value.isoformat() if isinstance(value, date) else value for value in (edit.from_value, edit.to_value)
    )
    return {"name": edit.name, "from": before, "to": after, "by": edit.by, "at": edit.at.isoformat()}


def _as_edit(kept: dict[str, Any]) -> ParameterEdit:
    before, after = kept["from"], kept["to"]
    if kept["name"] == START:
        before, after = date.fromisoformat(before), date.fromisoformat(after)
    return ParameterEdit(kept["name"], before, after, kept["by"], datetime.fromisoformat(kept["at"]))
