"""The pictures of a replay: units sold by each policy, the money of each, and settings by margin and leftovers."""

from typing import TYPE_CHECKING, Any

from forecast_kit.planning import SeasonReplay
from forecast_kit.planning.replayed import AS_IT_HAPPENED, HINDSIGHT, KIT, RULE_OF_THUMB
from forecast_kit.planning.sweep_summary import setting_in_words
from forecast_kit.words import money, percent, units

if TYPE_CHECKING:
    from forecast_kit.replay.sweep import Sweep
    from forecast_kit.widgets.figure import Chart

__all__ = ["frontier_chart", "ledger_chart", "sell_through_chart"]

MARKS = {"weekly": "o", "bi-weekly": "^", "none": "s"}
NEAR = 0.9  # of the best margin: what earns less hides the differences that are left to choose from
TOP_UPS = {"weekly": "weekly top-ups", "bi-weekly": "every two weeks", "none": "no top-ups"}


def _looks() -> dict[str, tuple[str, Any, float]]:
    """Colour, dashes and width of each policy; dashes tell them apart without colour."""
    from forecast_kit.widgets.figure import BLACK, BLUE, GREEN, VERMILION

    return {
        AS_IT_HAPPENED: (BLACK, "-", 1.8),
        RULE_OF_THUMB: (VERMILION, (0, (2, 1.5)), 1.8),
        KIT: (BLUE, "-", 2.8),
        HINDSIGHT: (GREEN, (0, (6, 2)), 1.6),
    }


def sell_through_chart(replay: SeasonReplay) -> "Chart":
    """Share of everything committed that was sold by each week, a line a policy; where each marks down is marked."""
    from forecast_kit.widgets.figure import Chart, label_ends, quiet_axes, titled, week_axis

    chart = Chart()
    axes = chart.subplots()
    weeks = replay.past.season.weeks
    numbers, ends = [week.number for week in weeks], []
    for one in replay.played:
        colour, dashes, width = _looks()[one.name]
        frame = one.measures.weeks
        sold = (100 * frame["sell_through"]).tolist()
        axes.plot(numbers, sold, color=colour, linestyle=dashes, linewidth=width)
        cuts = frame[frame["markdown"].diff().fillna(frame["markdown"]) > 0]
        axes.plot(cuts["week"], 100 * cuts["sell_through"], "v", color=colour, markersize=7, linestyle="none")
        for cut in cuts.itertuples():
            _name_cut(axes, cut, colour, above=one.name == RULE_OF_THUMB)
        ends.append((one.name, sold[-1], colour))
    ends.sort(key=lambda end: end[0] != KIT)
    axes.set_ylim(0, 108)
    quiet_axes(axes)
    week_axis(axes, numbers, [week.week_start for week in weeks])
    label_ends(axes, numbers[-1], ends)
    category = replay.past.inputs.category
    titled(chart, f"{category}: how much of the buy had sold", "% of units bought, by week's end; ▼ a markdown starts")
    chart.subplots_adjust(left=0.075, right=0.82, top=0.83, bottom=0.14)
    told = "; ".join(f"{one.name} {percent(one.measures.totals.sell_through)}" for one in replay.played)
    chart.fk_alt = f"Sell-through of {category} over {len(numbers)} weeks. At the end: {told}."
    return chart


def _name_cut(axes: Any, cut: Any, colour: str, *, above: bool) -> None:
    """How deep a markdown is, beside its mark."""
    plain = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}
    look: dict[str, Any] = {
        "textcoords": "offset points",
        "va": "center",
        "fontsize": 9,
        "color": colour,
        "bbox": plain,
    }
    at, words = (cut.week, 100 * cut.sell_through), f"−{percent(cut.markdown, digits=0)}"
    axes.annotate(words, at, xytext=(-5, 9) if above else (5, -12), ha="right" if above else "left", **look)


def ledger_chart(replay: SeasonReplay) -> "Chart":
    """Gross margin of each policy as a bar, with units lost and left beside it."""
    from forecast_kit.widgets.figure import BLACK, GREY, Chart, quiet_axes, titled

    code = replay.past.inputs.terms.currency
    chart = Chart(height_inches=1.3 + 0.6 * len(replay.played))
    axes = chart.subplots()
    rows = list(range(len(replay.played)))[::-1]
    margins = [one.result.profit for one in replay.played]
    axes.barh(rows, margins, height=0.55, color=[_looks()[one.name][0] for one in replay.played], alpha=0.85)
    room = max((abs(margin) for margin in margins), default=1.0) or 1.0
    for row, one in zip(rows, replay.played, strict=True):
        totals = one.measures.totals
        words = (
            f"{money(one.result.profit, code)}   bought {units(totals.buy_units)}, {units(totals.units_lost)} lost, "
        )
        words += f"{units(totals.units_left)} left"
        axes.text(max(one.result.profit, 0) + room * 0.015, row, words, va="center", fontsize=9.5, color=BLACK)
    quiet_axes(axes, grid="x")
    axes.grid(visible=False)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.set_yticks(rows, [one.name for one in replay.played], fontsize=10, color=BLACK)
    axes.set_xlim(min(0.0, *margins), room * 1.9)
    titled(chart, "What the season would have earned", f"Gross margin, {code}, net of VAT, leftovers at salvage")
    height = chart.get_size_inches()[1]
    chart.subplots_adjust(left=0.19, right=0.98, top=1 - 0.8 / height, bottom=0.12 / height)
    told = "; ".join(f"{one.name} {money(one.result.profit, code)}" for one in replay.played)
    chart.fk_alt = f"Gross margin of the season: {told}."
    return chart


def frontier_chart(sweep: "Sweep", *, currency: str = "GBP") -> "Chart":
    """Every setting by what it leaves and what it earns; the frontier joined, own and best setting named.

    Settings that earn less than 90 % of the best are left out, and counted in the subtitle.
    """
    from forecast_kit.widgets.figure import BLACK, BLUE, ORANGE, RUST, SKY, Chart, quiet_axes, titled

    table = sweep.table
    best = table["margin"].max()
    near = table[(table["margin"] >= NEAR * best) | table["own"]] if best > 0 else table
    chart = Chart(height_inches=4.8)
    axes = chart.subplots()
    scale = 1000.0
    colours = {"weekly": BLUE, "bi-weekly": SKY, "none": ORANGE}
    for strategy, group in near.groupby("strategy", sort=False):
        axes.plot(
            group["units_left"], group["margin"] / scale, MARKS[strategy], color=colours[strategy], markersize=6.5,
            alpha=0.8, markeredgecolor="white", markeredgewidth=0.6, linestyle="none",
        )  # fmt: skip
    edge = table[table["frontier"]].sort_values("units_left")
    axes.plot(edge["units_left"], edge["margin"] / scale, color=BLACK, linewidth=1.2, zorder=1)
    axes.margins(0.08, 0.12)
    _name(axes, sweep.best, f"most: {setting_in_words(sweep.best)}", BLACK, scale, (14, 16))
    _name(axes, sweep.own, "these settings", RUST, scale, (30, -30))
    axes.plot(sweep.own["units_left"], sweep.own["margin"] / scale, "o", markersize=12, mfc="none", mec=RUST)
    quiet_axes(axes)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.set_xlabel("units left over at the end of the season", fontsize=9, color="#5f6770", loc="left")
    _key(axes, colours, set(near["strategy"]))
    hidden = len(table) - len(near)
    left_out = f"; {hidden} below {percent(NEAR)} of the best are not shown" if hidden else ""
    titled(
        chart,
        "What settings earn, and what they leave",
        f"Mean gross margin, thousand {currency}, of {units(sweep.scenarios)} seasons; line: the frontier{left_out}",
    )
    chart.subplots_adjust(left=0.085, right=0.97, top=0.81, bottom=0.13)
    chart.fk_alt = (
        f"{len(table)} settings by leftovers and margin. Most: {setting_in_words(sweep.best)}, "
        f"{money(sweep.best['margin'], currency)} with {units(sweep.best['units_left'])} left. These settings: "
        f"{money(sweep.own['margin'], currency)} with {units(sweep.own['units_left'])} left."
    )
    return chart


def _name(axes: Any, line: Any, words: str, colour: str, scale: float, away: tuple[int, int]) -> None:
    look = {"color": colour, "fontsize": 9.5, "ha": "left", "va": "center"}
    arrow = {"arrowstyle": "-", "color": colour, "linewidth": 0.8, "shrinkB": 5}
    at = (line["units_left"], line["margin"] / scale)
    axes.annotate(words, at, xytext=away, textcoords="offset points", arrowprops=arrow, annotation_clip=False, **look)


def _key(axes: Any, colours: dict[str, str], shown: set[str]) -> None:
    """What each mark means, in its colour and shape, above the plot at the right."""
    signs = {"weekly": "●", "bi-weekly": "▲", "none": "■"}
    at = 1.0
    for strategy in [name for name in ("none", "bi-weekly", "weekly") if name in shown]:
        words = TOP_UPS[strategy]
        look = {
            "xycoords": "axes fraction",
            "textcoords": "offset points",
            "ha": "right",
            "va": "bottom",
            "fontsize": 9.5,
        }
        axes.annotate(words, (at, 1), xytext=(0, 4), color="#1a1a1a", **look)
        wide = 0.0098 * len(words)
        axes.annotate(signs[strategy], (at - wide, 1), xytext=(0, 4), color=colours[strategy], **look)
        at -= wide + 0.035
