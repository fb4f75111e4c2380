"""The weekly grid: every week between a store's first and last sale of a category, and which of them are missing."""

from typing import Final

import numpy as np
import pandas as pd

from forecast_kit import columns as c

__all__ = ["find_gaps", "weekly_grid"]

_SERIES: Final = [c.STORE_ID, c.CATEGORY]
_WEEK: Final = np.timedelta64(7, "D")


def find_gaps(sales: pd.DataFrame) -> pd.DataFrame:
    """Weeks without a row between a store's first and last row of a category; one row a run of such weeks.

    Columns: `store_id`, `category`, `first_missing`, `last_missing` (week starts) and `weeks`. A missing week is
    not a week without sales: which it is, only the person who exported the file knows.

    >>> weeks = pd.to_datetime(["2025-03-03", "2025-03-24"])
    >>> sales = pd.DataFrame({"week_start": weeks, "store_id": "7", "category": "dresses", "units": [3, 4]})
    >>> find_gaps(sales)[["first_missing", "weeks"]].astype(str).values.tolist()
    [['2025-03-10', '2']]
    """
    ordered = sales[[*_SERIES, c.WEEK_START]]
    series = ordered.groupby(_SERIES, sort=True).ngroup().to_numpy()
    weeks = ordered[c.WEEK_START].to_numpy(dtype="datetime64[D]")
    order = np.lexsort((weeks, series))
    series, weeks = series[order], weeks[order]
    apart = np.diff(weeks) // _WEEK
    before = np.flatnonzero((np.diff(series) == 0) & (apart > 1))
    at = ordered.iloc[order[before]]
    return pd.DataFrame(
        {
            c.STORE_ID: at[c.STORE_ID].to_numpy(),
            c.CATEGORY: at[c.CATEGORY].to_numpy(),
            "first_missing": (weeks[before] + _WEEK).astype("datetime64[ns]"),
            "last_missing": (weeks[before + 1] - _WEEK).astype("datetime64[ns]"),
            "weeks": apart[before] - 1,
        }
    )


def weekly_grid(sales: pd.DataFrame) -> pd.DataFrame:
    """The sales with a row for every missing week too, its values blank; sorted by store, category and week.

    >>> weeks = pd.to_datetime(["2025-03-03", "2025-03-17"])
    >>> sales = pd.DataFrame({"week_start": weeks, "store_id": "7", "category": "dresses", "units": [3, 4]})
    >>> weekly_grid(sales)["units"].tolist()
    [3.0, nan, 4.0]
    """
    gaps = find_gaps(sales)
    lengths = gaps["weeks"].to_numpy(dtype=int)
    run = np.repeat(np.arange(len(gaps)), lengths)
    within = np.arange(len(run)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    missing = gaps.iloc[run][_SERIES].reset_index(drop=True)
    first = gaps["first_missing"].to_numpy()[run]
    missing[c.WEEK_START] = first + (within * _WEEK).astype("timedelta64[ns]")
    grid = pd.concat([sales, missing], ignore_index=True) if len(missing) else sales
    return grid.sort_values([*_SERIES, c.WEEK_START], ignore_index=True)
