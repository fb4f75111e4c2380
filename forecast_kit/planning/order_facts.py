"""What a person signs when she signs an order, in her words."""

from forecast_kit.plan import SeasonPlan
from forecast_kit.words import day, money, percent, units

__all__ = ["order_facts"]


def order_facts(plan: SeasonPlan) -> tuple[tuple[str, str], ...]:
    """Label and value of everything that hangs on the order: units, cash, stores, DC, dates, and what it should earn.

    The labels are the same for every order of a season, so that two can be set side by side.
    """
    chosen, placed = plan.buy.option(plan.buy.chosen), plan.allocation
    shops = sum(line.opening_units > 0 for line in placed.lines)
    pack = f" in packs of {plan.buy.pack_size}" if plan.buy.pack_size > 1 else ""
    held = placed.dc_units / placed.committed_units if placed.committed_units else 0.0
    facts = [
        ("Order", f"{units(chosen.buy_units)} units{pack}"),
        ("Cash", money(chosen.cash, plan.currency)),
        ("On top of stock", f"{units(plan.buy.usable_stock.units)} units"),
        ("Stores open with", f"{units(placed.store_units)} units in {units(shops)} store{'s' * (shops != 1)}"),
        ("DC holds back", f"{units(placed.dc_units)} units ({percent(held)})"),
        ("Order by", "not known: no supplier lead time" if plan.order_date is None else day(plan.order_date)),
        ("Season starts", day(plan.parameters.season_start_date)),
        ("Expected margin", money(chosen.expected_margin, plan.currency)),
        ("Expected lost sales", f"{units(chosen.expected_lost_units)} units"),
        ("Expected left over", f"{units(chosen.expected_leftover_units)} units"),
    ]
    if plan.sizes:
        facts.insert(1, ("By size", " · ".join(f"{line.size}: {units(line.buy_units)}" for line in plan.sizes)))
    return tuple(facts)
