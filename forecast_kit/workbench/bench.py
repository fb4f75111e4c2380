"""The workbench itself: read a brief, confirm it, plan it; every step kept in the database under a run id."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, overload

import pandas as pd

from forecast_kit.errors import SettingsError
from forecast_kit.events import Event
from forecast_kit.persistence import Database, UnitOfWork, new_run_id
from forecast_kit.plan import DemandForecast, SeasonPlan
from forecast_kit.planning import SeasonConsequences, SeasonInputs, price_consequences
from forecast_kit.replay import SeasonChoices
from forecast_kit.runs import Clock, PlannedSeason, SystemClock, Verification
from forecast_kit.season import Extraction, SeasonParameters
from forecast_kit.settings import Settings, get_settings, resolve_database_url
from forecast_kit.workbench.approvals import Approvals
from forecast_kit.workbench.confirming import keep_confirmation
from forecast_kit.workbench.dataset import Dataset, load_dataset
from forecast_kit.workbench.facts import facts_of
from forecast_kit.workbench.files import DataFiles, stored_dataset
from forecast_kit.workbench.inputs import NewCategory, inputs_of
from forecast_kit.workbench.reading import SeasonReading, category_of
from forecast_kit.workbench.rereading import existing_run, reading_of, reread
from forecast_kit.workbench.runs import Runs
from forecast_kit.workbench.seasons import plan, replan, verify

if TYPE_CHECKING:
    from forecast_kit.plan.trace import Trace, TraceList
    from forecast_kit.workbench.buying import BuyView
    from forecast_kit.workbench.demand import DemandView
    from forecast_kit.workbench.gates import SeasonGate
    from forecast_kit.workbench.replay import ReplayView
    from forecast_kit.workbench.show import PlanView
    from forecast_kit.workbench.signing import ApprovalGate

Engine = Literal["auto", "rules", "llm"]
AGENT_ENGINES = {"rules": "offline", "llm": "llm", "auto": "auto"}


class Workbench:
    """Where a season is planned.

    `data_dir` is a folder with sales, stores, categories and stock (default: the kit's sample); `files` names them one
    by one instead. `as_of` is the day of planning: today for one's own data, the day after the last week for the
    sample, which is old on purpose. The database is made and migrated at the first use.

        bench = Workbench()
        reading = bench.read("12 weeks of women's dresses from 2 March, weekly top-ups, hold 45%")
        gate = bench.confirm(reading, confirmed_by="Ada")
        season = await gate.result()
        planned = await bench.plan(season.run_id)
    """

    def __init__(
        self,
        *,
        database_url: str | None = None,
        data_dir: str | Path | None = None,
        as_of: date | str | None = None,
        files: DataFiles | None = None,
        settings: Settings | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.settings = settings or get_settings()
        self.clock = clock or SystemClock()
        address = database_url or self.settings.database_url
        self.database = Database(resolve_database_url(address))
        self._files = files
        self._data_dir = self.settings.resolved(data_dir or self.settings.data_dir)
        self._as_of = _day_of_planning(as_of)
        self._loaded: dict[int, Dataset] = {}

    @cached_property
    def files(self) -> DataFiles:
        """The files the history comes from."""
        return self._files or DataFiles.in_folder(self._data_dir)

    @cached_property
    def data(self) -> Dataset:
        """The history, checked and stored at the first use, read from the database after.

        Raises:
            DataError: a file was refused; nothing is stored.
        """
        self.database.ensure()
        return self.dataset(stored_dataset(self.database, self.files, self.clock.now()))

    @cached_property
    def as_of(self) -> date:
        """The day of planning."""
        if self._as_of is not None:
            return self._as_of
        return self.data.day_after_last_week if self.files.is_sample else self.clock.now().date()

    @cached_property
    def runs(self) -> Runs:
        """The runs kept in the database."""
        self.database.ensure()
        return Runs(self.database, self.settings.currency)

    def read(
        self,
        brief: str = "",
        *,
        category: str | None = None,
        engine: Engine | None = None,
        run_id: str = "",
        use_cache: bool = True,
        comparables: Sequence[str] = (),
        season_total_units: float | None = None,
    ) -> SeasonReading:
        """Reads a brief and sets it against the data, as a new run; an existing `run_id` answers as it was read.

        `run_id` may be "last". One that does not exist yet names the new run. A model is not asked twice about the
        same brief on the same day, unless `use_cache` is off. `comparables` and `season_total_units` are for a young
        category, as in `demand`.

        Raises:
            BriefError: the brief cannot be read, or its category is not in the data.
            RunError: there is no such run.
        """
        self.database.ensure()
        found = existing_run(self.runs, run_id, brief)
        if found is not None:
            return reread(self, found, brief)
        data = self.data
        extraction = self.extract(brief, self.as_of, engine=engine, use_cache=use_cache)
        new = NewCategory.said(comparables, season_total_units, data.category_names)
        chosen = category_of(extraction, category, data.category_names, unsold=season_total_units is not None)
        run = run_id or new_run_id()
        with UnitOfWork(self.database) as work:
            work.runs.add(
                run,
                status="read",
                now=self.clock.now(),
                category=chosen,
                dataset_id=data.id,
                as_of=self.as_of,
                options={"extraction": extraction.model_dump(mode="json"), **new.as_options()},
            )
            work.commit()
        return reading_of(self, run, extraction, chosen, data, self.as_of, new)

    def extract(self, brief: str, today: date, *, engine: Engine | None = None, use_cache: bool = True) -> Extraction:
        """What a brief says, read on the day `today`; no data and no run are needed for it.

        Raises:
            BriefError: the brief cannot be read.
        """
        from forecast_kit.workbench.cached import read_brief

        which = engine or self.settings.engine
        if which != "rules" and self.settings.model_configured:
            self.database.ensure()
        return read_brief(self.database, self.clock, self.settings, brief, today, which, use_cache=use_cache)

    def confirm(self, reading: SeasonReading, *, confirmed_by: str | None = None) -> "SeasonGate":
        """The gate between a brief and a plan: `show()` in one cell, `await result()` in the next."""
        from forecast_kit.workbench.gates import SeasonGate

        return SeasonGate(self, reading, confirmed_by)

    def record_confirmation(self, reading: SeasonReading, parameters: SeasonParameters, confirmed_by: str) -> None:
        """Keeps what was confirmed, by whom and when, and each edit as an edit.

        Raises:
            RunError: the run has gone on, so that nothing can be confirmed any more.
        """
        keep_confirmation(self.database, reading.run_id, reading.extraction, parameters, confirmed_by, self.clock.now())

    async def plan(
        self,
        run_id: str,
        *,
        choices: SeasonChoices | None = None,
        engine: Engine | None = None,
        on_event: Callable[[Event], None] | None = None,
    ) -> PlannedSeason:
        """Plans a confirmed run with the four agents; one already planned from the same inputs answers its plan.

        A run that was interrupted goes on where it stopped. `choices` are settled beforehand; without them those of the
        run's last plan hold.

        Raises:
            RunError: the run is not confirmed, its order is released, or another process works on it.
            PlanError: its inputs do not make a plan.
            ModelError: `engine` is "llm" and the model failed.
        """
        self.database.ensure()
        return await plan(self, run_id, choices, AGENT_ENGINES[engine or self.settings.engine], on_event)

    @cached_property
    def approvals(self) -> Approvals:
        """What waits for a person, and what they may do about it."""
        self.database.ensure()
        return Approvals(self.database, self.clock, partial(replan, self))

    def approve(
        self,
        run_id: str,
        *,
        approved_by: str | None = None,
        max_units: int | None = None,
        max_money: float | None = None,
        max_markdown: float | None = None,
        on_change: Callable[[], None] | None = None,
    ) -> "ApprovalGate":
        """The gate before money is spent, of a run's order: `show()` in one cell, `await result()` in the next.

        Without a person, `approved_by` signs within the limits given (else within those of the settings). `on_change`
        is called when it stands otherwise than before.

        Raises:
            GateError: the run has no order to approve.
        """
        from forecast_kit.workbench.signing import ApprovalGate, limits_of

        limits = limits_of(self.settings, max_units, max_money, max_markdown)
        return ApprovalGate(self, self.approvals.order_of(run_id), approved_by, limits, on_change)

    def verify(self, run_id: str) -> Verification:
        """Makes a run's plan again from its inputs and compares the two, digest for digest.

        Raises:
            RunError: the run has no plan.
        """
        self.database.ensure()
        return verify(self, run_id)

    @overload
    def trace(self, run_id: str) -> "TraceList": ...
    @overload
    def trace(self, run_id: str, name: str, *, again: bool = False) -> "Trace": ...
    def trace(self, run_id: str, name: str = "", *, again: bool = False) -> "Trace | TraceList":
        """Where a number of a run's plan comes from, down to the rows; without a name, the names of all of them.

        `again` works it out once more from the season's inputs, also where a whole stage of planning computed it.

        Raises:
            RunError: the run has no plan.
            PlanError: the plan has no number of that name; the nearest are named.
        """
        from forecast_kit.workbench.seasons import trace

        plan = self.runs.plan(run_id)
        return trace(self, run_id, plan, name, again=again) if name else plan.trace()

    def replay(
        self,
        category: str | None = None,
        *,
        season: date | str | None = None,
        weeks: int | None = None,
        sweep: bool = False,
        markdown_fade: float = 1.0,
        **terms: object,
    ) -> "ReplayView":
        """A past season of a category, decided again by its own record, the rule of thumb, the kit and hindsight.

        `season` is the day it started: the last one on record, unless another is named. `terms` are its other
        settings (`dc_holdback_percentage` and so on), `markdown_fade` what is left of a markdown's effect after its
        first week; `sweep` tries other settings. Nothing after the day of planning is looked at.

        Raises:
            BriefError: the category is not in the data.
            PlanError: the season is not in the sales, has no price, or cannot be forecast.
        """
        from forecast_kit.workbench.replay import replay_past

        start = None if season is None else _date(season, "The season's start")
        return replay_past(self, category, start, weeks, sweep=sweep, markdown_fade=markdown_fade, **terms)

    def consequences(
        self, reading: SeasonReading, parameters: SeasonParameters, forecast: DemandForecast | None = None
    ) -> SeasonConsequences:
        """What those parameters would lead to: the range of buys, the cash, the opening split, warnings in money.

        Raises:
            PlanError: they do not make a plan.
        """
        return price_consequences(self._inputs(reading, parameters), forecast)

    def facts(self, reading: SeasonReading, parameters: SeasonParameters) -> tuple[tuple[str, str], ...]:
        """What the data says of a season with those parameters: label and value."""
        return facts_of(self._inputs(reading, parameters))

    def demand(
        self,
        category: str | None = None,
        *,
        run_id: str = "",
        horizon_weeks: int = 12,
        start: date | None = None,
        comparables: Sequence[str] = (),
        season_total_units: float | None = None,
    ) -> "DemandView":
        """Why trust the forecast: of a confirmed run's season, or of `horizon_weeks` weeks of a category.

        These begin at `start`, else on the next Monday. A category with under a year of sales borrows its season from
        `comparables`; one without sales needs them, and `season_total_units`, what it is to sell in the season.

        Raises:
            RunError: the run is not confirmed.
            BriefError: a category is not in the data.
            PlanError: there is too little history.
        """
        from forecast_kit.workbench.demand import Asked, demand_view

        asked = Asked(category, horizon_weeks, start, tuple(comparables), season_total_units)
        return demand_view(self, run_id, asked)

    def buying(self, run_id: str, *, mine: int | None = None) -> "BuyView":
        """A planned run's buy and where it goes: the curve, the tiers, the sheet by store and size, open-to-buy.

        `mine` is a number of units to set beside the plan's.

        Raises:
            RunError: the run has no plan.
        """
        from forecast_kit.workbench.buying import buy_view

        return buy_view(self, run_id, mine)

    def show(self, plan: SeasonPlan) -> "PlanView":
        """The plan's summary, for the end of a cell."""
        from forecast_kit.workbench.show import PlanView

        return PlanView(plan)

    def last_seasons(self, planned: PlannedSeason) -> pd.DataFrame:
        """What the same weeks sold in earlier years, in the data of that run: `season`, `week`, `units` as sold."""
        from forecast_kit.widgets import past_seasons

        number = self.runs.get(planned.run_id).dataset_id
        sold = (self.data if number is None else self.dataset(number)).sales
        return past_seasons(sold[sold["category"] == planned.plan.category], planned.plan.forecast)

    def _inputs(self, reading: SeasonReading, parameters: SeasonParameters) -> SeasonInputs:
        data, stated = self.dataset(reading.dataset_id), reading.extraction.supplier_lead_weeks
        return inputs_of(data, reading.category, parameters, reading.as_of, self.settings, stated, reading.new)

    def dataset(self, number: int) -> Dataset:
        """A stored history by its number."""
        if number not in self._loaded:
            self._loaded[number] = load_dataset(self.database, number)
        return self._loaded[number]


def _day_of_planning(given: date | str | None) -> date | None:
    return _date(given, "The day of planning") if given else None


def _date(given: date | str, what: str) -> date:
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise SettingsError(f"{what} {given!r} is not a date.", "Write it as YYYY-MM-DD.") from None
