"""A small season to plan: 8 shops and a web shop, 2 categories, 110 weeks, with stock and promotions."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from forecast_kit.planning import SeasonInputs, Terms
from forecast_kit.season import CategoryEconomics, SeasonParameters

WEEKS = pd.date_range("2023-01-02", periods=110, freq="7D")
AHEAD = pd.date_range(WEEKS[-1] + pd.Timedelta(weeks=1), periods=52, freq="7D")
AS_OF = (WEEKS[-1] + pd.Timedelta(weeks=1)).date()
START = date(2025, 3, 3)
SHOPS = [f"S{n}" for n in range(1, 9)]
STORES = [*SHOPS, "WEB"]


def promotions(weeks: pd.DatetimeIndex) -> np.ndarray:
    return (weeks.isocalendar().week.to_numpy() % 9 == 0).astype(float)


def sales() -> pd.DataFrame:
    rng = np.random.default_rng(7)
    season = (1 + 0.4 * np.sin(np.arange(len(WEEKS)) * 2 * np.pi / 52)) * (1 + 0.3 * promotions(WEEKS))
    frames = [
        pd.DataFrame(
            {
                "week_start": WEEKS,
                "store_id": store,
                "category": category,
                "units": rng.poisson(level * n / 4 * season),
                "promotion": promotions(WEEKS),
            }
        )
        for category, level in (("Dresses", 20.0), ("Knitwear", 12.0))
        for n, store in enumerate(STORES, start=1)
    ]
    return pd.concat(frames, ignore_index=True)


def stores(**columns: Any) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "store_id": STORES,
            "size_sqft": [1000.0 + 250 * n for n in range(8)] + [np.nan],
            "ships_from_dc": [False] * 8 + [True],
            "open_from": pd.NaT,
            "open_to": pd.NaT,
        }
    )
    return frame.assign(**columns)


def stock() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "location": ["S1", "S2", "WEB", "DC", "DC"],
            "category": "Dresses",
            "on_hand": [12, 3, 20, 100, 0],
            "on_order": [0, 0, 0, 60, 40],
            "due_week": pd.to_datetime([None, None, None, "2025-02-17", "2025-04-07"]),
        }
    )


def plan_ahead() -> pd.DataFrame:
    return pd.DataFrame({"category": "Dresses", "week_start": AHEAD, "promotion": promotions(AHEAD)})


def parameters(**changes: Any) -> SeasonParameters:
    base = {"season_start_date": START, "forecast_horizon_weeks": 8, "markdown_checkpoint_week": 5}
    return SeasonParameters(**{**base, **changes})


def economics(**changes: Any) -> CategoryEconomics:
    base = {
        "category": "Dresses",
        "unit_price": 60,
        "unit_cost": 20,
        "salvage_value": 8,
        "vat_rate": 0.2,
        "pack_size": 6,
    }
    return CategoryEconomics(**{**base, **changes})


def inputs(**changes: Any) -> SeasonInputs:
    base = {
        "parameters": parameters(),
        "economics": economics(),
        "sales": sales(),
        "stores": stores(),
        "stock": None,
        "plan_ahead": None,
        "as_of": AS_OF,
        "terms": Terms(supplier_lead_weeks=2, dc_lead_weeks=1),
    }
    return SeasonInputs(**{**base, **changes})
