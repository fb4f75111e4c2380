"""The desk of a recorded run: a finished stage is stored before the next begins, and found again instead of made."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import TypeAdapter

from forecast_kit.plan import (
    BuyPlan,
    DemandForecast,
    MarkdownDecision,
    ReplenishmentOrder,
    StockWeek,
    StoreAllocation,
    digest_of,
)
from forecast_kit.planning import SeasonDesk, SeasonInputs
from forecast_kit.replay import SeasonChoices
from forecast_kit.runs.ports import RunStore, StageRecord
from forecast_kit.runs.states import STAGES, Stage
from forecast_kit.version import __version__

Schedule = tuple[tuple[ReplenishmentOrder, ...], tuple[StockWeek, ...]]
T = TypeVar("T")

_FORECAST: TypeAdapter[DemandForecast] = TypeAdapter(DemandForecast)
_BUY: TypeAdapter[BuyPlan] = TypeAdapter(BuyPlan)
_ALLOCATION: TypeAdapter[StoreAllocation] = TypeAdapter(StoreAllocation)
_SCHEDULE: TypeAdapter[Schedule] = TypeAdapter(Schedule)
_MARKDOWN: TypeAdapter[MarkdownDecision | None] = TypeAdapter(MarkdownDecision | None)


def plan_digest(inputs: SeasonInputs, asked: SeasonChoices) -> str:
    """sha256 of what a plan is made from: its inputs and the choices settled beforehand."""
    return digest_of({"inputs": inputs.digest(), "choices": asked.model_dump(mode="json")})


class RecordedDesk(SeasonDesk):
    """A desk that remembers across processes.

    A stage that was finished before from the same inputs, by the same version of the kit, is taken from the store with
    the choices made at it, whatever is asked for now; otherwise it is made and stored.
    """

    def __init__(
        self, inputs: SeasonInputs, asked: SeasonChoices, store: RunStore, run_id: str) -> None:
        super().__init__(inputs, asked)
        self.asked = asked
        self.digest = plan_digest(inputs, asked)
        self._store, self._run_id, self._beginnings = store, run_id, 0

    @property
    def stage_digest(self) -> str:
        """Under what the stages are stored: another version of the kit, or another beginning, makes its own."""
        return digest_of([self.digest, __version__, self._beginnings])

    def finished(self) -> tuple[Stage, ...]:
        """The stages that stand in the store already."""
        return tuple(name for name in STAGES if self._store.stage(self._run_id, name, self.stage_digest))

    def start_over(self) -> None:
        """Begins again from the settled choices alone; what was made so far is not used."""
        super().start_over()
        self._beginnings += 1

    def forecast(self, *args: Any, **options: Any) -> DemandForecast:
        """Stage 1, once."""
        forecast = self._once("forecast", _FORECAST, lambda: super(RecordedDesk, self).forecast(*args, **options))
        self._forecast = forecast
        return forecast

    def buy(self, *args: Any, **options: Any) -> BuyPlan:
        """Stage 2, once."""
        buy = self._once("buy", _BUY, lambda: super(RecordedDesk, self).buy(*args, **options))
        self._buy = buy
        return buy

    def allocate(self, *args: Any, **options: Any) -> StoreAllocation:
        """Stage 3, once."""
        placed = self._once("allocation", _ALLOCATION, lambda: super(RecordedDesk, self).allocate(*args, **options))
        self._allocation = placed
        return placed

    def replenish(self, *args: Any, **options: Any) -> Schedule:
        """Stage 4, once."""
        made = self._once("deliveries", _SCHEDULE, lambda: super(RecordedDesk, self).replenish(*args, **options))
        self._schedule = made
        return made

    def price(self, *args: Any, **options: Any) -> MarkdownDecision | None:
        """Stage 5, once."""
        markdown = self._once("markdown", _MARKDOWN, lambda: super(RecordedDesk, self).price(*args, **options))
        self._markdown = markdown
        return markdown

    def _once(self, stage: Stage, kind: TypeAdapter[T], make: Callable[[], T]) -> T:
        digest = self.stage_digest
        found = self._store.stage(self._run_id, stage, digest)
        if found is not None:
            self._store.take_up(self._run_id, stage)
            self.choices, self.made = found.choices, list(found.made)
            return kind.validate_python(found.result)
        made = make()
        record = StageRecord(stage, digest, kind.dump_python(made, mode="json"), self.choices, tuple(self.made))
        self._store.keep_stage(self._run_id, record)
        return made
