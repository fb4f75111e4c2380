"""A run: one season from brief to proposed plan, recorded step by step so that it can be shown, trusted, resumed."""

from forecast_kit.runs.planned import PlannedSeason, plan_run
from forecast_kit.runs.ports import Clock, RunStore, SystemClock
from forecast_kit.runs.states import RunStatus, check_move

__all__ = ["Clock", "PlannedSeason", "RunStatus", "RunStore", "SystemClock", "check_move", "plan_run"]
