"""How much to buy, and which store opens with how much of it: units are whole and always add up."""

from forecast_kit.allocation.apportion import apportion
from forecast_kit.allocation.buy import compare_buys, judge_order
from forecast_kit.allocation.opening import allocate
from forecast_kit.allocation.outcome import Outcome, Outlook, TotalOutlook
from forecast_kit.allocation.ration import Z_LAST, Z_TOP_UP, top_up
from forecast_kit.allocation.replenish import deliveries, schedule
from forecast_kit.allocation.shares import open_stores, store_shares
from forecast_kit.allocation.sizes import split_order, split_shipments
from forecast_kit.allocation.tiers import ONLINE, Tiering, tier_stores
from forecast_kit.allocation.total import SeasonTotal

__all__ = [
    "ONLINE",
    "Z_LAST",
    "Z_TOP_UP",
    "Outcome",
    "Outlook",
    "SeasonTotal",
    "Tiering",
    "TotalOutlook",
    "allocate",
    "apportion",
    "compare_buys",
    "deliveries",
    "judge_order",
    "open_stores",
    "schedule",
    "split_order",
    "split_shipments",
    "store_shares",
    "tier_stores",
    "top_up",
]
