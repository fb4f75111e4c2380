"""Planning a season: what it is made from, the desk it is planned at, and how the plan reads."""

from forecast_kit.planning.allocation_sheet import AllocationSheet, allocation_sheet, summarise_sheet
from forecast_kit.planning.buy_study import BuyStudy, study_buy
from forecast_kit.planning.consequences import SeasonConsequences, price_consequences
from forecast_kit.planning.demand_study import DemandStudy, study_demand
from forecast_kit.planning.desk import OFFLINE, SeasonDesk, plan_season
from forecast_kit.planning.inputs import SeasonInputs, Terms
from forecast_kit.planning.open_to_buy import open_to_buy_of, summarise_open_to_buy
from forecast_kit.planning.order_facts import order_facts
from forecast_kit.planning.past_season import CompanyRecord, PastSeason, past_parameters, past_season
from forecast_kit.planning.replay_summary import replay_document, summarise_replay
from forecast_kit.planning.replayed import Played, SeasonReplay, replay_season
from forecast_kit.planning.summary import Section, summarise
from forecast_kit.planning.sweep_summary import summarise_sweep, sweep_document
from forecast_kit.planning.traced import PlanWorkings, trace_season

__all__ = [
    "OFFLINE",
    "AllocationSheet",
    "BuyStudy",
    "CompanyRecord",
    "DemandStudy",
    "PastSeason",
    "PlanWorkings",
    "Played",
    "SeasonConsequences",
    "SeasonDesk",
    "SeasonInputs",
    "SeasonReplay",
    "Section",
    "Terms",
    "allocation_sheet",
    "open_to_buy_of",
    "order_facts",
    "past_parameters",
    "past_season",
    "plan_season",
    "price_consequences",
    "replay_document",
    "replay_season",
    "study_buy",
    "study_demand",
    "summarise",
    "summarise_open_to_buy",
    "summarise_replay",
    "summarise_sheet",
    "summarise_sweep",
    "sweep_document",
    "trace_season",
]
