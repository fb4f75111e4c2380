"""Made-up sales for the tests: a season, a growth and some noise, all seeded."""

import numpy as np
import pandas as pd

START = "2022-01-03"


def weeks(count: int, start: str = START) -> pd.DatetimeIndex:
    return pd.date_range(start, periods=count, freq="7D")


def frame(units: object, category: str = "dresses", start: str = START) -> pd.DataFrame:
    values = np.asarray(units, dtype=float)
    return pd.DataFrame({"category": category, "week_start": weeks(len(values), start), "units": values})


def seasonal(
    count: int, *, level: float = 200.0, growth: float = 0.0, noise: float = 0.05, seed: int = 0
) -> np.ndarray:
    at = np.arange(count)
    rng = np.random.default_rng(seed)
    season = 0.4 * np.sin(2 * np.pi * at / 52) + 0.2 * np.cos(4 * np.pi * at / 52)
    return level * np.exp(season + growth * at / 52 + noise * rng.standard_normal(count))


def batch(count: int, series: int = 4, **how: float) -> pd.DataFrame:
    return pd.concat([frame(seasonal(count, seed=s, **how), f"line_{s}") for s in range(series)], ignore_index=True)
