from datetime import date

import pandas as pd
import pytest

from forecast_kit.errors import BriefError, DataError, PlanError, SettingsError
from forecast_kit.settings import Settings
from forecast_kit.workbench import Workbench
from tests.planning.test_past_season import record
from tests.seasons import AS_OF, WEEKS


@pytest.fixture
def recorded(folder):
    target = folder / "last_season"
    target.mkdir()
    own = record()
    own.buys.to_csv(target / "buys.csv", index=False)
    own.shipments.to_csv(target / "shipments.csv", index=False)
    return folder


def bench_on(where, tmp_path, as_of=AS_OF):
    settings = Settings(_env_file=None, openai_api_key=None, base_url=None, azure_endpoint=None)
    address = f"sqlite:///{tmp_path / 'workbench.db'}"
    return Workbench(data_dir=where, database_url=address, as_of=as_of, settings=settings)


@pytest.fixture
def bench(recorded, tmp_path):
    return bench_on(recorded, tmp_path)


def test_the_last_season_on_record_is_replayed_from_its_order_date(bench):
    view = bench.replay()
    parameters = view.replay.past.inputs.parameters
    assert parameters.season_start_date == WEEKS[-20].date()
    assert parameters.forecast_horizon_weeks == 14
    assert view.replay.past.inputs.as_of == WEEKS[-24].date()
    assert view.replay.yardstick.measures.totals.buy_units == 1000


def test_it_reads_the_same_in_a_notebook_in_text_and_for_programs(bench):
    view = bench.replay("dresses", weeks=6)
    assert "The ledger of money" in repr(view)
    assert "The ledger of money" in view._repr_html_()
    assert set(view.document()["policies"]) == {"As it happened", "Rule of thumb", "forecast_kit", "Perfect hindsight"}
    ledger = view.show("ledger")
    assert "The ledger of money" in repr(ledger)
    assert "By store" not in ledger._repr_html_()


def test_another_season_is_bought_a_lead_time_before_its_start(bench):
    view = bench.replay("Knitwear", season="2024-10-07", weeks=6, dc_holdback_percentage=0.2)
    assert view.replay.past.inputs.as_of == date(2024, 9, 16)
    assert view.replay.past.season.parameters.dc_holdback_percentage == 0.2


def test_a_sweep_comes_with_it(bench):
    view = bench.replay(weeks=4, sweep=True)
    assert "What other settings would earn" in repr(view)
    assert len(view.document()["sweep"]["settings"]) > 50


def test_nothing_after_the_day_of_planning_is_looked_at(recorded, tmp_path):
    early = bench_on(recorded, tmp_path, as_of=WEEKS[-10].date())
    with pytest.raises(PlanError, match="is not over in the sales"):
        early.replay("dresses", season=WEEKS[-20].date())


def test_the_numbers_are_written_with_their_assumptions(bench, tmp_path):
    view = bench.replay(weeks=4)
    paths = view.write(tmp_path / "out")
    assert sorted(path.name for path in paths) == ["replay_stores.csv", "replay_totals.csv", "replay_weeks.csv"]
    weeks = pd.read_csv(tmp_path / "out/replay_weeks.csv")
    assert set(weeks["policy"]) == {"As it happened", "Rule of thumb", "forecast_kit", "Perfect hindsight"}
    assert (weeks["elasticity"] == 2.0).all()
    with pytest.raises(DataError, match="cannot be written"):
        view.write(tmp_path / "out/replay_weeks.csv")


def test_the_files_hold_plain_numbers(bench, tmp_path):
    view = bench.replay(weeks=4)
    view.write(tmp_path)
    written = (tmp_path / "replay_totals.csv").read_text(encoding="utf-8-sig")
    assert "e+" not in written
    assert "e-" not in written.split("\n", 1)[1]
    revenue = pd.read_csv(tmp_path / "replay_totals.csv")["revenue"]
    assert revenue.tolist() == pytest.approx([one.measures.totals.revenue for one in view.replay.played], abs=0.005)


def test_faults_are_sentences(bench, recorded):
    with pytest.raises(SettingsError, match="The season's start 'soon' is not a date"):
        bench.replay(season="soon")
    with pytest.raises(PlanError, match="cannot fade to 2 of its effect"):
        bench.replay(markdown_fade=2)
    with pytest.raises(BriefError, match="hats"):
        bench.replay("hats")
    (recorded / "last_season/shipments.csv").unlink()
    with pytest.raises(DataError, match="no file of shipments"):
        bench.replay()


def test_without_a_record_the_category_must_be_said(folder, tmp_path):
    plain = bench_on(folder, tmp_path)
    with pytest.raises(BriefError, match="not said which category"):
        plain.replay()
    assert plain.replay("dresses", weeks=4).replay.yardstick.name == "Rule of thumb"
