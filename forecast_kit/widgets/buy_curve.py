"""The buy as a curve: what every number of units is expected to earn, with each way to buy marked on it."""

from typing import TYPE_CHECKING, Any

from forecast_kit.planning import BuyStudy
from forecast_kit.words import money, units

if TYPE_CHECKING:
    from forecast_kit.plan import BuyOption
    from forecast_kit.widgets.figure import Chart

__all__ = ["buy_curve_chart"]

THOUSAND = 1000.0
MARKS = "o^sDv"


def buy_curve_chart(study: BuyStudy) -> "Chart | None":
    """Expected margin by units bought, the rules and a person's own numbers on it; lost sales and leftovers below.

    None where price, cost or salvage is not known.
    """
    from forecast_kit.widgets.figure import BLACK, LIGHT, Chart, quiet_axes, titled

    curve, best = study.curve, study.recommended
    if curve["expected_margin"].isna().any():
        return None
    chart = Chart(height_inches=5.6)
    earn, units_axes = chart.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [2.6, 1], "hspace": 0.22})
    earn.plot(curve["buy_units"], curve["expected_margin"] / THOUSAND, color=BLACK, linewidth=1.8)
    earn.axvspan(best.buy_units * 0.9, best.buy_units * 1.1, color=LIGHT, alpha=0.55, linewidth=0)
    low, high = curve["expected_margin"].min() / THOUSAND, curve["expected_margin"].max() / THOUSAND
    earn.set_ylim(low - 0.05 * (high - low), high + 0.28 * (high - low))
    _name_options(earn, study)
    quiet_axes(earn)
    _lost_and_left(units_axes, study)
    quiet_axes(units_axes)
    units_axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    units_axes.set_xlabel("units bought", fontsize=9, color="#5f6770", loc="left")
    code = study.plan.currency
    titled(
        chart,
        f"{study.plan.category}: what each number of units is expected to earn",
        f"Gross margin, thousand {code}, net of VAT; grey: the recommended buy ± 10 %. Below: units lost and left over",
    )
    chart.subplots_adjust(left=0.085, right=0.89, top=0.85, bottom=0.1)
    chart.fk_alt = "Expected margin by units bought. " + "; ".join(
        f"{label}: {units(option.buy_units)} units, {money(option.expected_margin, code)}"
        for label, option in study.options
    )
    return chart


def _name_options(axes: Any, study: BuyStudy) -> None:
    """A mark and a name for each way to buy; names stand in steps above the curve, so that none covers another."""
    from forecast_kit.widgets.figure import BLUE, GREEN, RUST, VERMILION

    colours = [BLUE, RUST, GREEN, VERMILION]
    top = axes.get_ylim()[1]
    ordered = sorted(enumerate(study.options), key=lambda one: one[1][1].buy_units)
    for step, (number, (label, option)) in enumerate(ordered):
        colour = colours[number % len(colours)]
        at = (option.buy_units, _margin(option))
        axes.plot(*at, MARKS[number % len(MARKS)], color=colour, markersize=8, zorder=5)
        place = (option.buy_units, top - (top - axes.get_ylim()[0]) * (0.03 + 0.075 * step))
        arrow = {"arrowstyle": "-", "color": colour, "linewidth": 0.8, "shrinkB": 4}
        look = {"color": colour, "fontsize": 10, "ha": "center", "va": "center"}
        plain = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        words = label if label.startswith("Mine, ") else f"{label} {units(option.buy_units)}"
        axes.annotate(words, at, xytext=place, arrowprops=arrow, bbox=plain, **look)


def _margin(option: "BuyOption") -> float:
    return (option.expected_margin or 0.0) / THOUSAND


def _lost_and_left(axes: Any, study: BuyStudy) -> None:
    from forecast_kit.widgets.figure import BLUE, RUST, label_ends

    curve = study.curve
    lost, left = curve["expected_lost_units"], curve["expected_leftover_units"]
    axes.plot(curve["buy_units"], lost, color=RUST, linestyle=(0, (4, 2)), linewidth=1.8)
    axes.plot(curve["buy_units"], left, color=BLUE, linewidth=1.8)
    axes.set_ylim(bottom=0)
    label_ends(
        axes,
        float(curve["buy_units"].iloc[-1]),
        [("left over", float(left.iloc[-1]), BLUE), ("lost sales", float(lost.iloc[-1]), RUST)],
    )
