"""Weekly demand ahead with honest intervals, vectorised over a (series x weeks) matrix.

`fit_forecast` is the one fit; `forecast_demand` and `forecast_totals` are its two faces. `explain` takes its numbers
apart, `backtest_frame` shows how it did before, `plan_effects` says what a promotion gives, and `update_level`
re-forecasts a season that has begun. Names are imported when first used, so that `import forecast_kit.forecasting`
costs nothing.

What was tried, and what it gave: mean WAPE % of the Gaussian process alone, 12 weeks ahead, over 17 origins of 15
departments without a plan, and over 21 origins of 4 grocery categories with theirs. Kept (+) was what helped or did no
harm in random halves of the categories and of the origins alike.

    |                                                                | departments | grocery |
    |----------------------------------------------------------------|-------------|---------|
    |   seasonal naive                                               | 6.88        | 22.70   |
    |   level, season, Easter, December by date, plan columns        | 5.55        | 13.43   |
    | + where in the month a week falls                              | 5.36        | 13.37   |
    | + a curve (square root) beside every plan column               | -           | 13.12   |
    | + next to no steady growth, a season correlated over one week  | 5.33        | 12.95   |
    | + weaker seasons among the kernels                             | 5.35        | 12.25   |
    | + what passes within weeks; a curve free of its line           | 5.34        | 11.77   |
    | + the same process on units, half and half                     | 5.30        | 11.81   |
    |   a factor common to all categories (their mean apart)         | +0.05       | -       |
    |   single weeks clipped at 2, 3 or 4 standard deviations        | +0.04       | -       |
    |   all of the year aligned by date, not December alone          | +0.17       | -0.15   |
    |   plan columns of the week before, or of the week after        | -           | +0.14   |
    |   products of plan columns                                     | -           | +0.31   |
    |   a kernel for effects chosen by likelihood                    | -0.03       | +0.11   |
    |   a further Easter week on either side                         | 0.00        | -       |
    |   equal weights before any backtest, not `models.STANDING`     | +0.07       | 0.00    |

Then of the whole fit, over 14 and 12 origins, and 6 of a made-up chain with promotions and opening days planned
(`tests/benchmarks/planned_chain.py`): WAPE % and error of the season's total %, or what they changed by.

    |                                                                | departments | grocery     | chain       |
    |----------------------------------------------------------------|-------------|-------------|-------------|
    |   as above                                                     |  5.41  3.11 | 11.97  5.96 |  3.63  2.26 |
    | + no growth in the level, but one that all series share; and   |             |             |             |
    |   next to no standing for models other than the two processes  |  5.41  3.04 | 11.94  5.86 |  3.45  1.97 |
    |   growth of each series' own of up to 3 % a year, not 1 %      | +0.01 +0.11 | +0.08 +0.14 | -0.02 -0.07 |
    |   the pooled bias of the backtest taken off                    | +0.01 -0.03 | +0.01 -0.03 | +0.06 +0.09 |
    |   weights that also count the error of season totals           | +0.07 +0.09 |  0.00  0.00 | -0.01  0.00 |
    |   15 % of a process with a smooth season only                  | +0.09 +0.07 | -0.04 +0.05 |  0.00 +0.02 |
    |   log of opening days, not the days and their curve            |      -      |      -      | +0.03 +0.02 |
    |   a country's holidays and shopping days, see `calendar`       | -0.01 +0.01 | +0.13 +0.12 | +0.01 -0.01 |
    |   20 % ARIMA, see `models`                                     | +0.03 +0.08 | +0.25 +0.08 | -0.02  0.00 |
    |   20 % Prophet, see `models`                                   | +0.31 +0.46 | +0.02 -0.06 | -0.11 -0.15 |
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forecast_kit.forecasting.demand import DemandHistory, to_demand
    from forecast_kit.forecasting.effect_table import plan_effects
    from forecast_kit.forecasting.explained import Explanation, explain
    from forecast_kit.forecasting.forecast import Forecast, fit_forecast, forecast_demand, forecast_totals
    from forecast_kit.forecasting.reforecast import LevelUpdate, update_level
    from forecast_kit.forecasting.rolling import backtest_frame, backtest_scores

_HOMES = {
    "DemandHistory": "demand",
    "Explanation": "explained",
    "Forecast": "forecast",
    "LevelUpdate": "reforecast",
    "backtest_frame": "rolling",
    "backtest_scores": "rolling",
    "explain": "explained",
    "fit_forecast": "forecast",
    "forecast_demand": "forecast",
    "forecast_totals": "forecast",
    "plan_effects": "effect_table",
    "to_demand": "demand",
    "update_level": "reforecast",
}

__all__ = [
    "DemandHistory",
    "Explanation",
    "Forecast",
    "LevelUpdate",
    "backtest_frame",
    "backtest_scores",
    "explain",
    "fit_forecast",
    "forecast_demand",
    "forecast_totals",
    "plan_effects",
    "to_demand",
    "update_level",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
