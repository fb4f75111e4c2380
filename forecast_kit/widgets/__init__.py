"""What people see in a notebook: the confirmation, the approval, the status of a run, charts and tables.

Nothing here knows the database: widgets are given values (a plan, a replay, a study) and callables, and give back
answers.
The heavy parts (ipywidgets, anywidget, matplotlib) are imported when first shown.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forecast_kit.widgets.approve import ApprovalAnswer, ApprovalForm, ApprovalLimits
    from forecast_kit.widgets.buy_curve import buy_curve_chart
    from forecast_kit.widgets.charts import buy_chart, forecast_chart, past_seasons, stock_path_chart
    from forecast_kit.widgets.confirm import ConfirmForm
    from forecast_kit.widgets.confirmation import Confirmation, Consequences, Edit
    from forecast_kit.widgets.demand_charts import effects_chart, outlook_chart, track_chart, value_added_chart
    from forecast_kit.widgets.gate import headless
    from forecast_kit.widgets.replay_charts import frontier_chart, ledger_chart, sell_through_chart
    from forecast_kit.widgets.status_panel import StatusPanel

_HOME = {
    "ApprovalAnswer": "approve",
    "ApprovalForm": "approve",
    "ApprovalLimits": "approve",
    "ConfirmForm": "confirm",
    "Confirmation": "confirmation",
    "Consequences": "confirmation",
    "Edit": "confirmation",
    "StatusPanel": "status_panel",
    "buy_chart": "charts",
    "buy_curve_chart": "buy_curve",
    "effects_chart": "demand_charts",
    "forecast_chart": "charts",
    "frontier_chart": "replay_charts",
    "headless": "gate",
    "ledger_chart": "replay_charts",
    "outlook_chart": "demand_charts",
    "past_seasons": "charts",
    "sell_through_chart": "replay_charts",
    "stock_path_chart": "charts",
    "track_chart": "demand_charts",
    "value_added_chart": "demand_charts",
}

__all__ = [
    "ApprovalAnswer",
    "ApprovalForm",
    "ApprovalLimits",
    "ConfirmForm",
    "Confirmation",
    "Consequences",
    "Edit",
    "StatusPanel",
    "buy_chart",
    "buy_curve_chart",
    "effects_chart",
    "forecast_chart",
    "frontier_chart",
    "headless",
    "ledger_chart",
    "outlook_chart",
    "past_seasons",
    "sell_through_chart",
    "stock_path_chart",
    "track_chart",
    "value_added_chart",
]


def __getattr__(name: str) -> object:
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(f"forecast_kit.widgets.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
