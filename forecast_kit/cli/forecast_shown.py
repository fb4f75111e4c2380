"""How a forecast is shown: as tables, as JSON, as a csv, as a picture."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forecast_kit.cli.render import console, print_section

__all__ = ["Answer", "drawn", "printed", "written"]


@dataclass(frozen=True)
class Answer:
    """What was found. `gap` weeks before the season are forecast but not part of it; frames are those of the kit."""

    fit: Any
    gap: int
    notes: tuple[str, ...]
    demand: Any
    explained: str | None
    apart: Any
    earlier: Any
    gives: Any

    @property
    def weekly(self) -> Any:
        """The season's weeks."""
        weekly = self.fit.weekly
        return weekly[weekly.groupby("category").cumcount() >= self.gap]

    def document(self) -> dict[str, Any]:
        """All of it, for programs."""
        made: dict[str, Any] = {
            "gap_weeks": self.gap,
            "weekly": _records(self.weekly),
            "totals": _records(self.fit.totals),
            "models": _records(self.fit.models),
            "accuracy": _records(self.fit.accuracy),
            "demand": _records(self.demand),
            "notes": list(self.notes),
        }
        if self.apart is not None:
            made["explained"] = _records(self.apart.factors)
            made["explained_models"] = _records(self.apart.models)
            own = self.earlier[self.earlier["category"] == self.explained]
            made["forecast_earlier"] = _records(own)
        if self.gives is not None:
            made["effects"] = _records(self.gives)
        return made


def _records(frame: Any) -> list[dict[str, Any]]:
    shown = frame.copy()
    for name in shown.select_dtypes("datetime"):
        shown[name] = shown[name].dt.strftime("%Y-%m-%d")
    records: list[dict[str, Any]] = shown.astype(object).where(shown.notna(), None).to_dict("records")
    return records


def written(frame: Any, out: Path) -> None:
    """The season's weeks as a csv."""
    from forecast_kit.errors import DataError

    try:
        frame.to_csv(out, index=False, float_format="%.3f", date_format="%Y-%m-%d")
    except OSError as error:
        raise DataError(f"{out} cannot be written: {error.strerror}.", "Give another --out.") from None


def printed(answer: Answer, out: Path | None) -> None:
    """All of it, for people."""
    from forecast_kit.planning.demand_sections import before_and_after

    screen = console()
    print_section(screen, before_and_after(answer.demand))
    for category, weeks in answer.weekly.groupby("category", sort=True):
        print_section(screen, _weeks(answer, str(category), weeks))
    for note in answer.notes:
        screen.print(f"! {note}", style="yellow", markup=False)
    if out is not None:
        screen.print(f"Written to {out}.", markup=False)
    if answer.apart is not None:
        _print_apart(answer)
    if answer.gives is not None:
        _print_effects(answer.gives)


def _weeks(answer: Answer, category: str, weeks: Any) -> Any:
    from forecast_kit.planning import Section
    from forecast_kit.words import units

    rows = tuple(
        (f"{row.week_start:%a %-d %b %Y}", units(row.units), units(row.units_lo_80), units(row.units_hi_80))
        for row in weeks.itertuples()
    )
    at = answer.fit.totals[answer.fit.totals["category"] == category].set_index("quantile")["units"]
    total = ("Total", units(float(weeks["units"].sum())), units(at[0.1]), units(at[0.9]))
    gap = f"The season begins {answer.gap} weeks after the last known sales." if answer.gap else ""
    return Section(
        key="forecast",
        title=f"{category}: demand at full price, units",
        headers=("Week of", "Expected", "80 %: low", "high"),
        rows=(*rows, total),
        align="lrrr",
        lines=tuple(line for line in (gap, *_measured(answer.fit.accuracy, category)) if line),
        strong_rows=(len(rows),),
    )


def _measured(accuracy: Any, category: str) -> tuple[str, ...]:
    """How well the same method did on past weeks, where that could be measured."""
    from forecast_kit.words import percent

    found = accuracy.loc[accuracy["category"] == category, "wape"].dropna()
    return tuple(f"On past weeks the same method missed by {percent(float(wape))} on average." for wape in found[:1])


def drawn(weekly: Any, history: Any, path: Path) -> None:
    """The largest category's weeks ahead over its last year, as a picture."""
    from forecast_kit.errors import DataError
    from forecast_kit.widgets import outlook_chart

    largest = str(weekly.groupby("category")["units"].sum().idxmax())
    picture = outlook_chart(weekly, history, largest).png()
    try:
        path.write_bytes(picture)
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error.strerror}.", "Give another --chart.") from None


def _print_apart(answer: Answer) -> None:
    """A line a week: its factors, and the units they multiply out to; then the models, and earlier forecasts."""
    from forecast_kit.planning.demand_sections import gap_section, models_section

    screen = console()
    screen.print()
    screen.print("Each week taken apart", style="bold")
    season = answer.apart.units["week_start"].iloc[answer.gap :]
    for week in season:
        screen.print(f"  {week:%a %-d %b %Y}: {answer.apart.sentence(week)}", markup=False, soft_wrap=True)
    models = models_section(answer.apart, season.iloc[0].date())
    print_section(screen, models.model_copy(update={"folded": False}))
    print_section(screen, gap_section(answer.earlier, str(answer.explained), answer.gap))


def _print_effects(gives: Any) -> None:
    from forecast_kit.planning import Section
    from forecast_kit.words import percent

    rows = tuple(
        (
            row.category,
            row.column.replace("_", " "),
            f"{row.usual:g} to {row.promoted:g}",
            percent(row.effect - 1, signed=True),
            f"{percent(row.effect_lo_80 - 1, signed=True)} to {percent(row.effect_hi_80 - 1, signed=True)}",
            str(row.weeks_seen),
        )
        for row in gives.itertuples()
    )
    headers = ("Category", "Column", "From a usual week", "Units", "8 times in 10", "Weeks seen")
    print_section(
        console(),
        Section(key="effects", title="What the plan ahead gives", headers=headers, rows=rows, align="lllrlr"),
    )
