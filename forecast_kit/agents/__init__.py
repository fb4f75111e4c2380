"""Four agents plan a season: a language model, or the kit's own rules, chooses; the desk computes.

The agents SDK is imported when a season is first planned, so that importing this package is quick.
"""

from forecast_kit.agents.result import AgentsResult, SeasonReport
from forecast_kit.agents.run import Engine, plan_with_agents

__all__ = ["AgentsResult", "Engine", "SeasonReport", "plan_with_agents"]
