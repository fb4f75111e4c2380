"""What a person confirmed, kept with who and when; every change of a parameter kept as an edit."""

from datetime import datetime

from forecast_kit.persistence import ConfirmedParameters, Database, ParameterEdit, UnitOfWork
from forecast_kit.runs import check_confirmable
from forecast_kit.season import PARAMETER_NAMES, Extraction, SeasonParameters

__all__ = ["keep_confirmation"]


def keep_confirmation(
    database: Database,
    run_id: str,
    extraction: Extraction,
    parameters: SeasonParameters,
    confirmed_by: str,
    now: datetime,
) -> None:
    """One transaction: the parameters, the edits since they were read or last confirmed, and the run's new state.

    Raises:
        RunError: the run has gone on, so that nothing can be confirmed any more.
    """
    with UnitOfWork(database) as work:
        status = work.runs.get(run_id).status
        check_confirmable(run_id, status)
        before = work.parameters.get(run_id)
        work.parameters.confirm(
            run_id,
            parameters,
            confirmed_by=confirmed_by,
            now=now,
            extraction=extraction,
            edits=_edits(extraction, before, parameters, confirmed_by, now),
        )
        work.runs.set_status(run_id, "confirmed", now=now, expected=status)
        work.commit()


def _edits(
    extraction: Extraction, before: ConfirmedParameters | None, after: SeasonParameters, by: str, at: datetime
) -> tuple[ParameterEdit, ...]:
    """The edits so far and the new ones, oldest first."""
    since, earlier = (extraction.parameters, ()) if before is None else (before.parameters, before.edits)
    return (
        *earlier,
        *(
            ParameterEdit(name, getattr(since, name), getattr(after, name), by, at)
            for name in PARAMETER_NAMES
            if getattr(since, name) != getattr(after, name)
        ),
    )
