"""How the numbers of the rest of a plan come about: what was given, sizes, choices, risks, how it adds up."""

from forecast_kit.plan.trace.buy import CATEGORY
from forecast_kit.plan.trace.demand import HISTORY
from forecast_kit.plan.trace.formula import Formula, Rows

PLAN = "forecast_kit.plan"
INPUTS = "forecast_kit.planning.inputs.SeasonInputs"
RISKS = "forecast_kit.planning.risks.biggest_risks"
DESK = "forecast_kit.planning.desk.SeasonDesk"
SIZE = Rows("size_shares", {"category": "{category}", "size": "{1}"})
PARAMETERS = ("forecast_horizon_weeks", "dc_holdback_percentage", "markdown_checkpoint_week", "markdown_threshold")
ECONOMICS = {
    "unit_price": "The price it sells at, VAT included",
    "unit_cost": "What a unit costs, landed",
    "salvage_value": "What a unit left over brings",
    "pack_size": "Units in the supplier's pack",
    "min_order_units": "The smallest order the supplier takes",
}
SUM = {
    "Need": ("need", {"need": "buy.options[{bought}].need_units"}),
    "less usable stock": ("-stock", {"stock": "buy.usable_stock.units"}),
    "packs, minimum order and stock above need": ("rounding", {"rounding": "buy.rounding_units"}),
    "Buy": ("buy", {"buy": "buy.buy_units"}),
    "plus usable stock": ("stock", {"stock": "buy.usable_stock.units"}),
    "To sell in the season": ("committed", {"committed": "buy.committed_units"}),
    "to stores at opening": ("-stores", {"stores": "allocation.store_units"}),
    "DC holdback": ("dc", {"dc": "allocation.dc_units"}),
}


def _given(of: str, says: str, path: str, *rows: Rows) -> Formula:
    return Formula(of, "given", says, INPUTS, {"given": f"given:{path}"}, rows)


def _parameter(name: str) -> Formula:
    confirmed = Rows("season_parameters", {"name": name})
    return _given(f"parameters.{name}", "As confirmed", f"parameters.{name}", confirmed)


FORMULAS = (
    *(_parameter(name) for name in PARAMETERS),
    *(_given(f"economics.{name}", says, f"economics.{name}", CATEGORY) for name, says in ECONOMICS.items()),
    _given("economics.vat_rate", "VAT within the selling price, a share", "vat_rate", CATEGORY),
    _given(
        "economics.elasticity",
        "What the category's own price changes say, weighed against what is usual, to two digits",
        "elasticity",
        HISTORY,
    ),
    Formula(
        "economics.net_price",
        "price / (1 + vat)",
        "The selling price without its VAT",
        "forecast_kit.season.CategoryEconomics.net_price",
        {"price": ".unit_price", "vat": ".vat_rate"},
        (CATEGORY,),
    ),
    _given("seed", "Where random draws begin, so that the same plan comes again", "seed"),
    Formula(
        "sizes[*].share",
        "",
        "The size's share of the category, from the size file",
        "forecast_kit.planning.allocation_sheet.sizes_of_order",
        rows=(SIZE,),
    ),
    Formula(
        "sizes[*].buy_units",
        "",
        "The order by size in whole packs, by largest remainder",
        "forecast_kit.allocation.sizes.split_order",
        {"share": ".share", "order": "buy.buy_units", "pack": "buy.pack_size"},
        (SIZE,),
    ),
    Formula(
        "choices[buy].options[*].expected_margin",
        "margin",
        "What that way to buy is expected to earn",
        DESK,
        {"margin": "buy.options[{2}].expected_margin"},
    ),
    Formula(
        "choices[markdown if on plan].options[*].expected_margin",
        "margin",
        "What that answer is expected to earn after the checkpoint",
        DESK,
        {"margin": "markdown.options[{2}].margin_after"},
    ),
    Formula(
        "choices[*].options[*].expected_margin",
        "",
        "What the season is expected to earn planned with that answer",
        DESK,
    ),
    Formula(
        "choices[*].money_against_next_best",
        "chosen - max(others)",
        "The margin of what was chosen less that of the best other answer",
        f"{PLAN}.Choice.money_against_next_best",
        {"chosen": ".options[{chosen}].expected_margin", "others": ".options[name!={chosen}].expected_margin"},
    ),
    Formula("risks[*].money", "", "The units at risk at what each would cost; the risk's line says how", RISKS),
    Formula("risks[*].units", "", "The units at risk; the risk's line says how", RISKS),
    *(
        Formula(
            f"reconciliation[{label}].units",
            expression,
            "A line of the sum from need to stores and DC",
            f"{PLAN}.SeasonPlan.reconciliation",
            inputs,
        )
        for label, (expression, inputs) in SUM.items()
    ),
)
