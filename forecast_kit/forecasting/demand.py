"""Demand, not sales: weeks sold out are lifted, weeks sold below list price are restated to full price."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from forecast_kit.columns import CATEGORY, IN_STOCK, LIST_PRICE, PRICE, STORE_ID, UNITS, WEEK_START
from forecast_kit.errors import DataError, RowProblem, SettingsError
from forecast_kit.forecasting.grid import Floats

__all__ = ["DemandHistory", "to_demand"]

UNITS_SOLD = "units_sold"


@dataclass(frozen=True)
class DemandHistory:
    """Sales restated as demand at full price.

    `frame`: week_start, store_id, category, units (demand, float), units_sold, and any further columns of the sales.
    `lifted_units` were added for stock-outs; `restated_units` were taken off because a price cut had sold them.
    `by_category`: category, sold, price_cuts (units taken off), rows_cut (store-weeks sold below list price),
    stock_outs (units added), rows_out, demand: sold - price_cuts + stock_outs. NaN where the columns that would tell
    are not there, or no elasticity is known: then nothing is taken off or added.
    """

    frame: pd.DataFrame
    notes: tuple[str, ...]
    lifted_units: float
    restated_units: float
    by_category: pd.DataFrame


def to_demand(sales: pd.DataFrame, *, elasticity: float | None = None) -> DemandHistory:
    """What would have been sold at list price with full shelves, one row a store-week-category as in `sales`.

    `elasticity` is the size of the price elasticity (2 means: a 10 % cut sells 1 / 0.9 ** 2 = 1.23 times as much), so
    demand at full price = units x (price / list_price) ** elasticity. Weeks with `in_stock` below 1 (or False) are
    lifted to the store's usual rate times how the week went in the stores that had stock (in the weeks around it, if
    none had); never below what was sold. Without these columns nothing is changed, and a note says what that means.

    Raises:
        DataError: a column is missing, or a price is not above zero, or `in_stock` is not within 0 and 1.
        SettingsError: the elasticity is not above zero.

    >>> sales = pd.DataFrame({"week_start": pd.Timestamp("2025-01-06"), "store_id": ["a", "b"], "category": "coats",
    ...                       "units": [10, 10], "price": [50.0, 25.0], "list_price": 50.0})
    >>> demand = to_demand(sales, elasticity=2.0)
    >>> demand.frame["units"].tolist(), demand.restated_units
    ([10.0, 2.5], 7.5)
    """
    _refuse(sales, elasticity)
    frame = sales.reset_index(drop=True)
    sold = frame[UNITS].to_numpy(dtype=np.float64)
    full_price, price_notes = _restated(frame, sold, elasticity)
    demand, stock_notes = _lifted(frame, full_price)
    columns = {WEEK_START: frame[WEEK_START], STORE_ID: frame[STORE_ID], CATEGORY: frame[CATEGORY], UNITS: demand}
    rest = frame.drop(columns=[*columns, *(c for c in (PRICE, LIST_PRICE, IN_STOCK) if c in frame)])
    made = pd.concat([pd.DataFrame({**columns, UNITS_SOLD: sold}), rest], axis=1)
    lifted, restated = demand - full_price, sold - full_price
    parts = _by_category(frame, sold, restated, lifted, demand, elasticity)
    return DemandHistory(made, (*price_notes, *stock_notes), float(lifted.sum()), float(restated.sum()), parts)


def _by_category(
    frame: pd.DataFrame, sold: Floats, restated: Floats, lifted: Floats, demand: Floats, elasticity: float | None
) -> pd.DataFrame:
    """What was sold and what of it is demand, a row a category."""
    priced, stocked = PRICE in frame and LIST_PRICE in frame, IN_STOCK in frame
    cut = (frame[PRICE] < frame[LIST_PRICE] * (1 - 1e-9)).to_numpy() if priced else np.zeros(len(frame), dtype=bool)
    out = _share_in_stock(frame) < 1.0 if stocked else np.zeros(len(frame), dtype=bool)
    columns = {"sold": sold, "price_cuts": restated, "rows_cut": cut, "stock_outs": lifted, "rows_out": out}
    table = pd.DataFrame({CATEGORY: frame[CATEGORY].astype(str), **columns, "demand": demand}).astype(
        dict.fromkeys([*columns, "demand"], float)
    )
    totals = table.groupby(CATEGORY, as_index=False).sum()
    unknown = [*([] if priced else ["rows_cut"]), *([] if priced and elasticity else ["price_cuts"])]
    unknown += [] if stocked else ["stock_outs", "rows_out"]
    totals[unknown] = np.nan
    return totals


def _refuse(sales: pd.DataFrame, elasticity: float | None) -> None:
    missing = [column for column in (WEEK_START, STORE_ID, CATEGORY, UNITS) if column not in sales.columns]
    if missing:
        raise DataError(f"The sales have no column {', '.join(missing)}.", "Name or map the column.")
    if elasticity is not None and not (np.isfinite(elasticity) and elasticity > 0):
        raise SettingsError(f"The elasticity is {elasticity}.", "Give its size, above zero: 2 for minus two.")
    problems = []
    for name in (PRICE, LIST_PRICE):
        if name in sales:
            values = sales[name].to_numpy(dtype=np.float64, na_value=np.nan)
            problems += [
                RowProblem(int(i) + 2, name, f"{values[i]:g} is no price") for i in np.flatnonzero(values <= 0)
            ]
    if IN_STOCK in sales:
        share = _share_in_stock(sales)
        wrong = np.flatnonzero((share < 0) | (share > 1))
        problems += [RowProblem(int(i) + 2, IN_STOCK, f"{share[i]:g} is not within 0 and 1") for i in wrong]
    if problems:
        raise DataError(f"The sales have {len(problems):,} values that cannot be used.", "Correct them.", problems)


def _share_in_stock(frame: pd.DataFrame) -> Floats:
    return np.asarray(pd.to_numeric(frame[IN_STOCK]).to_numpy(dtype=np.float64, na_value=np.nan))


def _restated(frame: pd.DataFrame, sold: Floats, elasticity: float | None) -> tuple[Floats, list[str]]:
    if PRICE not in frame or LIST_PRICE not in frame:
        return sold, ["Without price and list price, clearance and promotions of the past are in these numbers."]
    ratio = (frame[PRICE] / frame[LIST_PRICE]).to_numpy(dtype=np.float64)
    below = ratio < 1.0 - 1e-9
    unknown = int(np.isnan(ratio).sum())
    notes = [f"{unknown:,} rows have no price: taken as sold at list price."] if unknown else []
    if not below.any():
        return sold, [*notes, "Nothing was sold below list price."]
    share = sold[below].sum() / sold.sum() if sold.sum() > 0 else 0.0
    if elasticity is None:
        return sold, [
            *notes,
            f"{share * 100:.0f} % of the units were sold below list price; without an elasticity they stay in.",
        ]
    full = np.where(below, sold * np.where(below, ratio, 1.0) ** elasticity, sold)
    said = f"{int(below.sum()):,} rows sold below list price: {sold[below].sum():,.0f} units sold are "
    return full, [*notes, f"{said}{full[below].sum():,.0f} at full price (elasticity {elasticity:g})."]


def _lifted(frame: pd.DataFrame, units: Floats) -> tuple[Floats, list[str]]:
    if IN_STOCK not in frame:
        return units, ["Without an in_stock column, weeks in which a store had run out count as weeks of low demand."]
    short = _share_in_stock(frame) < 1.0
    if not short.any():
        return units, ["No store-week was out of stock."]
    usual = _usual_rates(frame, units, short)
    lifted = np.where(short & np.isfinite(usual), np.fmax(units, usual), units)
    unlifted = int((short & ~np.isfinite(usual)).sum())
    notes = [
        f"{int(short.sum()):,} store-weeks ran out of stock: {units[short].sum():,.0f} units sold, "
        f"{lifted[short].sum():,.0f} in demand."
    ]
    if unlifted:
        notes.append(f"{unlifted:,} of them stay as sold: no store of the category was in stock to compare with.")
    return lifted, notes


def _usual_rates(frame: pd.DataFrame, units: Floats, short: NDArray[np.bool_]) -> Floats:
    """Each row's store rate in its weeks in stock, times how that week went in the stores in stock."""
    table = pd.DataFrame(
        {
            CATEGORY: frame[CATEGORY],
            STORE_ID: frame[STORE_ID],
            WEEK_START: pd.to_datetime(frame[WEEK_START]),
            UNITS: np.where(short, np.nan, units),
        }
    )
    by_store = table.groupby([CATEGORY, STORE_ID])[UNITS]
    chain = table.groupby(CATEGORY)[UNITS].transform("mean")
    base = by_store.transform("mean").fillna(chain)
    seen = table.assign(base=base.where(~short))
    weekly = seen.groupby([CATEGORY, WEEK_START])[[UNITS, "base"]].sum(min_count=1).sort_index()
    index = (weekly[UNITS] / weekly["base"].where(weekly["base"] > 0)).groupby(level=0, group_keys=False)
    filled = index.apply(lambda week: week.interpolate(limit_direction="both"))
    keys = pd.MultiIndex.from_frame(table[[CATEGORY, WEEK_START]])
    return np.asarray(base.to_numpy(dtype=np.float64) * filled.reindex(keys).to_numpy(dtype=np.float64))
