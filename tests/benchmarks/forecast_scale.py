"""How long a large batch of categories takes, and how much memory: seconds and peak megabytes.

    python tests/benchmarks/forecast_scale.py [--series 10000] [--weeks 156] [--plan] [--alone]

Made-up sales: a season, noise and, with --plan, a promotion and opening days planned ahead. With --alone no category
learns from another.
"""

import argparse
import resource
import sys
import time

import numpy as np
import pandas as pd

from forecast_kit.forecasting import fit_forecast

HORIZON = 12
MEGABYTE = 1024  # ru_maxrss is in kilobytes on Linux


def sales(series: int, weeks: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """History of `series` categories (`category, week_start, units, promo, open`), and a plan of the weeks ahead."""
    draw = np.random.default_rng(0)
    at = np.arange(weeks + HORIZON)
    promo = (draw.random((series, len(at))) < 0.4).astype(float)
    opened = 6.0 - (draw.random((series, len(at))) < 0.1)
    level = draw.lognormal(5, 1, (series, 1))
    wave = 0.3 * np.sin(2 * np.pi * (at / 52 + draw.random((series, 1))))
    units = level * np.exp(wave + 0.3 * promo + 0.1 * draw.standard_normal(promo.shape)) * opened / 6
    starts = np.datetime64("2022-01-03", "ns") + at * np.timedelta64(7, "D")
    frame = pd.DataFrame(
        {
            "category": np.repeat([f"line {s:06d}" for s in range(series)], len(at)),
            "week_start": np.tile(starts, series),
            "units": units.round().ravel(),
            "promo": promo.ravel(),
            "open": opened.ravel(),
        }
    )
    known = frame["week_start"] < starts[weeks]
    return frame[known], frame[~known].drop(columns="units")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--series", type=int, default=10_000)
    parser.add_argument("--weeks", type=int, default=156)
    parser.add_argument("--plan", action="store_true", help="with two plan columns")
    parser.add_argument("--alone", action="store_true", help="no category learns from another")
    options = parser.parse_args(arguments)
    history, plan = sales(options.series, options.weeks)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    started = time.perf_counter()
    made = fit_forecast(history, HORIZON, plan=plan if options.plan else None, pool=not options.alone)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    each = 1000 * seconds / options.series
    print(f"{options.series:,} series x {options.weeks} weeks: {seconds:.1f} s, {each:.1f} ms a series")
    print(f"peak memory {peak:,.0f} MB, of which {before:,.0f} MB are the sales; {len(made.weekly):,} rows ahead")
    return 0


if __name__ == "__main__":
    sys.exit(main())
