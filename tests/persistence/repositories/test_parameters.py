"""What a person confirmed is kept with where it came from and what was changed."""

from datetime import date

import pytest

from forecast_kit.errors import RunError
from forecast_kit.persistence import Database, ParameterEdit, UnitOfWork
from forecast_kit.season import PARAMETER_NAMES, Extraction, FieldReading
from tests.builders import parameters
from tests.persistence.samples import LATER, NOW, RUN, add_run


def extraction() -> Extraction:
    stated = FieldReading(value=0.0, source="stated", quote="no holdback", span=(0, 11), reason="said so")
    return Extraction(
        text="no holdback",
        today=date(2026, 1, 5),
        engine="rules",
        parameters=parameters(dc_holdback_percentage=0.0),
        fields=dict.fromkeys(PARAMETER_NAMES, stated),
    )


def test_the_confirmation_comes_back_whole(database: Database) -> None:
    add_run(database)
    confirmed = parameters(dc_holdback_percentage=0.0, markdown_checkpoint_week=1, markdown_threshold=0.0)
    edits = (
        ParameterEdit("markdown_threshold", 0.6, 0.0, "Ann", NOW),
        ParameterEdit("season_start_date", date(2026, 2, 2), confirmed.season_start_date, "Bob", LATER),
    )
    with UnitOfWork(database) as work:
        assert work.parameters.get(RUN) is None
        work.parameters.confirm(RUN, confirmed, confirmed_by="Ann", now=NOW, extraction=extraction(), edits=edits)
        found = work.parameters.get(RUN)
    assert found is not None
    assert found.parameters == confirmed
    assert found.extraction == extraction()
    assert (found.edits, found.confirmed_by, found.confirmed_at) == (edits, "Ann", NOW)


def test_confirming_again_replaces(database: Database) -> None:
    add_run(database)
    with UnitOfWork(database) as work:
        work.parameters.confirm(RUN, parameters(), confirmed_by="Ann", now=NOW, extraction=extraction())
        work.parameters.confirm(RUN, parameters(forecast_horizon_weeks=8), confirmed_by="Bob", now=LATER)
        found = work.parameters.get(RUN)
    assert found is not None
    assert (found.parameters.forecast_horizon_weeks, found.confirmed_by, found.extraction) == (8, "Bob", None)


def test_parameters_need_a_run(database: Database) -> None:
    with UnitOfWork(database) as work, pytest.raises(RunError, match="no run"):
        work.parameters.confirm(RUN, parameters(), confirmed_by="Ann", now=NOW)
