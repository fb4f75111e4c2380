"""Runs kept in the database: the port that `runs` works through."""

import getpass
import os
import secrets
import socket
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from forecast_kit.events import Event
from forecast_kit.persistence import Database, UnitOfWork
from forecast_kit.plan import Choice, SeasonPlan
from forecast_kit.replay import SeasonChoices
from forecast_kit.runs import LEASE_SECONDS, Clock, Holder, MadeWith, ModelReply, Stage, StageRecord, Usage, check_move
from forecast_kit.runs.states import AFTER_STAGE, IN_ORDER, PLANNED, check_plannable
from forecast_kit.workbench.proposals import propose_order, void_event


def new_owner() -> str:
    """Who works on a run, for people to read, and unlike any other."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "somebody"
    return f"{user} on {socket.gethostname()} (process {os.getpid()}, {secrets.token_hex(3)})"


@dataclass(frozen=True)
class SqlRunStore:
    """Each method is one short unit of work."""

    database: Database
    clock: Clock
    lease_seconds: float = LEASE_SECONDS
    owner: str = field(default_factory=new_owner)

    def claim(self, run_id: str) -> Holder | None:
        """Takes the run's lease, or answers who holds it."""
        now = self.clock.now()
        with UnitOfWork(self.database) as work:
            work.runs.hold(run_id)
            holder = work.leases.holder(run_id, now=now)
            if holder is not None and holder.owner != self.owner:
                return Holder(holder.owner, holder.expires_at)
            work.leases.acquire(run_id, self.owner, now=now, seconds=self.lease_seconds)
            work.commit()
        return None

    def renew(self, run_id: str) -> None:
        """Says that the owner is still there."""
        with self._mine(run_id) as work:
            work.commit()

    def let_go(self, run_id: str) -> None:
        """Gives the lease back."""
        with UnitOfWork(self.database) as work:
            work.leases.release(run_id, self.owner)
            work.commit()

    def status(self, run_id: str) -> str:
        """Where the run stands."""
        with UnitOfWork(self.database, read_only=True) as work:
            return work.runs.get(run_id).status

    def asked(self, run_id: str) -> SeasonChoices | None:
        """The choices settled beforehand for the plan begun last."""
        with UnitOfWork(self.database, read_only=True) as work:
            asked = work.runs.get(run_id).options.get("choices")
        return None if asked is None else SeasonChoices.model_validate(asked)

    def begin(self, run_id: str, digest: str, asked: SeasonChoices) -> None:
        """Plans the run from now on under this digest; what waited for a person about another plan is void."""
        now = self.clock.now()
        with self._mine(run_id) as work:
            run = work.runs.hold(run_id)
            check_plannable(run_id, run.status)
            same = run.input_digest == digest
            if run.status in PLANNED or not same:
                void = work.approvals.supersede(run_id, now=now)
                work.events.extend(run_id, [void_event(run_id, approval_id, now) for approval_id in void])
            status = "confirmed" if not same or run.status in PLANNED | {"failed"} else run.status
            work.runs.begin(run_id, digest, asked.model_dump(mode="json"), status=status, now=now)
            work.commit()

    def fail(self, run_id: str, error: str) -> None:
        """The plan could not be made."""
        with self._mine(run_id) as work:
            work.runs.set_status(run_id, "failed", now=self.clock.now(), error=error)
            work.leases.release(run_id, self.owner)
            work.commit()

    def append(self, run_id: str, event: Event) -> None:
        """Adds an event to the run's numbered log."""
        with self._mine(run_id) as work:
            work.events.append(run_id, event)
            work.commit()

    def stage(self, run_id: str, stage: Stage, digest: str) -> StageRecord | None:
        """A stage that was finished before from the same inputs."""
        with UnitOfWork(self.database, read_only=True) as work:
            row = work.stages.find(run_id, stage, digest)
        if row is None:
            return None
        made = tuple(Choice.model_validate(choice) for choice in row.made)
        return StageRecord(stage, digest, row.result, SeasonChoices.model_validate(row.choices), made)

    def keep_stage(self, run_id: str, record: StageRecord) -> None:
        """Keeps a finished stage and moves the run on to it, both or neither."""
        now, after = self.clock.now(), AFTER_STAGE[record.stage]
        with self._mine(run_id) as work:
            check_move(run_id, work.runs.hold(run_id).status, after)
            work.stages.add(
                run_id,
                record.stage,
                record.digest,
                result=record.result,
                choices=record.choices.model_dump(mode="json"),
                made=[choice.model_dump(mode="json") for choice in record.made],
                now=now,
            )
            work.runs.set_status(run_id, after, now=now)
            work.commit()

    def take_up(self, run_id: str, stage: Stage) -> None:
        """Moves the run on to a stage that stands already; a run that is further stays where it is."""
        after = AFTER_STAGE[stage]
        with self._mine(run_id) as work:
            status = work.runs.hold(run_id).status
            if status in IN_ORDER[: IN_ORDER.index(after)]:
                work.runs.set_status(run_id, after, now=self.clock.now())
                work.commit()

    def planned(self, run_id: str, digest: str) -> SeasonPlan | None:
        """The run's plan, where one made under that digest waits, is approved or is done."""
        with UnitOfWork(self.database, read_only=True) as work:
            run = work.runs.get(run_id)
            if run.status not in PLANNED or run.input_digest != digest:
                return None
            found = work.plans.find(run_id)
        return None if found is None else found.plan

    def propose(self, run_id: str, plan: SeasonPlan, made_with: MadeWith) -> tuple[Event, ...]:
        """Stores the plan, its choices, the question to sign it and the events that say so, all or nothing.

        The lease goes with it: there is nothing left to work on.
        """
        with self._mine(run_id) as work:
            _, events = propose_order(work, run_id, plan, made_with, now=self.clock.now())
            work.leases.release(run_id, self.owner)
            work.commit()
        return events

    def keep_reply(self, run_id: str, reply: ModelReply) -> None:
        """Keeps a model's answer after those the run has."""
        with self._mine(run_id) as work:
            work.replies.append(run_id, asdict(reply), now=self.clock.now())
            work.commit()

    def replies(self, run_id: str) -> Sequence[ModelReply]:
        """The run's model answers, in the order they came."""
        with UnitOfWork(self.database, read_only=True) as work:
            return tuple(ModelReply(**row) for row in work.replies.of(run_id))

    def usage(self, run_id: str) -> Usage:
        """Tokens and money of the run's model answers so far."""
        replies = self.replies(run_id)
        costs = [reply.cost for reply in replies if reply.cost is not None]
        return Usage(
            replies=len(replies),
            input_tokens=sum(reply.input_tokens for reply in replies),
            output_tokens=sum(reply.output_tokens for reply in replies),
            cost=sum(costs) if replies and len(costs) == len(replies) else None,
            models=tuple(sorted({reply.model for reply in replies})),
        )

    def _mine(self, run_id: str) -> "_Mine":
        return _Mine(self, run_id)


class _Mine(UnitOfWork):
    """A unit of work of the lease's owner, refused at once where the run was taken over."""

    def __init__(self, store: SqlRunStore, run_id: str) -> None:
        super().__init__(store.database)
        self._store, self._run_id = store, run_id

    def __enter__(self) -> "_Mine":
        super().__enter__()
        try:
            self.runs.hold(self._run_id)  # run before lease, in the order of `claim`: two owners must not cross
            now, seconds = self._store.clock.now(), self._store.lease_seconds
            self.leases.renew(self._run_id, self._store.owner, now=now, seconds=seconds)
        except BaseException as error:
            self.__exit__(type(error), error, error.__traceback__)
            raise
        return self
