"""The plan of a season as values that check themselves: a plan that does not add up cannot be built.

Units are whole pieces; money is in the plan's currency, net of VAT; shares are 0-1.
"""

from forecast_kit.plan.buy import BuyMiss, BuyOption, BuyPlan, BuyRule, PlannedMarkdown, SizeLine, UsableStock
from forecast_kit.plan.choices import Assumption, Choice, ChoiceOption, ReconciliationLine, Risk
from forecast_kit.plan.demand import DemandForecast, ModelWeight, TotalQuantile, WeekForecast
from forecast_kit.plan.digest import canonical_json, digest_of
from forecast_kit.plan.markdown import MarkdownDecision, MarkdownOption
from forecast_kit.plan.season import SeasonPlan
from forecast_kit.plan.stores import ReplenishmentOrder, StockWeek, StoreAllocation, StoreLine, StoreTier

__all__ = [
    "Assumption",
    "BuyMiss",
    "BuyOption",
    "BuyPlan",
    "BuyRule",
    "Choice",
    "ChoiceOption",
    "DemandForecast",
    "MarkdownDecision",
    "MarkdownOption",
    "ModelWeight",
    "PlannedMarkdown",
    "ReconciliationLine",
    "ReplenishmentOrder",
    "Risk",
    "SeasonPlan",
    "SizeLine",
    "StockWeek",
    "StoreAllocation",
    "StoreLine",
    "StoreTier",
    "TotalQuantile",
    "UsableStock",
    "WeekForecast",
    "canonical_json",
    "digest_of",
]
