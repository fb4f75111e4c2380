"""Planning a season: what it is made from, the desk it is planned at, and how the plan reads."""

from forecast_kit.planning.consequences import SeasonConsequences, price_consequences
from forecast_kit.planning.demand_study import DemandStudy, study_demand
from forecast_kit.planning.desk import OFFLINE, SeasonDesk, plan_season
from forecast_kit.planning.inputs import SeasonInputs, Terms
from forecast_kit.planning.summary import Section, summarise

__all__ = [
    "OFFLINE",
    "DemandStudy",
    "SeasonConsequences",
    "SeasonDesk",
    "SeasonInputs",
    "Section",
    "Terms",
    "plan_season",
    "price_consequences",
    "study_demand",
    "summarise",
]
