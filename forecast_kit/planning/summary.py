"""The plan as people read it: the same sections in the same order on screen, in the notebook and in the shell."""

from typing import Literal

from forecast_kit.plan import BuyOption, SeasonPlan
from forecast_kit.planning.reasons import why_buy
from forecast_kit.season import Frozen
from forecast_kit.words import money, percent, units

LABELS = {"flat": "Flat", "newsvendor": "Recommended", "mine": "Mine"}


class Section(Frozen):
    """One part of the summary: a table (`headers` and `rows` of text) or lines. `align` is l or r a column."""

    key: str
    title: str
    headers: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    align: str = ""
    lines: tuple[str, ...] = ()
    strong_rows: tuple[int, ...] = ()
    folded: bool = False
    tone: Literal["plain", "warning"] = "plain"


def summarise(plan: SeasonPlan) -> tuple[Section, ...]:
    """The plan's sections: header, buy, options, reconciliation, stores, risks, warnings, digest."""
    return (
        _header(plan),
        _flow(plan),
        _options(plan),
        _reconciliation(plan),
        _tiers(plan),
        _replenishment(plan),
        *_markdown(plan),
        _choices(plan),
        _risks(plan),
        *_warnings(plan),
        _assumptions(plan),
        Section(key="digest", title="What is signed", lines=(f"sha256 {plan.digest}",), folded=True),
    )


def _header(plan: SeasonPlan) -> Section:
    p = plan.parameters
    checkpoint = (
        "no markdown checkpoint"
        if p.markdown_checkpoint_week is None
        else f"markdown check after week {p.markdown_checkpoint_week} below {percent(p.markdown_threshold)}"
    )
    order = "" if plan.order_date is None else f" Order by {plan.order_date:%-d %B %Y}."
    top_ups = {"none": "no replenishment", "weekly": "weekly top-ups", "bi-weekly": "top-ups every two weeks"}
    return Section(
        key="header",
        title=f"{plan.category}: {p.forecast_horizon_weeks} weeks from {p.season_start_date:%-d %B %Y}",
        lines=(
            f"{top_ups[p.replenishment_strategy].capitalize()}, {percent(p.dc_holdback_percentage)} held in the DC, "
            f"{checkpoint}.{order}",
        ),
    )


def _flow(plan: SeasonPlan) -> Section:
    chosen = plan.buy.option(plan.buy.chosen)
    stock = plan.buy.usable_stock
    rows = (
        ("Expected demand", units(plan.forecast.total_units), _range(plan)),
        ("Need", units(chosen.need_units), chosen.label),
        ("Usable stock", units(stock.units), _stock_words(plan)),
        ("Buy", units(plan.buy.buy_units), f"{money(chosen.cash, plan.currency)} of cash"),
    )
    return Section(
        key="flow", title="Need, stock, buy", headers=("", "Units", ""), rows=rows, align="lrl", strong_rows=(3,)
    )


def _range(plan: SeasonPlan) -> str:
    points = {point.quantile: point.units for point in plan.forecast.total_quantiles}
    low, high = points.get(0.1), points.get(0.9)
    if low is None or high is None:
        return ""
    return f"80 % of seasons between {units(low)} and {units(high)}"


def _stock_words(plan: SeasonPlan) -> str:
    stock = plan.buy.usable_stock
    late = f"; {units(stock.on_order_late)} on order come too late" if stock.on_order_late else ""
    return (
        f"{units(stock.on_hand_stores)} in stores, {units(stock.on_hand_dc)} in the DC, "
        f"{units(stock.on_order_in_time)} on order in time{late}"
    )


def option_label(plan: SeasonPlan, option: BuyOption) -> str:
    """Flat / Recommended / Mine, with the rule's name where the recommended one is the flat."""
    name = LABELS[option.rule]
    if option.rule == plan.buy.recommended and option.rule != "newsvendor":
        return f"{name} (recommended)"
    return "Newsvendor" if option.rule == "newsvendor" and plan.buy.recommended != "newsvendor" else name


def _options(plan: SeasonPlan) -> Section:
    options, currency = plan.buy.options, plan.currency
    measures = (
        ("Units to buy", [units(o.buy_units) for o in options]),
        ("Cash", [money(o.cash, currency) for o in options]),
        ("Expected lost sales, units", [units(o.expected_lost_units) for o in options]),
        ("Expected leftovers, units", [units(o.expected_leftover_units) for o in options]),
        ("Expected margin", [money(o.expected_margin, currency) for o in options]),
        ("Chance that nothing runs out", [percent(round(o.service_level, 2)) for o in options]),
    )
    names = tuple(
        option_label(plan, option) + (" ◂ taken" if option.rule == plan.buy.chosen else "") for option in options
    )
    return Section(
        key="options",
        title="What each buy is expected to bring",
        headers=("", *names),
        rows=tuple((label, *values) for label, values in measures),
        align="l" + "r" * len(options),
        lines=(why_buy(plan.buy, plan.currency),),
    )


def _reconciliation(plan: SeasonPlan) -> Section:
    lines = plan.reconciliation
    return Section(
        key="reconciliation",
        title="How it adds up",
        headers=("", "Units"),
        rows=tuple((line.label, units(line.units)) for line in lines),
        align="lr",
        strong_rows=tuple(n for n, line in enumerate(lines) if line.kind == "total"),
    )


def _tiers(plan: SeasonPlan) -> Section:
    return Section(
        key="tiers",
        title="Store tiers",
        headers=("Tier", "Stores", "Share of demand", "Opens with", "Weeks of cover", "Set apart by"),
        rows=tuple(
            (
                tier.name,
                units(tier.stores),
                percent(tier.share),
                units(tier.opening_units),
                "—" if tier.weeks_of_cover is None else f"{tier.weeks_of_cover:.1f}",
                tier.sets_apart,
            )
            for tier in plan.allocation.tiers
        ),
        align="lrrrrl",
    )


def _replenishment(plan: SeasonPlan) -> Section:
    rows = tuple(
        (
            f"Week {o.week}",
            f"{o.dispatch_week_start:%-d %b}",
            f"{o.week_start:%-d %b}",
            units(len(o.lines)),
            units(o.units),
        )
        for o in plan.replenishment
    )
    return Section(
        key="replenishment",
        title="Deliveries from the DC, if demand comes as forecast",
        headers=("Before", "Leaves the DC, week of", "Arrives, week of", "Stores", "Units"),
        rows=rows,
        align="lrrrr",
        lines=() if rows else ("No deliveries are planned.",),
    )


def _markdown(plan: SeasonPlan) -> tuple[Section, ...]:
    decision = plan.markdown
    if decision is None:
        return ()
    rows = tuple(
        (
            option.name.capitalize() + (" ◂ recommended" if option.name == decision.recommended else ""),
            percent(option.depth),
            units(option.units_sold_after),
            units(option.leftover_units),
            money(option.revenue_after, plan.currency),
            money(option.margin_after, plan.currency),
        )
        for option in decision.options
    )
    return (
        Section(
            key="markdown",
            title=f"Markdown after week {decision.checkpoint_week}, if the season runs on plan",
            headers=("Answer", "Off full price", "Units after", "Left over", "Revenue after", "Margin after"),
            rows=rows,
            align="lrrrrr",
            lines=(
                f"Expected sell-through {percent(decision.expected_sell_through)} against "
                f"{percent(decision.threshold)} asked for; price elasticity {decision.elasticity:g}.",
            ),
        ),
    )


def _choices(plan: SeasonPlan) -> Section:
    rows = tuple(
        (
            choice.name.capitalize(),
            _chosen(choice.chosen),
            _against(choice.money_against_next_best, plan.currency),
            choice.chosen_by,
            choice.reason,
        )
        for choice in plan.choices
    )
    return Section(
        key="choices",
        title="Decisions",
        headers=("Decision", "Taken", "Against the next best", "By", "Why"),
        rows=rows,
        align="llrll",
    )


def _chosen(name: str) -> str:
    return name.replace("_", " ")


def _against(value: float | None, currency: str) -> str:
    return money(value, currency, signed=True)


def _risks(plan: SeasonPlan) -> Section:
    return Section(
        key="risks",
        title="Biggest risks",
        headers=("Risk", "Would cost", "What happens"),
        rows=tuple((risk.title, money(risk.money, plan.currency), risk.explanation) for risk in plan.risks),
        align="lrl",
        lines=() if plan.risks else ("None found.",),
    )


def _warnings(plan: SeasonPlan) -> tuple[Section, ...]:
    if not plan.warnings:
        return ()
    return (Section(key="warnings", title="Before you sign", lines=plan.warnings, tone="warning"),)


def _assumptions(plan: SeasonPlan) -> Section:
    return Section(
        key="assumptions",
        title="Taken as given",
        headers=("", "", "From"),
        rows=tuple((a.name, a.value, a.source) for a in plan.assumptions),
        align="lll",
    )
