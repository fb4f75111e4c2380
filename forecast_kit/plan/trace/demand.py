"""How the numbers of a demand forecast come about."""

from forecast_kit.plan.trace.formula import Formula, Rows

CODE = "forecast_kit.replay.demand.expected_demand"
HISTORY = Rows("sales", {"category": "{category}", "range:week_start": "{history_from}/{history_through}"})
ALL_SALES = Rows("sales", {"range:week_start": "{history_from}/{history_through}"})
AHEAD = Rows("plan_ahead", {"category": "{category}", "range:week_start": "{first_week}/{last_week}"})
LAST_YEAR = Rows("sales", {"category": "{category}", "range:week_start": "{year_before_from}/{year_before_through}"})
MODELS = {"weights": "forecast.models[*].weight"}


def _computed(of: str, says: str, *rows: Rows, **inputs: str) -> Formula:
    return Formula(of, "", says, CODE, inputs, rows or (HISTORY, ALL_SALES, AHEAD))


FORMULAS = (
    _computed(
        "forecast.weeks[*].units",
        "The models' forecasts of the week by their weights: demand at full price, from the category's past weeks "
        "steadied by the other categories', for the days of the week that are on sale",
        **MODELS,
    ),
    _computed(
        "forecast.weeks[*].units_lo_80",
        "The forecast less what forecasts of the past missed by, so that one week of ten lies below",
        units=".units",
    ),
    _computed(
        "forecast.weeks[*].units_hi_80",
        "The forecast plus what forecasts of the past missed by, so that one week of ten lies above",
        units=".units",
    ),
    _computed(
        "forecast.total_quantiles[*].units",
        "The season total that this share of seasons stays below, by what season totals of the past missed by",
        weeks="forecast.weeks[*].units",
    ),
    _computed("forecast.models[*].weight", "How much the model counts in the combination"),
    _computed("forecast.gap_weeks", "Weeks between the last week of sales and the first of the season"),
    _computed(
        "forecast.same_weeks_last_year", "Demand of the same weeks 52 weeks before, stores that will trade", LAST_YEAR
    ),
    _computed(
        "forecast.backtest_wape",
        "Sum of what past forecasts missed a week by, over the sum of what those weeks sold",
        HISTORY,
    ),
    _computed("forecast.backtest_coverage_80", "The share of past weeks that lay within their 80 % interval", HISTORY),
    Formula(
        "forecast.total_units",
        "sum(weeks)",
        "The weeks of the season added up",
        "forecast_kit.plan.DemandForecast.total_units",
        {"weeks": "forecast.weeks[*].units"},
    ),
)
