"""Whole seasons, as an analyst or a batch would plan them: every category, many seasons, a fresh machine's database."""

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from forecast_kit.planning import plan_season
from forecast_kit.season import SeasonParameters
from forecast_kit.settings import Settings
from forecast_kit.workbench import DataFiles, Workbench
from forecast_kit.workbench.files import stored_dataset
from forecast_kit.workbench.inputs import inputs_of

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('slow') / 'workbench.db'}"
    return Workbench(database_url=url, settings=Settings(_env_file=None))


@pytest.mark.parametrize("strategy", ["none", "weekly", "bi-weekly"])
@pytest.mark.parametrize("horizon", [1, 6, 12, 26, 52])
def test_every_category_can_be_planned_for_any_length_and_cadence(bench, strategy, horizon):
    for category in bench.data.category_names:
        for delay in (0, 3, 63, 180):
            season = SeasonParameters(
                season_start_date=bench.as_of + timedelta(days=delay),
                forecast_horizon_weeks=horizon,
                replenishment_strategy=strategy,
                markdown_checkpoint_week=max(1, horizon // 2),
            )
            ahead = bench.data.plan_ahead["week_start"].max().date()
            if season.season_start_date + timedelta(weeks=horizon) > ahead:
                continue
            plan = plan_season(inputs_of(bench.data, category, season, bench.as_of, bench.settings, None))
            assert plan.allocation.store_units + plan.allocation.dc_units == plan.buy.committed_units


def test_a_season_of_a_year_half_a_year_ahead_is_planned_without_a_plan_ahead(bench):
    from dataclasses import replace

    season = SeasonParameters(season_start_date=date(2026, 7, 6), forecast_horizon_weeks=52)
    inputs = inputs_of(bench.data, "Accessories", season, bench.as_of, bench.settings, None)
    plan = plan_season(replace(inputs, plan_ahead=None))
    assert any("weeks after the last known sales" in note for note in plan.forecast.notes)
    assert len(plan.stock_path) == 52


def test_a_million_rows_are_read_checked_and_stored(tmp_path):
    rng = np.random.default_rng(3)
    weeks = pd.date_range("2022-01-03", periods=156, freq="7D")
    index = pd.MultiIndex.from_product(
        [weeks, [f"S{n:04d}" for n in range(200)], [f"Line {n:02d}" for n in range(33)]],
        names=["week_start", "store_id", "category"],
    )
    frame = index.to_frame(index=False).assign(units=rng.poisson(5, len(index)), price=9.5, list_price=10.0)
    frame.to_csv(tmp_path / "sales.csv", index=False)
    bench = Workbench(
        files=DataFiles(sales=tmp_path / "sales.csv"), database_url=f"sqlite:///{tmp_path / 'million.db'}"
    )
    bench.database.ensure()
    number = stored_dataset(bench.database, bench.files, bench.clock.now())
    assert bench.database.status().tables["sales"] == len(index) > 1_000_000
    assert stored_dataset(bench.database, bench.files, bench.clock.now()) == number


def test_eight_seasons_planned_at_once_on_one_database_lose_nothing(tmp_path):
    env = os.environ | {"FORECAST_KIT_DATABASE_URL": f"sqlite:///{tmp_path / 'shared.db'}"}
    kit = [sys.executable, "-m", "forecast_kit.cli"]
    subprocess.run([*kit, "plan", "8 weeks of accessories from 2 March"], cwd=ROOT, env=env, check=True, stdout=-3)
    categories = ("women's dresses", "men's shirts", "accessories")
    briefs = [f"{n + 6} weeks of {categories[n % 3]} from 2 March" for n in range(8)]
    started = [
        subprocess.Popen([*kit, "plan", brief], cwd=ROOT, env=env, stdout=-3, stderr=subprocess.PIPE, text=True)
        for brief in briefs
    ]
    for process in started:
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said
    runs = Workbench(database_url=env["FORECAST_KIT_DATABASE_URL"]).runs.list()
    assert [run.status for run in runs] == ["waiting"] * 9
