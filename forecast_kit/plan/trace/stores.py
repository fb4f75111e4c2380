"""How the numbers of stores, DC, deliveries and the stock path come about."""

from forecast_kit.plan.season import SeasonPlan
from forecast_kit.plan.trace.formula import Formula, Rows

PLAN = "forecast_kit.plan"
CODE = "forecast_kit.allocation.opening.allocate"
SCHEDULE = "forecast_kit.allocation.replenish.schedule"
STORE = Rows("stores", {"store_id": "{1}"})
STORES = Rows("stores", {})
STORE_SALES = Rows(
    "sales", {"category": "{category}", "store_id": "{1}", "range:week_start": "{history_from}/{history_through}"}
)
STORE_STOCK = Rows("stock", {"category": "{category}", "location": "{1}"})
WEEKLY = {"weekly": "forecast.weeks[*].units"}
SPLIT = {"committed": "allocation.committed_units", "dc": "allocation.dc_units"}
PLAYED = {"weekly": "forecast.weeks[*].units", "opening": "allocation.store_units", "dc": "allocation.dc_units"}


def _line(name: str, says: str, *rows: Rows, **inputs: str) -> Formula:
    return Formula(f"allocation.lines[*].{name}", "", says, CODE, inputs, rows)


def _tier(name: str, expression: str, says: str, **inputs: str) -> Formula:
    return Formula(f"allocation.tiers[*].{name}", expression, says, CODE, inputs)


def _path(name: str, says: str) -> Formula:
    return Formula(f"stock_path[*].{name}", "", says, SCHEDULE, PLAYED)


def _stores_open(plan: SeasonPlan) -> bool:
    return plan.allocation.store_units > 0


FORMULAS = (
    Formula(
        "allocation.lines[*].share",
        "",
        "The store's share of the category's demand: recent weeks count most, a short history leans on the tier and "
        "the store's size, scaled to the days it is open",
        "forecast_kit.allocation.shares.store_shares",
        rows=(STORE_SALES, STORE),
    ),
    _line("on_hand_units", "Units on its shelf", STORE_STOCK),
    _line(
        "presentation_units",
        "The larger of its demand in the first two weeks, rounded up, and the minimum presentation; 0 online",
        share=".share",
        **WEEKLY,
    ),
    _line(
        "opening_units",
        "Its part of what the stores get, by share and largest remainder, never less than it has; first every store's "
        "presentation, where all of it fits",
        share=".share",
        presentation=".presentation_units",
        on_hand=".on_hand_units",
        **SPLIT,
    ),
    _line(
        "ring_fenced_units",
        "Its share of all committed units, kept in the DC where it ships from there, as far as the DC's part goes",
        share=".share",
        **SPLIT,
    ),
    Formula(
        "allocation.lines[*].short_of_presentation",
        "max(0, presentation - opening)",
        "What it lacks of its presentation",
        CODE,
        {"presentation": ".presentation_units", "opening": ".opening_units"},
    ),
    _tier("stores", "len(shares)", "Stores of the tier, counted", shares="allocation.lines[tier={1}].share"),
    _tier("share", "min(1, sum(shares))", "Their shares added up", shares="allocation.lines[tier={1}].share"),
    _tier("opening_units", "sum(units)", "What they open with", units="allocation.lines[tier={1}].opening_units"),
    _tier(
        "weeks_of_cover",
        "opening / (share * sum(weekly) / len(weekly))",
        "Opening stock over the tier's demand in a week",
        opening=".opening_units",
        share=".share",
        **WEEKLY,
    ),
    Formula(
        "allocation.dc_units",
        "min(floor(holdback * committed + 0.5), committed - sum(on_hand))",
        "The holdback of all committed units, to the nearest unit; never what stores already hold",
        CODE,
        {
            "holdback": "parameters.dc_holdback_percentage",
            "committed": ".committed_units",
            "on_hand": ".lines[*].on_hand_units",
        },
        when=_stores_open,
    ),
    Formula("allocation.dc_units", "", "All units stay in the DC: no store opens with any", CODE, SPLIT),
    Formula(
        "allocation.committed_units",
        "buy + stock",
        "All the season has to sell",
        CODE,
        {"buy": "buy.buy_units", "stock": "buy.usable_stock.units"},
    ),
    Formula(
        "allocation.store_units",
        "sum(opening)",
        "What the stores open with, added up",
        f"{PLAN}.StoreAllocation.store_units",
        {"opening": ".lines[*].opening_units"},
    ),
    Formula(
        "allocation.ring_fenced_units",
        "sum(kept)",
        "What the DC keeps for the stores it ships for",
        f"{PLAN}.StoreAllocation.ring_fenced_units",
        {"kept": ".lines[*].ring_fenced_units"},
    ),
    Formula(
        "allocation.tier_stability",
        "",
        "How alike the tiers come out when made again on 20 samples of the stores (adjusted Rand index; 1: the same)",
        "forecast_kit.allocation.tiers.tier_stores",
        rows=(STORES,),
    ),
    Formula(
        "replenishment[*].lines[*]",
        "",
        "What brings the store up to its expected demand until the next delivery can arrive, with a safety for chance; "
        "when the DC is short, every store comes to the same chance of selling out",
        SCHEDULE,
        {"share": "allocation.lines[{2}].share", "opening": "allocation.lines[{2}].opening_units", **WEEKLY},
    ),
    Formula(
        "replenishment[*].units",
        "sum(lines)",
        "The delivery's lines added up",
        f"{PLAN}.ReplenishmentOrder.units",
        {"lines": ".lines[*]"},
    ),
    _path("stores_units", "Opening stock and deliveries so far, less what stores have sold at expected demand"),
    _path("dc_units", "What the DC holds after the deliveries so far and what it has sold online"),
    _path("expected_sales", "The week's demand by store, as far as each store's stock goes"),
    Formula(
        "stock_path[*].expected_lost",
        "max(0, forecast - sales)",
        "The week's demand that finds no stock",
        SCHEDULE,
        {"forecast": "forecast.weeks[{1}].units", "sales": ".expected_sales"},
    ),
)
