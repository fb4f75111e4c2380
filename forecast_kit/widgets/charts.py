"""The three pictures of a plan: demand against past seasons, the path of the stock, and the ways to buy in money.

matplotlib is imported when a chart is made. Colours are Okabe and Ito's; lines are labelled where they end, not in a
legend; every chart carries its description as alternative text.
"""

import math
from typing import TYPE_CHECKING, Any

from forecast_kit.plan import BuyPlan, DemandForecast, SeasonPlan
from forecast_kit.words import money, percent, units

if TYPE_CHECKING:
    import pandas as pd

    from forecast_kit.widgets.figure import Chart

__all__ = ["buy_chart", "forecast_chart", "past_seasons", "stock_path_chart"]

SEASONS_SHOWN = 3


def past_seasons(history: "pd.DataFrame", forecast: DemandForecast) -> "pd.DataFrame":
    """The same weeks of earlier years out of weekly sales: `season` (the year it began), `week`, `units`.

    `history` has `week_start` and `units` (other columns are summed over). A year is 52 weeks, so that weekdays
    match; a season of which a week is missing is left out.
    """
    import pandas as pd

    weekly = history.groupby("week_start")["units"].sum()
    weekly.index = pd.to_datetime(weekly.index)
    found = []
    for years in range(SEASONS_SHOWN, 0, -1):
        starts = [pd.Timestamp(week.week_start) - pd.Timedelta(weeks=52 * years) for week in forecast.weeks]
        if set(starts) <= set(weekly.index):
            numbers = [week.week for week in forecast.weeks]
            season = pd.DataFrame({"week": numbers, "units": weekly.loc[starts].to_numpy()})
            found.append(season.assign(season=str(starts[0].year)))
    columns = ["season", "week", "units"]
    return pd.concat(found)[columns] if found else pd.DataFrame(columns=columns)


def forecast_chart(forecast: DemandForecast, last_seasons: "pd.DataFrame | None" = None) -> "Chart":
    """Weekly demand at full price with its 80 % interval, over the same weeks of the seasons before.

    `last_seasons` has `season`, `week` (1, 2, ...) and `units`, as `past_seasons` makes it; the last three are shown.
    """
    from forecast_kit.widgets.figure import BLUE, Chart, label_ends, quiet_axes, titled, week_axis

    chart = Chart()
    axes = chart.subplots()
    numbers = [week.week for week in forecast.weeks]
    expected = [week.units for week in forecast.weeks]
    low, high = ([getattr(week, name) for week in forecast.weeks] for name in ("units_lo_80", "units_hi_80"))
    band = "o" if len(numbers) == 1 else ""
    axes.fill_between(numbers, low, high, color=BLUE, alpha=0.16, linewidth=0)
    axes.plot(numbers, expected, color=BLUE, linewidth=2.6, marker=band, zorder=5)
    ends = [("forecast", expected[-1], BLUE), ("80 % band", high[-1], BLUE), *_past_lines(axes, last_seasons)]
    axes.set_ylim(bottom=0, top=axes.get_ylim()[1] * 1.04)
    quiet_axes(axes)
    week_axis(axes, numbers, [week.week_start for week in forecast.weeks])
    label_ends(axes, numbers[-1], ends)
    first = forecast.weeks[0].week_start
    when = f"{first.day} {first:%b %Y}"
    titled(
        chart,
        f"{forecast.category}: {units(forecast.total_units)} units expected over {len(numbers)} weeks",
        f"Units a week at full price, from {when}; the band holds 8 weeks out of 10",
    )
    chart.subplots_adjust(left=0.075, right=0.86, top=0.83, bottom=0.14)
    chart.fk_alt = _told(forecast, last_seasons)
    return chart


def stock_path_chart(plan: SeasonPlan) -> "Chart":
    """Stock in stores and DC at each week's start if demand comes as forecast; deliveries below, the check marked."""
    from forecast_kit.widgets.figure import BLUE, ORANGE, Chart, quiet_axes, titled, week_axis

    chart = Chart(height_inches=5.2)
    stock, shipped = chart.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [3.4, 1], "hspace": 0.28})
    numbers = [week.week for week in plan.stock_path]
    stores, dc = ([getattr(week, name) for week in plan.stock_path] for name in ("stores_units", "dc_units"))
    stock.bar(numbers, stores, width=0.72, color=BLUE)
    stock.bar(numbers, dc, width=0.72, bottom=stores, color=ORANGE, hatch="///", edgecolor="white", linewidth=0)
    _name_stack(stock, stores, dc)
    quiet_axes(stock)
    _deliveries(shipped, plan)
    quiet_axes(shipped)
    shipped.grid(visible=False)
    shipped.set_yticks([])
    _checkpoint(stock, plan)
    week_axis(shipped, numbers, [week.week_start for week in plan.stock_path])
    titled(chart, f"{plan.category}: stock at the start of each week", "Units, if demand comes exactly as forecast")
    chart.subplots_adjust(left=0.075, right=0.98, top=0.85, bottom=0.12)
    last = plan.stock_path[-1]
    chart.fk_alt = (
        f"Stock of {plan.category} by week: stores open with {units(stores[0])} units and the DC with {units(dc[0])}; "
        f"week {last.week} starts with {units(stores[-1])} in stores and {units(dc[-1])} in the DC. "
        f"{len(plan.replenishment)} deliveries take {units(sum(o.units for o in plan.replenishment))} units to stores."
    )
    return chart


def buy_chart(plan: SeasonPlan | BuyPlan, *, currency: str | None = None) -> "Chart | None":
    """The ways to buy by the margin each is expected to earn; None where no option's margin is known."""
    from forecast_kit.widgets.figure import BLACK, BLUE, GREY, PALE, Chart, quiet_axes, titled

    buy = plan.buy if isinstance(plan, SeasonPlan) else plan
    code = plan.currency if isinstance(plan, SeasonPlan) else currency or "GBP"
    known = [option for option in buy.options if option.expected_margin is not None]
    if not known:
        return None
    chart = Chart(height_inches=1.5 + 0.62 * len(known))
    axes = chart.subplots()
    margins = [option.expected_margin or 0.0 for option in known]
    rows = list(range(len(known)))[::-1]
    axes.barh(rows, margins, height=0.56, color=[BLUE if o.rule == buy.chosen else PALE for o in known])
    room = max(abs(margin) for margin in margins)
    for row, option, margin in zip(rows, known, margins, strict=True):
        words = f"{money(margin, code)}   buy {units(option.buy_units)}, {units(option.expected_lost_units)} lost, "
        words += f"{units(option.expected_leftover_units)} left"
        axes.text(max(margin, 0) + room * 0.015, row, words, va="center", fontsize=9.5, color=BLACK)
    names = [f"{o.label}{' ✓' if o.rule == buy.chosen else ''}" for o in known]
    quiet_axes(axes, grid="x")
    axes.grid(visible=False)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.set_yticks(rows, names, fontsize=10, color=BLACK)
    axes.set_xlim(min(0.0, *margins), room * 1.75)
    titled(
        chart, "What each way to buy is expected to earn", "Gross margin of the season net of VAT; ✓ is the one chosen"
    )
    height = chart.get_size_inches()[1]
    chart.subplots_adjust(left=0.24, right=0.98, top=1 - 0.85 / height, bottom=0.12 / height)
    chart.fk_alt = "Expected margin: " + "; ".join(
        f"{o.label} {money(m, code)} with {units(o.buy_units)} units" for o, m in zip(known, margins, strict=True)
    )
    return chart


def _past_lines(axes: Any, seasons: "pd.DataFrame | None") -> list[tuple[str, float, str]]:
    """Draw the last seasons, the nearest darkest; the label, last value and colour of each."""
    if seasons is None or seasons.empty:
        return []
    looks = [("#3f464e", "-"), ("#6d757e", (0, (5, 2))), ("#7d858e", (0, (1.5, 1.5)))]
    ends = []
    for season, (colour, dashes) in zip(sorted(seasons["season"].unique())[::-1], looks, strict=False):
        line = seasons[seasons["season"] == season].sort_values("week")
        axes.plot(line["week"], line["units"], color=colour, linestyle=dashes, linewidth=1.4)
        ends.append((str(season), float(line["units"].iloc[-1]), colour))
    return ends


def _name_stack(axes: Any, stores: list[float], dc: list[float]) -> None:
    """Name the two parts above the plot, in their colours, and write the opening stock over the first bar."""
    from forecast_kit.widgets.figure import BLACK, BLUE, ORANGE

    top = max(a + b for a, b in zip(stores, dc, strict=True))
    axes.set_ylim(0, (top or 1) * 1.22)
    above = {"xycoords": "axes fraction", "textcoords": "offset points", "ha": "right", "va": "bottom", "fontsize": 10}
    for words, sign, colour, away in (("in the DC", "▨", ORANGE, 0), ("in stores", "■", BLUE, -88)):
        axes.annotate(words, (1, 1), xytext=(away, 5), color=BLACK, **above)
        axes.annotate(sign, (1, 1), xytext=(away - 50, 5), color=colour, **above)
    opening = stores[0] + dc[0]
    plain = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    axes.text(0.64, opening + top * 0.025, units(opening), fontsize=9, color=BLACK, bbox=plain)


def _deliveries(axes: Any, plan: SeasonPlan) -> None:
    """Bars of what each delivery brings, with the units on top where there is room to read them."""
    from forecast_kit.widgets.figure import BLACK, GREEN, GREY

    weeks, shipped = [order.week for order in plan.replenishment], [order.units for order in plan.replenishment]
    axes.bar(weeks, shipped, width=0.5, color=GREEN)
    top = max(shipped, default=1)
    axes.set_ylim(0, top * 1.5)
    apart, labelled = math.ceil(len(plan.stock_path) / 14), -math.inf
    for week, pieces in zip(weeks, shipped, strict=True):
        if week - labelled >= apart:
            axes.text(week, pieces + top * 0.06, units(pieces), ha="center", fontsize=8.5, color=BLACK)
            labelled = week
    told = "Deliveries to stores, units" if weeks else "No deliveries to stores after opening"
    axes.text(0, 1.04, told, transform=axes.transAxes, fontsize=9.5, color=GREY)


def _checkpoint(axes: Any, plan: SeasonPlan) -> None:
    """The line after the checkpoint week, and how much the plan expects to have sold by then."""
    from forecast_kit.widgets.figure import RUST, VERMILION

    check = plan.markdown
    if check is None:
        return
    right = check.checkpoint_week < len(plan.stock_path) / 2 + 1
    axes.axvline(check.checkpoint_week + 0.5, color=VERMILION, linestyle=(0, (4, 2)), linewidth=1.5)
    words = f"markdown check: {percent(check.expected_sell_through, digits=0)} expected sold,\n"
    words += f"mark down below {percent(check.threshold, digits=0)}"
    look = {"ha": "left" if right else "right", "va": "top", "fontsize": 9, "color": RUST, "linespacing": 1.3}
    at = (check.checkpoint_week + 0.5, axes.get_ylim()[1])
    axes.annotate(words, at, xytext=(6 if right else -6, -3), textcoords="offset points", **look)


def _told(forecast: DemandForecast, seasons: "pd.DataFrame | None") -> str:
    peak = max(forecast.weeks, key=lambda week: week.units)
    text = (
        f"Weekly demand for {forecast.category}, {len(forecast.weeks)} weeks from {forecast.weeks[0].week_start}: "
        f"{units(forecast.total_units)} units expected, the most in week {peak.week} with {units(peak.units)} "
        f"(80 % interval {units(peak.units_lo_80)} to {units(peak.units_hi_80)})."
    )
    if seasons is not None and not seasons.empty:
        totals = seasons.groupby("season")["units"].sum()
        text += " The same weeks before: " + ", ".join(f"{name} {units(total)}" for name, total in totals.items()) + "."
    return text
