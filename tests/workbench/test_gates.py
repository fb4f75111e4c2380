"""The confirmation as it is kept: who, when, every edit, and what happens when it is opened again."""

import asyncio
from datetime import UTC, datetime

import pytest

from forecast_kit.errors import RunError
from forecast_kit.widgets import confirm, gate
from forecast_kit.workbench import Workbench
from tests.seasons import AS_OF
from tests.workbench.samples import settings

BRIEF = "8 weeks of dresses from 3 March 2025, weekly, hold 40%, markdown check in week 5"
FIRST, SECOND = datetime(2025, 2, 11, 8, 30, tzinfo=UTC), datetime(2025, 2, 12, 9, tzinfo=UTC)
HOLDBACK, START = "dc_holdback_percentage", "season_start_date"


class Clock:
    now_is = FIRST

    def now(self):
        return self.now_is


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def bench(folder, database_url, clock):
    return Workbench(data_dir=folder, database_url=database_url, as_of=AS_OF, settings=settings(), clock=clock)


@pytest.fixture
def person(monkeypatch):
    for module in (gate, confirm):
        monkeypatch.setattr(module, "can_ask", lambda: True)


def answer(asked, by="Ada", **typed):
    """A person types, presses Confirm, and the second cell is run."""
    asked.show()
    dialog = asked.form.dialog
    values = {**dialog.values, "confirmed_by": by, **typed}
    dialog._handle_custom_msg({"event": "confirm", "values": values}, [])
    return asyncio.run(asked.result())


@pytest.mark.usefixtures("person")
class TestWithAPerson:
    def test_every_edit_is_kept_with_from_to_by_and_when(self, bench):
        reading = bench.read(BRIEF)
        season = answer(bench.confirm(reading), **{HOLDBACK: 30, START: "2025-03-10"})
        kept = bench.runs.confirmation(season.run_id)
        assert kept.parameters == season.parameters
        assert (kept.confirmed_by, kept.confirmed_at) == ("Ada", FIRST)
        assert {(e.name, e.from_value, e.to_value, e.by, e.at) for e in kept.edits} == {
            (HOLDBACK, 0.4, 0.3, "Ada", FIRST),
            (START, reading.extraction.parameters.season_start_date, season.parameters.season_start_date, "Ada", FIRST),
        }
        assert kept.extraction == reading.extraction

    def test_confirming_what_was_read_keeps_no_edit(self, bench):
        season = answer(bench.confirm(bench.read(BRIEF)))
        assert bench.runs.confirmation(season.run_id).edits == ()

    def test_confirmed_anew_it_keeps_the_first_edit_and_adds_the_second(self, bench, clock):
        asked = bench.confirm(bench.read(BRIEF))
        answer(asked, **{HOLDBACK: 30})
        clock.now_is = SECOND
        season = answer(asked, by="Ben", **{HOLDBACK: 35})
        kept = bench.runs.confirmation(season.run_id)
        assert (kept.confirmed_by, kept.parameters.dc_holdback_percentage) == ("Ben", 0.35)
        assert [(e.from_value, e.to_value, e.by, e.at) for e in kept.edits] == [
            (0.4, 0.3, "Ada", FIRST),
            (0.3, 0.35, "Ben", SECOND),
        ]

    def test_a_second_look_at_the_answer_keeps_nothing_twice(self, bench, clock):
        asked = bench.confirm(bench.read(BRIEF))
        answer(asked)
        clock.now_is = SECOND
        assert asyncio.run(asked.result()).confirmed_by == "Ada"
        assert bench.runs.confirmation("last").confirmed_at == FIRST

    def test_a_run_confirmed_before_shows_how_and_opens_only_when_asked(self, bench):
        season = answer(bench.confirm(bench.read(BRIEF)), **{HOLDBACK: 30})
        again = bench.confirm(bench.read(run_id=season.run_id))
        again.show()
        assert not again.form.dialog.shown
        assert "Confirmed by Ada on Tue 11 Feb 2025" in again.form.text()
        assert "✎ changed from 40 %" in again.form.text()
        assert asyncio.run(again.result()) == season

    def test_after_planning_it_cannot_be_confirmed_anew_and_the_first_still_holds(self, bench):
        asked = bench.confirm(bench.read(BRIEF))
        season = answer(asked)
        asyncio.run(bench.plan(season.run_id))
        with pytest.raises(RunError, match=r"waits for approval.*Ben confirmed now was not kept.*begins a new run"):
            answer(asked, by="Ben", **{HOLDBACK: 35})
        assert asyncio.run(asked.result()) == season
        assert bench.runs.confirmation(season.run_id).confirmed_by == "Ada"

    def test_facts_and_figures_follow_what_is_typed(self, bench):
        asked = bench.confirm(bench.read(BRIEF))
        asked.show()
        dialog = asked.form.dialog
        before = dict(dialog.check["facts"]), dict(dialog.check["tiles"])
        dialog._handle_custom_msg(
            {"event": "draft", "values": {**dialog.values, START: "2025-04-07", HOLDBACK: 60}}, []
        )
        facts, tiles = dict(dialog.check["facts"]), dict(dialog.check["tiles"])
        assert (before[0]["Order by"], facts["Order by"]) == ("Mon 17 Feb 2025", "Mon 24 Mar 2025")
        assert before[1]["To stores at opening"] != tiles["To stores at opening"]
        assert "bought as recommended" in dialog.check["note"]


def test_the_story_of_a_run_tells_who_confirmed_what_and_each_edit(bench, person):
    season = answer(bench.confirm(bench.read(BRIEF)), **{HOLDBACK: 30})
    (section,) = bench.runs.story(season.run_id)
    assert section.title == "Confirmed by Ada on 11 Feb 2025, 08:30 UTC"
    assert section.lines == (f"“{BRIEF}”",)
    rows = {row[0]: row[1:] for row in section.rows}
    assert rows["Season length"] == ("8 weeks", "● stated: “8 weeks”")
    assert rows["Held back in the DC"][0] == "30 %"
    assert rows["Held back in the DC"][1].endswith("; ✎ Ada changed 40 % to 30 % on 11 Feb 2025, 08:30 UTC")


def test_a_run_that_is_not_confirmed_has_no_story(bench):
    assert bench.runs.story(bench.read(BRIEF).run_id) == ()
