"""A person accepts, changes, rejects or takes back; what was accepted takes effect once, and only as it was signed."""

import asyncio
import threading

import pytest
from sqlalchemy import update

from forecast_kit.errors import GateError, PlanError, RunError
from forecast_kit.persistence import UnitOfWork
from forecast_kit.persistence.tables.decisions import approvals as approvals_table
from forecast_kit.plan import MarkdownDecision, MarkdownOption, digest_of
from forecast_kit.replay import SeasonChoices
from forecast_kit.widgets.limits import ApprovalLimits
from forecast_kit.workbench import Workbench
from tests.seasons import AS_OF
from tests.workbench.conftest import BRIEF
from tests.workbench.samples import settings

DECISION = MarkdownDecision(
    checkpoint_week=5,
    threshold=0.6,
    expected_sell_through=0.5,
    options=(
        MarkdownOption(name="clears", depth=0.4, units_sold_after=90, leftover_units=0, margin_after=500.0),
        MarkdownOption(name="earns most", depth=0.2, units_sold_after=70, leftover_units=20, margin_after=900.0),
        MarkdownOption(name="do nothing", depth=0, units_sold_after=50, leftover_units=40, margin_after=700.0),
    ),
    recommended="earns most",
    elasticity=1.8,
)


@pytest.fixture
def run(bench):
    """A run whose order waits."""
    reading = bench.read(BRIEF)
    season = asyncio.run(bench.confirm(reading, confirmed_by="Ada").result())
    return asyncio.run(bench.plan(season.run_id)).run_id


@pytest.fixture
def order(bench, run):
    return bench.approvals.order_of(run)


def state(bench, run):
    return bench.runs.get(run).status


def decisions(bench, run):
    return [event.decision for event in bench.runs.events(run) if event.type == "approval_decision"]


def test_an_order_is_accepted_then_released_and_used_up(bench, run, order):
    assert bench.approvals.pending() == bench.approvals.pending(run) == (order,)
    accepted = bench.approvals.accept(order.id, "Ada", reason="on budget")
    assert (accepted.status, accepted.actor, accepted.reason) == ("accepted", "Ada", "on budget")
    assert state(bench, run) == "approved"
    used = bench.approvals.release(order.id, "Ben")
    assert used.consumed_at is not None
    assert state(bench, run) == "done"
    released = bench.approvals.releases(run)
    assert [(r.approval_id, r.released_by, r.payload) for r in released] == [(order.id, "Ben", order.payload)]
    with UnitOfWork(bench.database, read_only=True) as work:
        assert work.plans.get(run).status == "approved"
    with pytest.raises(GateError, match="was used already"):
        bench.approvals.release(order.id, "Ben")
    with pytest.raises(GateError, match="was used already"):
        bench.approvals.undo(order.id, "Ada")
    with pytest.raises(RunError, match="released"):
        asyncio.run(bench.plan(run, choices=SeasonChoices(buy_rule="flat")))


def test_nothing_takes_effect_that_nobody_accepted(bench, run, order):
    with pytest.raises(GateError, match="has not been decided yet"):
        bench.approvals.release(order.id, "Ada")
    bench.approvals.reject(order.id, "Ada", "too dear")
    with pytest.raises(GateError, match="was rejected by Ada"):
        bench.approvals.release(order.id, "Ada")
    assert bench.approvals.releases(run) == ()


def test_a_changed_order_is_planned_again_and_signed_anew(bench, run, order):
    new = bench.approvals.modify(order.id, "Ada", {"buy_units": 900}, reason="An extra shop.")
    assert (new.status, new.payload["buy_units"]) == ("pending", 900)
    assert new.digest == digest_of(bench.runs.plan(run).order_payload) != order.digest
    old = bench.approvals.show(order.id)
    assert (old.status, old.actor, old.changes) == ("modified", "Ada", {"buy_units": 900})
    plan = bench.runs.plan(run)
    assert plan.allocation.committed_units == plan.buy.committed_units
    assert next(c for c in plan.choices if c.name == "buy").chosen_by == "Ada"
    assert bench.verify(run).same
    bench.approvals.accept(new.id, "Ada")
    bench.approvals.release(new.id, "Ada")
    assert bench.approvals.releases(run)[0].payload["buy_units"] == 900


def test_a_change_stands_when_the_run_is_taken_up_again(bench, run, order):
    bench.approvals.modify(order.id, "Ada", {"rule": "flat"})
    again = asyncio.run(bench.plan(run))
    assert again.resumed
    assert again.plan.buy.chosen == "flat"


def test_a_change_stays_within_the_limits(bench, order):
    with pytest.raises(GateError, match=r"for 900 units; max_units allows 880, so it is 20 over"):
        bench.approvals.modify(order.id, "Ada", {"buy_units": 900}, limits=ApprovalLimits(max_units=880))
    with pytest.raises(GateError, match="cannot be changed by"):
        bench.approvals.modify(order.id, "Ada", {"holdback": 0.2})
    with pytest.raises(GateError, match="the order as it stands"):
        bench.approvals.modify(order.id, "Ada", {"rule": bench.runs.plan(order.run_id).buy.chosen})
    assert bench.approvals.show(order.id) == order


def test_a_rejected_order_needs_a_reason_and_can_be_planned_and_asked_again(bench, run, order):
    with pytest.raises(GateError, match="needs a reason"):
        bench.approvals.reject(order.id, "Ada", "  ")
    bench.approvals.reject(order.id, "Ada", "Too early.")
    assert state(bench, run) == "confirmed"
    again = asyncio.run(bench.plan(run))
    assert not again.resumed
    asked = bench.approvals.order_of(run)
    assert (asked.id != order.id, asked.status, asked.digest) == (True, "pending", order.digest)
    with UnitOfWork(bench.database, read_only=True) as work:
        assert [version.status for version in work.plans.versions(run)] == ["proposed"]


@pytest.mark.parametrize("decision", ["accept", "reject", "modify"])
def test_a_decision_is_taken_back_before_it_takes_effect(bench, run, order, decision):
    before = bench.runs.plan(run)
    how = {"accept": (), "reject": ("Too early.",), "modify": ({"buy_units": 900},)}[decision]
    getattr(bench.approvals, decision)(order.id, "Ada", *how)
    undone = bench.approvals.undo(order.id, "Ben")
    assert (undone.status, undone.actor, undone.changes) == ("pending", None, None)
    assert bench.approvals.pending(run) == (undone,)
    assert state(bench, run) == "waiting"
    assert bench.runs.plan(run) == before
    assert decisions(bench, run)[-1] == "undone"
    assert [request.approval_id for request in bench.runs.board(run).waiting] == [order.id]
    bench.approvals.accept(order.id, "Cleo")
    bench.approvals.release(order.id, "Cleo")
    assert state(bench, run) == "done"


def test_what_was_not_decided_or_has_gone_on_is_not_taken_back(bench, run, order):
    with pytest.raises(GateError, match="not been decided yet"):
        bench.approvals.undo(order.id, "Ada")
    new = bench.approvals.modify(order.id, "Ada", {"buy_units": 900})
    bench.approvals.accept(new.id, "Ada")
    with pytest.raises(GateError, match="has gone on since Ada decided; it is 'approved' now"):
        bench.approvals.undo(order.id, "Ada")


def test_planning_again_makes_void_what_was_accepted(bench, run, order):
    bench.approvals.accept(order.id, "Ada")
    asyncio.run(bench.plan(run, choices=SeasonChoices(mine_units=900, buy_rule="mine")))
    with pytest.raises(GateError, match="no longer stands"):
        bench.approvals.release(order.id, "Ada")
    with pytest.raises(GateError, match="no longer stands"):
        bench.approvals.accept(order.id, "Ada")
    assert state(bench, run) == "waiting"
    assert bench.approvals.releases(run) == ()


@pytest.mark.parametrize("forged", ["payload", "digest", "both"])
def test_a_row_changed_behind_our_back_releases_nothing(bench, run, order, forged):
    bench.approvals.accept(order.id, "Ada")
    payload = {**order.payload, "buy_units": 99_999}
    both = {"payload": payload, "digest": digest_of(payload)}
    with bench.database.connect() as connection:
        change = both if forged == "both" else {forged: both[forged]}
        connection.execute(update(approvals_table).where(approvals_table.c.id == order.id).values(**change))
        connection.commit()
    with pytest.raises(GateError, match="no longer stands"):
        bench.approvals.release(order.id, "Ada")
    assert bench.approvals.releases(run) == ()
    assert bench.approvals.show(order.id).consumed_at is None


def together(*calls):
    """Each call in a thread of its own, all at once; what each answered or was told."""
    start, outcomes = threading.Barrier(len(calls)), {}

    def one(number, call):
        start.wait()
        try:
            outcomes[number] = call()
        except GateError as refused:
            outcomes[number] = refused

    threads = [threading.Thread(target=one, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [outcomes[number] for number in range(len(calls))]


def test_of_people_who_decide_at_once_one_is_heard_and_the_others_are_told_by_whom_and_when(bench, run, order):
    answers = together(
        lambda: bench.approvals.accept(order.id, "Ada"),
        lambda: bench.approvals.reject(order.id, "Ben", "Too dear."),
        lambda: bench.approvals.accept(order.id, "Cleo"),
    )
    heard = [answer for answer in answers if not isinstance(answer, GateError)]
    assert len(heard) == 1
    told = [str(answer) for answer in answers if isinstance(answer, GateError)]
    when = f"{heard[0].decided_at:%d %b %Y %H:%M} UTC"
    assert all(f"was {heard[0].status} by {heard[0].actor} ({when})" in said for said in told)
    assert len(decisions(bench, run)) == 1


def test_of_processes_that_release_at_once_one_does(bench, run, order):
    bench.approvals.accept(order.id, "Ada")
    answers = together(*[lambda: bench.approvals.release(order.id, "Ada") for _ in range(4)])
    assert sum(isinstance(answer, GateError) for answer in answers) == 3
    assert len(bench.approvals.releases(run)) == 1


def test_a_person_named_ahead_approves_within_limits_only(bench, run, order):
    units, cash = order.payload["buy_units"], order.payload["cash"]
    with pytest.raises(GateError, match="no limit to approve within"):
        bench.approvals.accept_within(order.id, "Ada", ApprovalLimits(max_markdown=0.5))
    with pytest.raises(GateError, match="max_units allows .*, so it is 10 over"):
        bench.approvals.accept_within(order.id, "Ada", ApprovalLimits(max_units=units - 10))
    with pytest.raises(GateError, match="max_money allows .*, so it is £1,000 over"):
        bench.approvals.accept_within(order.id, "Ada", ApprovalLimits(max_units=units, max_money=cash - 1_000))
    assert state(bench, run) == "waiting"
    accepted = bench.approvals.accept_within(order.id, "Ada", ApprovalLimits(max_units=units, max_money=cash))
    assert (accepted.actor, accepted.reason) == ("Ada", "within the limits given ahead")


def test_other_parameters_cannot_be_slipped_under_what_waits_or_was_accepted(bench, run, order):
    reading = bench.read(run_id=run)
    other = reading.extraction.parameters.model_copy(update={"dc_holdback_percentage": 0.9})
    for _ in range(2):
        with pytest.raises(RunError, match="cannot become 'confirmed'"):
            bench.record_confirmation(reading, other, "Mallory")
        if state(bench, run) == "waiting":
            bench.approvals.accept(order.id, "Ada")
    assert bench.runs.confirmation(run).confirmed_by == "Ada"


def test_nobody_decides_without_a_name(bench, order):
    for decide in (
        lambda: bench.approvals.accept(order.id, " "),
        lambda: bench.approvals.modify(order.id, "", {"buy_units": 900}),
        lambda: bench.approvals.reject(order.id, "", "why"),
    ):
        with pytest.raises(GateError, match="name of the person"):
            decide()
    assert bench.approvals.show(order.id) == order


def test_an_approval_is_found_by_the_beginning_of_its_id_or_as_the_last(bench, order):
    assert bench.approvals.show("last") == order
    assert bench.approvals.show(order.id[:6]) == bench.approvals.show(order.id[3:8]) == order
    with pytest.raises(GateError, match="no approval 'ap_zz'"):
        bench.approvals.show("ap_zz")
    with pytest.raises(GateError, match="no approval ''"):
        bench.approvals.show("")


def test_another_day_in_another_process_the_waiting_run_is_taken_up_and_signed(bench, run, order, folder, database_url):
    later = Workbench(data_dir=folder, database_url=database_url, as_of=AS_OF, settings=settings())
    assert asyncio.run(later.plan(run)).resumed
    later.approvals.accept(later.approvals.order_of(run).id, "Ben")
    assert bench.approvals.show(order.id).actor == "Ben"
    assert bench.runs.get(run).status == "approved"


class TestMarkdowns:
    @pytest.fixture
    def done(self, bench, run, order):
        bench.approvals.accept(order.id, "Ada")
        bench.approvals.release(order.id, "Ada")
        return run

    def test_a_markdown_waits_for_a_person_and_takes_effect_once(self, bench, done):
        asked = bench.approvals.propose_markdown(done, DECISION)
        assert (asked.kind, asked.payload["depth"], asked.payload["from_week"]) == ("markdown", 0.2, 6)
        assert [option.expected_margin for option in asked.options] == [500.0, 900.0, 700.0]
        assert bench.approvals.propose_markdown(done, DECISION).id == asked.id
        bench.approvals.accept(asked.id, "Ada")
        assert bench.runs.get(done).status == "done"
        bench.approvals.release(asked.id, "Ada")
        assert [release.kind for release in bench.approvals.releases(done)] == ["manufacturing_order", "markdown"]
        with pytest.raises(GateError, match="was used already"):
            bench.approvals.release(asked.id, "Ada")

    def test_another_answer_is_a_new_payload(self, bench, done):
        asked = bench.approvals.propose_markdown(done, DECISION)
        new = bench.approvals.modify(asked.id, "Ada", {"option": "clears"})
        assert (new.payload["depth"], new.status) == (0.4, "pending")
        assert bench.approvals.show(asked.id).status == "modified"
        undone = bench.approvals.undo(asked.id, "Ada")
        assert bench.approvals.pending(done) == (undone,)

    def test_only_the_declared_answers_can_be_taken(self, bench, done):
        asked = bench.approvals.propose_markdown(done, DECISION)
        for changes in ({"option": "give it away"}, {"depth": 0.9}, {"option": "earns most"}):
            with pytest.raises(GateError, match="clears, earns most, do nothing"):
                bench.approvals.modify(asked.id, "Ada", changes)
        with pytest.raises(GateError, match=r"is 40 %; max_markdown allows 30 %, so it is 10 % over"):
            bench.approvals.modify(asked.id, "Ada", {"option": "clears"}, limits=ApprovalLimits(max_markdown=0.3))

    def test_ahead_it_is_accepted_up_to_its_depth(self, bench, done):
        asked = bench.approvals.propose_markdown(done, DECISION)
        with pytest.raises(GateError, match="max_markdown allows 10 %, so it is 10 % over"):
            bench.approvals.accept_within(asked.id, "Ada", ApprovalLimits(max_markdown=0.1))
        assert bench.approvals.accept_within(asked.id, "Ada", ApprovalLimits(max_markdown=0.2)).status == "accepted"

    def test_a_run_without_a_plan_has_nothing_to_mark_down(self, bench):
        reading = bench.read(BRIEF)
        with pytest.raises(RunError, match="no plan that a markdown could belong to"):
            bench.approvals.propose_markdown(reading.run_id, DECISION)


def test_what_waits_reads_as_a_table(bench, run, order):
    assert "Manufacturing order: Dresses" in repr(bench.approvals)
    assert order.id in bench.approvals._repr_html_()
    bench.approvals.accept(order.id, "Ada")
    assert "Nothing waits" in repr(bench.approvals)


def test_a_change_whose_inputs_are_no_longer_those_of_the_plan_is_refused(run, order, folder, database_url):
    other = Workbench(data_dir=folder, database_url=database_url, as_of=AS_OF, settings=settings(min_ship_units=5))
    with pytest.raises((RunError, PlanError), match="have changed since it was planned"):
        other.approvals.modify(order.id, "Ada", {"buy_units": 900})
    assert not other.verify(run).same
