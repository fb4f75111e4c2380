"""Why trust a forecast, in pictures: what it said before beside what came, what it adds, what a promotion gives."""

from typing import TYPE_CHECKING, Any

from forecast_kit.words import percent, units

if TYPE_CHECKING:
    import pandas as pd

    from forecast_kit.widgets.figure import Chart

__all__ = ["effects_chart", "outlook_chart", "track_chart", "value_added_chart"]

ORIGINS_SHOWN = 4
HISTORY_SHOWN_WEEKS = 78


def outlook_chart(weekly: "pd.DataFrame", history: "pd.DataFrame", category: str) -> "Chart":
    """The weeks ahead with their 80 % band, after the last year and a half of demand.

    `weekly` is a forecast's (`category, week_start, units, units_lo_80, units_hi_80`), `history` `category,
    week_start, units`.
    """
    from forecast_kit.widgets.figure import BLACK, BLUE, Chart, quiet_axes, titled

    ahead = weekly[weekly["category"] == category].sort_values("week_start")
    past = history[history["category"] == category].sort_values("week_start").tail(HISTORY_SHOWN_WEEKS)
    chart = Chart(height_inches=4.0)
    axes = chart.subplots()
    axes.plot(past["week_start"], past["units"], color=BLACK, linewidth=1.3)
    axes.fill_between(
        ahead["week_start"], ahead["units_lo_80"], ahead["units_hi_80"], color=BLUE, alpha=0.16, linewidth=0
    )
    axes.plot(ahead["week_start"], ahead["units"], color=BLUE, linewidth=2.4)
    quiet_axes(axes)
    axes.set_ylim(bottom=0)
    last = (ahead["week_start"].iloc[-1], float(ahead["units"].iloc[-1]))
    look: dict[str, Any] = {
        "textcoords": "offset points",
        "va": "center",
        "fontsize": 10,
        "color": BLUE,
        "annotation_clip": False,
    }
    axes.annotate("forecast", last, xytext=(10, 0), **look)
    _month_axis(axes)
    total = float(ahead["units"].sum())
    titled(
        chart,
        f"{category}: {units(total)} units expected over {len(ahead)} weeks",
        "Units a week; the band holds 8 weeks out of 10",
    )
    chart.subplots_adjust(left=0.075, right=0.88, top=0.83, bottom=0.1)
    chart.fk_alt = f"Demand for {category} and its forecast: {units(total)} units in {len(ahead)} weeks."
    return chart


def track_chart(record: "pd.DataFrame", category: str) -> "Chart":
    """What was forecast at some past weeks, without what came after, over what came; the bands hold 8 weeks of 10.

    `record` is a `forecasting.backtest_frame`; of its origins the last few that do not overlap are drawn.
    """
    from forecast_kit.widgets.figure import BLACK, BLUE, VERMILION, Chart, quiet_axes, titled

    own = record[record["category"] == category]
    came = own.drop_duplicates("week_start").set_index("week_start")["units"].sort_index()
    chart = Chart(height_inches=4.0)
    axes = chart.subplots()
    axes.plot(came.index, came, color=BLACK, linewidth=1.3)
    shown = _apart(own)
    for origin in shown:
        made = own[own["origin"] == origin]
        axes.fill_between(
            made["week_start"], made["forecast_lo_80"], made["forecast_hi_80"], color=BLUE, alpha=0.16, linewidth=0
        )
        axes.plot(made["week_start"], made["forecast"], color=BLUE, linewidth=2.2)
        axes.axvline(origin, color=VERMILION, linewidth=0.9, linestyle=(0, (3, 2)))
    quiet_axes(axes)
    axes.set_ylim(bottom=0)
    _name_lines(axes, came, own[own["origin"] == shown[-1]])
    _month_axis(axes)
    titled(
        chart,
        f"{category}: forecast before, beside what came",
        f"Units a week; {len(shown)} forecasts, each from only what was known at its dashed line",
    )
    chart.subplots_adjust(left=0.075, right=0.86, top=0.83, bottom=0.1)
    inside = own["units"].between(own["forecast_lo_80"], own["forecast_hi_80"]).mean()
    chart.fk_alt = f"Past forecasts of {category} beside sales; {percent(inside, digits=0)} of weeks fell in the band."
    return chart


def _apart(own: "pd.DataFrame") -> list[Any]:
    """The latest origins with whole forecasts that do not overlap, oldest first."""
    import pandas as pd

    ahead = int(own["weeks_ahead"].max())
    counts = own.groupby("origin").size()
    whole = sorted(counts.index[counts == counts.max()], reverse=True)
    chosen: list[Any] = []
    for origin in whole:
        if not chosen or chosen[-1] - origin >= pd.Timedelta(weeks=ahead):
            chosen.append(origin)
    return chosen[:ORIGINS_SHOWN][::-1]


def _name_lines(axes: Any, came: "pd.Series", last: "pd.DataFrame") -> None:
    from forecast_kit.widgets.figure import BLACK, BLUE, spread

    ends = [("came", float(came.iloc[-1]), BLACK), ("forecast", float(last["forecast"].iloc[-1]), BLUE)]
    low, high = axes.get_ylim()
    x = max(came.index[-1], last["week_start"].iloc[-1])
    for (words, value, colour), place in zip(ends, spread([v for _, v, _ in ends], (high - low) * 0.07), strict=True):
        axes.annotate(
            words,
            (x, value),
            xytext=(14, 0),
            textcoords=("offset points", "data"),
            xycoords="data",
            color=colour,
            fontsize=10,
            va="center",
            annotation_clip=False,
        ).set_y(place)


def _month_axis(axes: Any) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=4, maxticks=9)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]


def value_added_chart(table: "pd.DataFrame", category: str) -> "Chart":
    """WAPE by week ahead, of the forecast and of repeating last year's weeks.

    `table` is `forecasting.backtest_scores` by "weeks_ahead".
    """
    from matplotlib.ticker import MaxNLocator

    from forecast_kit.widgets.figure import BLUE, GREY, Chart, label_ends, quiet_axes, titled

    chart = Chart(height_inches=3.6)
    axes = chart.subplots()
    weeks = table["weeks_ahead"].tolist()
    mine, naive = (100 * table[name] for name in ("wape", "naive_wape"))
    axes.plot(weeks, naive, color=GREY, linewidth=1.6, linestyle=(0, (5, 2)), marker="s", markersize=4)
    axes.plot(weeks, mine, color=BLUE, linewidth=2.4, marker="o", markersize=5)
    quiet_axes(axes)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0f} %")
    axes.set_ylim(bottom=0)
    axes.set_xlim(weeks[0] - 0.5, weeks[-1] + 0.5)
    axes.set_xticks(weeks)
    ends = [("forecast", float(mine.iloc[-1]), BLUE), ("last year's weeks", float(naive.iloc[-1]), GREY)]
    label_ends(axes, weeks[-1], ends)
    gain = float((naive - mine).mean())
    word = "better" if gain >= 0 else "worse"
    titled(
        chart,
        f"{category}: {abs(gain):.1f} points {word} than repeating last year",
        "Mean miss a week, % of units sold, by weeks ahead",
    )
    chart.subplots_adjust(left=0.075, right=0.82, top=0.8, bottom=0.1)
    chart.fk_alt = (
        f"Mean miss of {category} by weeks ahead: forecast {mine.iloc[0]:.1f} % one week ahead, {mine.iloc[-1]:.1f} % "
        f"{weeks[-1]} weeks ahead; repeating last year {naive.iloc[0]:.1f} % and {naive.iloc[-1]:.1f} %."
    )
    return chart


def effects_chart(effects: "pd.DataFrame", category: str) -> "Chart":
    """What a typical week with each plan column sells against a usual one, with its 80 % interval.

    `effects` is `forecasting.plan_effects`.
    """
    from forecast_kit.widgets.figure import BLACK, BLUE, GREY, Chart, quiet_axes, titled

    own = effects[effects["category"] == category]
    chart = Chart(height_inches=1.6 + 0.5 * len(own))
    axes = chart.subplots()
    rows = list(range(len(own)))[::-1]
    middle, low, high = (100 * (own[name].to_numpy() - 1) for name in ("effect", "effect_lo_80", "effect_hi_80"))
    axes.hlines(rows, low, high, color=BLUE, linewidth=6, alpha=0.3)
    axes.plot(middle, rows, "o", color=BLUE, markersize=8)
    axes.axvline(0, color=GREY, linewidth=1)
    reach = max(abs(low).max(), abs(high).max(), 1.0)
    for row, top, value, column in zip(rows, high, middle, own.itertuples(), strict=True):
        words = f"{value:+.0f} %   ({column.usual:g} to {column.promoted:g}; seen in {units(column.weeks_seen)} weeks)"
        axes.text(max(top, 0) + reach * 0.04, row, words, va="center", fontsize=9.5, color=BLACK)
    quiet_axes(axes, grid="x")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:+.0f} %" if value else "0")
    axes.set_yticks(rows, [name.replace("_", " ") for name in own["column"]], fontsize=10, color=BLACK)
    axes.set_ylim(-0.7, len(own) - 0.3)
    axes.set_xlim(min(low.min(), 0) - reach * 0.08, max(high.max(), 0) + reach * 1.1)
    titled(
        chart,
        f"{category}: what the plan ahead gives",
        "Units of a week with it against a usual one; bars hold 8 of 10",
    )
    height = chart.get_size_inches()[1]
    chart.subplots_adjust(left=0.2, right=0.98, top=1 - 0.8 / height, bottom=0.4 / height)
    chart.fk_alt = f"Plan effects of {category}: " + "; ".join(
        f"{row.column} {100 * (row.effect - 1):+.0f} % ({100 * (row.effect_lo_80 - 1):+.0f} to "
        f"{100 * (row.effect_hi_80 - 1):+.0f})"
        for row in own.itertuples()
    )
    return chart
