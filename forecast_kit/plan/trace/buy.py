"""How the numbers of the manufacturing order come about."""

from forecast_kit.plan.trace.demand import HISTORY
from forecast_kit.plan.trace.formula import Formula, Rows

PLAN = "forecast_kit.plan"
CODE = "forecast_kit.allocation.buy.compare_buys"
OUTLOOK = "forecast_kit.replay.outlook.SeasonOutlook.of"
STOCK = Rows("stock", {"category": "{category}"})
CATEGORY = Rows("categories", {"category": "{category}"})
NEED = {
    "need": ".need_units",
    "stock": "buy.usable_stock.units",
    "pack": "buy.pack_size",
    "minimum": "buy.min_order_units",
}
COMMITTED = {"buy": ".buy_units", "stock": "buy.usable_stock.units"}
SIMULATED = "on average over the simulated seasons (the season total's distribution where money is not known)"


def _stock(name: str, says: str) -> Formula:
    return Formula(f"buy.usable_stock.{name}", "", says, "forecast_kit.planning.inputs.usable_stock", rows=(STOCK,))


def _outcome(name: str, says: str) -> Formula:
    return Formula(f"buy.options[*].{name}", "", f"{says}, {SIMULATED}", OUTLOOK, COMMITTED)


FORMULAS = (
    _stock("on_hand_stores", "Units on hand in the stores that trade in the season"),
    _stock("on_hand_dc", "Units on hand in the DC, and of the stores that ship from it"),
    _stock("on_order_in_time", "Units on order that are due by the season's start"),
    _stock("on_order_late", "Units on order that are due after the season's start, or nobody knows when"),
    Formula(
        "buy.usable_stock.units",
        "stores + dc + in_time",
        "What the season can sell without buying",
        f"{PLAN}.UsableStock.units",
        {"stores": ".on_hand_stores", "dc": ".on_hand_dc", "in_time": ".on_order_in_time"},
    ),
    Formula(
        "buy.options[flat].need_units",
        "floor(forecast * (1 + safety) + 0.5)",
        "The forecast with the safety stock on top, to the nearest unit",
        CODE,
        {"forecast": "forecast.total_units", "safety": "buy.safety_share"},
    ),
    Formula(
        "buy.options[newsvendor].need_units",
        "",
        "The whole number of units worth most after their cost: the season simulated, with a part taken off for risk; "
        "without simulation the total that demand stays below with the critical ratio's chance",
        CODE,
        {"ratio": "buy.critical_ratio", "totals": "forecast.total_quantiles[*].units"},
    ),
    Formula(
        "buy.options[mine].need_units",
        "",
        "The units that were asked for, and the stock that is there",
        CODE,
        {"stock": "buy.usable_stock.units"},
    ),
    Formula(
        "buy.options[*].buy_units",
        "",
        "Need less usable stock, in whole packs and not below the minimum order; of the orders the supplier takes "
        "around it the one worth most (flat: rounded up)",
        CODE,
        NEED,
        (CATEGORY,),
    ),
    Formula(
        "buy.options[*].cash",
        "units * cost",
        "What the order costs",
        CODE,
        {"units": ".buy_units", "cost": "economics.unit_cost"},
        (CATEGORY,),
    ),
    _outcome("expected_sales_units", "Units that all committed stock sells"),
    _outcome("expected_lost_units", "Full-price demand that finds no stock"),
    _outcome("expected_revenue", "Takings net of VAT, markdowns included"),
    _outcome("service_level", "The share of seasons in which nothing runs out"),
    Formula(
        "buy.options[*].expected_leftover_units",
        "max(0, buy + stock - sales)",
        "What is committed and not sold",
        OUTLOOK,
        {**COMMITTED, "sales": ".expected_sales_units"},
    ),
    Formula(
        "buy.options[*].expected_margin",
        "revenue + salvage * leftover - cost * units",
        "Takings and what is left at salvage, less the cost of the order; stock that is there is paid for",
        CODE,
        {
            "revenue": ".expected_revenue",
            "salvage": "economics.salvage_value",
            "leftover": ".expected_leftover_units",
            "cost": "economics.unit_cost",
            "units": ".buy_units",
        },
        (CATEGORY,),
    ),
    Formula(
        "buy.pack_size", "pack", "Units in the supplier's pack", CODE, {"pack": "economics.pack_size"}, (CATEGORY,)
    ),
    Formula(
        "buy.min_order_units",
        "least",
        "The smallest order the supplier takes",
        CODE,
        {"least": "economics.min_order_units"},
        (CATEGORY,),
    ),
    Formula(
        "buy.safety_share",
        "",
        "20 % on top of the forecast, 25 % without replenishment, unless another is asked for",
        CODE,
    ),
    Formula(
        "buy.critical_ratio",
        "min(1, max(0, (price - cost) / (price - salvage)))",
        "What a unit earns that sells, over what is at stake on it: Arrow, Harris and Marschak (1951)",
        "forecast_kit.season.CategoryEconomics.critical_ratio",
        {"price": "economics.net_price", "cost": "economics.unit_cost", "salvage": "economics.salvage_value"},
        (CATEGORY,),
    ),
    Formula(
        "buy.markdowns[*].depth",
        "",
        "How deep the markdown of that week is, on average over the simulated seasons that have one",
        "forecast_kit.replay.outlook.SeasonOutlook.markdowns",
        {"committed": "buy.committed_units"},
        (HISTORY,),
    ),
    Formula(
        "buy.markdowns[*].share_of_seasons",
        "",
        "The share of the simulated seasons that have a markdown in that week",
        "forecast_kit.replay.outlook.SeasonOutlook.markdowns",
        {"committed": "buy.committed_units"},
        (HISTORY,),
    ),
    Formula(
        "buy.misses[*].buy_units",
        "",
        "A tenth less or more than the recommended order, as near as packs and the minimum let it be",
        CODE,
        {"recommended": "buy.options[{recommended}].buy_units", "pack": "buy.pack_size"},
    ),
    Formula(
        "buy.misses[*].margin_lost",
        "",
        "The recommended order's expected margin less that of this one, on the same simulated seasons",
        CODE,
        {"recommended": "buy.options[*].expected_margin", "units": ".buy_units"},
    ),
    Formula(
        "buy.buy_units",
        "chosen",
        "The units of the option that was taken",
        f"{PLAN}.BuyPlan.buy_units",
        {"chosen": ".options[{chosen}].buy_units"},
    ),
    Formula(
        "buy.committed_units",
        "buy + stock",
        "All the season has to sell",
        f"{PLAN}.BuyPlan.committed_units",
        {"buy": ".buy_units", "stock": ".usable_stock.units"},
    ),
    Formula(
        "buy.rounding_units",
        "buy + stock - need",
        "Bought above need for packs, the minimum order, or stock that is there",
        f"{PLAN}.BuyPlan.rounding_units",
        {"buy": ".buy_units", "stock": ".usable_stock.units", "need": ".options[{chosen}].need_units"},
    ),
)
