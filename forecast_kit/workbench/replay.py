"""A past season on the user's own data: found, played by every policy, shown, and kept as files."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from forecast_kit.errors import BriefError, DataError, PlanError
from forecast_kit.extraction import resolve_category
from forecast_kit.planning import (
    CompanyRecord,
    SeasonReplay,
    Section,
    past_parameters,
    past_season,
    replay_document,
    replay_season,
    summarise_replay,
    summarise_sweep,
    sweep_document,
)
from forecast_kit.replay import KitPolicy
from forecast_kit.replay.sweep import Sweep, sweep_settings
from forecast_kit.workbench.export import neutralised_frame
from forecast_kit.workbench.files import company_record
from forecast_kit.workbench.inputs import inputs_of
from forecast_kit.workbench.show import Page, section_text, sections_html

if TYPE_CHECKING:
    from forecast_kit.workbench.bench import Workbench

__all__ = ["ReplayView", "replay_past"]

DECIMALS = 4  # in a file: enough for a share, and no unit or penny less


@dataclass(frozen=True, repr=False)
class ReplayView:
    """A replayed season to look at: tables in a notebook, plain text elsewhere, plain values for programs."""

    replay: SeasonReplay
    sweep: Sweep | None = None

    @property
    def sections(self) -> tuple[Section, ...]:
        """Everything there is to read, in its order."""
        swept = () if self.sweep is None else (summarise_sweep(self.sweep, self.replay.past.inputs.terms.currency),)
        return (*summarise_replay(self.replay), *swept)

    def show(self, *keys: str) -> Page:
        """Some of the sections by key: replay, ledger, decisions, sell_through, lost, stores, sweep."""
        return Page(tuple(section for section in self.sections if section.key in keys))

    def _repr_html_(self) -> str:
        return sections_html(*self.sections)

    def __repr__(self) -> str:
        return "\n\n".join(section_text(section) for section in self.sections)

    def document(self) -> dict[str, object]:
        """The replay as plain values: what `--json` prints."""
        swept = {} if self.sweep is None else {"sweep": sweep_document(self.sweep)}
        return replay_document(self.replay) | swept

    def write(self, folder: Path | str) -> tuple[Path, ...]:
        """The numbers as csv files: `weeks` and `stores` of every policy, their `totals`, and the `sweep`.

        Raises:
            DataError: the folder cannot be written.
        """
        target = Path(folder)
        try:
            target.mkdir(parents=True, exist_ok=True)
            return tuple(_written(frame, target / f"replay_{name}.csv") for name, frame in self._frames().items())
        except OSError as error:
            raise DataError(f"{target} cannot be written: {error.strerror}.", "Name another folder.") from None

    def _frames(self) -> dict[str, pd.DataFrame]:
        played = self.replay.played
        frames = {
            "totals": pd.DataFrame([{"policy": one.name, **vars(one.measures.totals)} for one in played]),
            "weeks": pd.concat([one.measures.weeks.assign(policy=one.name) for one in played]),
            "stores": pd.concat([one.measures.stores.assign(policy=one.name) for one in played]),
        }
        frames |= {} if self.sweep is None else {"sweep": self.sweep.table}
        given = replay_document(self.replay)["assumptions"]
        assert isinstance(given, dict)
        return {name: frame.assign(**given) for name, frame in frames.items()}


def _written(frame: pd.DataFrame, path: Path) -> Path:
    neutralised_frame(frame.round(DECIMALS)).to_csv(path, index=False, encoding="utf-8-sig")
    return path


def replay_past(
    bench: "Workbench",
    category: str | None,
    start: date | None,
    weeks: int | None,
    *,
    sweep: bool,
    markdown_fade: float,
    **terms: object,
) -> ReplayView:
    """Finds the season in the workbench's data and plays it.

    It is bought on the day the record says, else the supplier's lead time before its start.

    Raises:
        BriefError: the category is not in the data.
        PlanError: the season is not in the sales, has no price, or cannot be forecast.
    """
    if not 0 <= markdown_fade <= 1:
        raise PlanError(f"A markdown cannot fade to {markdown_fade:g} of its effect.", "Give a share from 0 to 1.")
    data, record = bench.data, company_record(bench.files)
    name = _category(category, data.category_names, record)
    known = data.sales[data.sales["week_start"] + pd.Timedelta(days=7) <= pd.Timestamp(bench.as_of)]
    parameters = past_parameters(known, name, record, start=start, weeks=weeks, **terms)
    given = inputs_of(data, name, parameters, bench.as_of, bench.settings, None)
    opening = parameters.season_start_date
    bought = None if record is None else record.ordered(name, opening)
    inputs = replace(given, sales=known, as_of=bought or opening - timedelta(weeks=given.supplier_lead_weeks or 0))
    past = past_season(inputs, record, markdown_fade=markdown_fade)
    replayed = replay_season(past)
    if not sweep:
        return ReplayView(replayed)
    opened = KitPolicy(past.panel).open(past.season)
    assert opened.forecast is not None
    assert opened.allocation is not None
    return ReplayView(replayed, sweep_settings(past.season, opened.forecast, opened.allocation))


def _category(asked: str | None, known: list[str], record: CompanyRecord | None) -> str:
    """The one asked for, else the one whose season is last on record, else the only one there is."""
    if asked:
        return resolve_category(asked, known)
    if record is not None:
        buys = record.buys[record.buys["category"].isin(known)].sort_values("season_start_date", kind="stable")
        if len(buys):
            return str(buys["category"].iloc[-1])
    if len(known) == 1:
        return known[0]
    raise BriefError("It is not said which category to replay.", f"The data has {', '.join(known)}.")
