"""The store of runs: its owner's writes, refused once the run is somebody else's."""

from datetime import UTC, datetime, timedelta

import pytest

from forecast_kit.errors import RunError
from forecast_kit.events import AGENTS, AgentStatus, StatusBoard, fold
from forecast_kit.persistence import UnitOfWork
from forecast_kit.replay import SeasonChoices
from forecast_kit.runs import ModelReply, StageRecord, Usage
from forecast_kit.workbench.runs import Runs
from forecast_kit.workbench.store import SqlRunStore
from tests.persistence.samples import RUN, add_run, status

LEASE_SECONDS = 15


class Clock:
    def __init__(self):
        self.time = datetime(2025, 2, 10, 12, tzinfo=UTC)

    def now(self):
        return self.time

    def pass_by(self, seconds):
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def stores(database, clock):
    """Two processes' stores of one database."""
    add_run(database)
    return tuple(SqlRunStore(database, clock, LEASE_SECONDS, owner) for owner in ("Ada", "Ben"))


def test_a_run_is_one_owners_until_it_is_given_back_or_the_lease_runs_out(stores, clock):
    ada, ben = stores
    assert ada.claim(RUN) is None
    assert ben.claim(RUN).owner == "Ada"
    clock.pass_by(LEASE_SECONDS - 1)
    ada.renew(RUN)
    clock.pass_by(LEASE_SECONDS - 1)
    assert ben.claim(RUN).until == clock.now() + timedelta(seconds=1)
    clock.pass_by(1)
    assert ben.claim(RUN) is None
    ben.let_go(RUN)
    assert ada.claim(RUN) is None


def test_whoever_lost_the_run_writes_nothing_any_more(stores, clock, database):
    ada, ben = stores
    ada.claim(RUN)
    clock.pass_by(LEASE_SECONDS + 1)
    ben.claim(RUN)
    record = StageRecord("forecast", "d", {}, SeasonChoices(), ())
    writes = (
        lambda: ada.append(RUN, status("Reading sales")),
        lambda: ada.keep_stage(RUN, record),
        lambda: ada.begin(RUN, "d", SeasonChoices()),
        lambda: ada.fail(RUN, "No."),
        lambda: ada.keep_reply(RUN, ModelReply(0, "d", "local", {})),
    )
    for write in writes:
        with pytest.raises(RunError, match="Ben is working on the run"):
            write()
    ada.let_go(RUN)
    assert ada.claim(RUN).owner == "Ben"
    rows = database.status().tables
    assert (rows["events"], rows["stages"], rows["model_replies"]) == (0, 0, 0)
    assert ada.status(RUN) == "confirmed"


def test_every_write_of_the_owner_renews_the_lease(stores, clock):
    ada, ben = stores
    ada.claim(RUN)
    for _ in range(3):
        clock.pass_by(LEASE_SECONDS - 1)
        ada.append(RUN, status("Reading sales"))
        assert ben.claim(RUN).owner == "Ada"


def test_a_stage_is_stored_with_the_state_it_leads_to_or_not_at_all(stores):
    ada, _ = stores
    ada.claim(RUN)
    ada.begin(RUN, "d", SeasonChoices(tiers=3))
    late = StageRecord("allocation", "d", {}, SeasonChoices(), ())
    with pytest.raises(RunError, match="cannot become 'allocated'"):
        ada.keep_stage(RUN, late)
    assert ada.stage(RUN, "allocation", "d") is None
    first = StageRecord("forecast", "d", {"units": 3}, SeasonChoices(tiers=3), ())
    ada.keep_stage(RUN, first)
    assert ada.status(RUN) == "forecast"
    assert ada.stage(RUN, "forecast", "d") == first
    assert ada.asked(RUN) == SeasonChoices(tiers=3)


def test_a_stage_that_stands_moves_the_run_on_to_it_but_never_back(stores):
    ada, _ = stores
    ada.claim(RUN)
    for stage, after in (("buy", "bought"), ("forecast", "bought"), ("markdown", "priced"), ("buy", "priced")):
        ada.take_up(RUN, stage)
        assert ada.status(RUN) == after


def test_beginning_with_other_inputs_makes_void_what_waits_and_says_so(stores, database, clock):
    ada, _ = stores
    with UnitOfWork(database) as work:
        asked = work.approvals.request(RUN, "manufacturing_order", {"buy_units": 3}, now=clock.now())
        work.runs.set_status(RUN, "waiting", now=clock.now())
        work.commit()
    ada.claim(RUN)
    ada.begin(RUN, "other", SeasonChoices())
    with UnitOfWork(database, read_only=True) as work:
        assert work.approvals.get(asked.id).status == "superseded"
        told = work.events.of(RUN)
    assert [(event.approval_id, event.decision) for event in told] == [(asked.id, "void")]


def test_replies_add_up(stores):
    ada, _ = stores
    ada.claim(RUN)
    assert ada.usage(RUN) == Usage()
    for number, cost in enumerate((0.25, 0.5)):
        ada.keep_reply(RUN, ModelReply(number, "d", "local", {"output": [number]}, 100, 10, cost))
    assert [reply.reply for reply in ada.replies(RUN)] == [{"output": [0]}, {"output": [1]}]
    assert ada.usage(RUN) == Usage(2, 200, 20, 0.75, ("local",))
    ada.keep_reply(RUN, ModelReply(2, "d", "other", {}, 1, 1, None))
    assert ada.usage(RUN) == Usage(3, 201, 21, None, ("local", "other"))


def test_ten_thousand_stored_events_replay_to_the_board_they_made_as_they_came(database):
    add_run(database)
    told = [
        AgentStatus(
            workflow_id=RUN,
            timestamp=datetime(2025, 2, 10, tzinfo=UTC),
            agent=AGENTS[n * 7 % 4],
            status=("thinking", "running_tool", "done")[n % 3],
            message=f"Step {n}",
            choice=f"Choice {n}" if n % 5 == 0 else None,
        )
        for n in range(10_000)
    ]
    board = StatusBoard()
    for event in told:
        board = fold([event], board)
    with UnitOfWork(database) as work:
        work.events.extend(RUN, told)
        work.commit()
    assert Runs(database).board(RUN) == board
    assert Runs(database).events(RUN) == tuple(told)
