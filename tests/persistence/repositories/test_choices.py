"""Choices are kept in the order they were taken; the newest of a name counts."""

import pytest

from forecast_kit.errors import RunError
from forecast_kit.persistence import Database, UnitOfWork
from forecast_kit.plan import Choice
from tests.builders import season_plan
from tests.persistence.samples import NOW, RUN, add_run

FLAT = season_plan().choices[0]
NEWSVENDOR = Choice(**{**FLAT.model_dump(), "chosen": "newsvendor", "chosen_by": "Ann"})


def test_all_are_kept_and_the_newest_counts(database: Database) -> None:
    add_run(database)
    with UnitOfWork(database) as work:
        assert work.choices.newest(RUN, "buy") is None
        for choice in (FLAT, NEWSVENDOR):
            work.choices.add(RUN, choice, now=NOW)
        assert work.choices.of(RUN) == (FLAT, NEWSVENDOR)
        assert work.choices.newest(RUN, "buy") == NEWSVENDOR


def test_the_same_choice_again_is_kept_once(database: Database) -> None:
    add_run(database)
    with UnitOfWork(database) as work:
        for choice in (FLAT, FLAT, NEWSVENDOR, FLAT):
            work.choices.add(RUN, choice, now=NOW)
        assert work.choices.of(RUN) == (FLAT, NEWSVENDOR, FLAT)


def test_a_choice_needs_a_run(database: Database) -> None:
    with UnitOfWork(database) as work, pytest.raises(RunError, match="no run"):
        work.choices.add(RUN, FLAT, now=NOW)
