"""What a run needs from the outside: somewhere to keep it, and the time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from forecast_kit.events import Event
from forecast_kit.plan import Choice, SeasonPlan
from forecast_kit.replay import SeasonChoices
from forecast_kit.runs.states import Stage


class Clock(Protocol):
    """Tells the time, in UTC."""

    def now(self) -> datetime:
        """The present moment, timezone-aware."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class Holder:
    """Who works on a run, and until when they have said so."""

    owner: str
    until: datetime


@dataclass(frozen=True)
class StageRecord:
    """A finished stage of a plan: its result as JSON, and the choices as they stood when it was finished.

    `digest` is of everything the stage was made from: a stage is found again only under the same inputs and choices.
    """

    stage: Stage
    digest: str
    result: Any
    choices: SeasonChoices
    made: tuple[Choice, ...]


@dataclass(frozen=True)
class MadeWith:
    """What a plan was made with: the choices settled beforehand, those that stood at the end, and the digest of its
    inputs with the former."""

    asked: SeasonChoices
    choices: SeasonChoices
    digest: str


@dataclass(frozen=True)
class ModelReply:
    """One answer of a language model, kept so that the run can be replayed without it.

    `position` counts the model's turns from 0, `input_digest` is of what it was asked. Tokens are as the server
    counted them; `cost` is in the currency of the price a million tokens, None where no price is set.
    """

    position: int
    input_digest: str
    model: str
    reply: Mapping[str, Any]
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None


@dataclass(frozen=True)
class Usage:
    """What a run's model replies add up to. `cost` is None where any of them has no price."""

    replies: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    models: tuple[str, ...] = field(default=())


class RunStore(Protocol):
    """Keeps runs. Every method is one short transaction: none is open while a plan is computed.

    A store works for one owner. Between `claim` and `let_go` its writes are that owner's: each renews the lease in its
    own transaction, and raises RunError when somebody else has taken the run over meanwhile.
    """

    def claim(self, run_id: str) -> Holder | None:
        """Takes the run's lease and answers None; or answers who holds it.

        Raises:
            RunError: there is no such run.
        """
        ...

    def renew(self, run_id: str) -> None:
        """Says that the owner is still there.

        Raises:
            RunError: the run was taken over.
        """
        ...

    def let_go(self, run_id: str) -> None:
        """Gives the lease back."""
        ...

    def status(self, run_id: str) -> str:
        """Where the run stands."""
        ...

    def asked(self, run_id: str) -> SeasonChoices | None:
        """The choices settled beforehand for the plan begun last; None before any was."""
        ...

    def begin(self, run_id: str, digest: str, asked: SeasonChoices) -> None:
        """Plans the run from now on under this digest of inputs and settled choices."""
        ...

    def fail(self, run_id: str, error: str) -> None:
        """The plan could not be made, in a sentence."""
        ...

    def append(self, run_id: str, event: Event) -> None:
        """Adds an event to the run's numbered log."""
        ...

    def stage(self, run_id: str, stage: Stage, digest: str) -> StageRecord | None:
        """A stage that was finished before from the same inputs."""
        ...

    def keep_stage(self, run_id: str, record: StageRecord) -> None:
        """Keeps a finished stage and moves the run on to it, both or neither."""
        ...

    def take_up(self, run_id: str, stage: Stage) -> None:
        """Moves the run on to a stage that stands already; a run that is further stays where it is."""
        ...

    def planned(self, run_id: str, digest: str) -> SeasonPlan | None:
        """The run's plan, where one made under that digest waits, is approved or is done."""
        ...

    def propose(self, run_id: str, plan: SeasonPlan, made_with: MadeWith) -> tuple[Event, ...]:
        """Stores the plan, its choices, the question to sign it and the events that say so, all or nothing.

        Approvals of what was planned before become void. The events are answered.
        """
        ...

    def keep_reply(self, run_id: str, reply: ModelReply) -> None:
        """Keeps a model's answer after those the run has."""
        ...

    def replies(self, run_id: str) -> Sequence[ModelReply]:
        """The run's model answers, in the order they came."""
        ...

    def usage(self, run_id: str) -> Usage:
        """Tokens and money of the run's model answers so far."""
        ...
