"""Notebooks 01 and 02 without a person: papermill takes the name given ahead, or says at once that nobody is there."""

import nbformat
import pytest

from forecast_kit.errors import NotebookError
from forecast_kit.headless import run_notebook
from forecast_kit.persistence import Database, UnitOfWork
from forecast_kit.settings import get_settings
from tests.notebooks.copies import BRIEF, NOTEBOOKS

NOTEBOOK = NOTEBOOKS / "01_brief_to_parameters.ipynb"
PLAN = NOTEBOOKS / "02_plan_the_season.ipynb"
AHEAD = {"brief": BRIEF, "confirmed_by": "Ada", "approved_by": "Ben"}


@pytest.fixture
def database(tmp_path, monkeypatch):
    monkeypatch.setenv("FORECAST_KIT_DATABASE_URL", f"sqlite:///{tmp_path / 'workbench.db'}")
    monkeypatch.delenv("FORECAST_KIT_CONFIRMED_BY", raising=False)
    get_settings.cache_clear()
    yield Database(f"sqlite:///{tmp_path / 'workbench.db'}")
    get_settings.cache_clear()


def test_with_a_name_it_is_confirmed_as_read(database, tmp_path):
    run = run_notebook(NOTEBOOK, {"brief": BRIEF, "confirmed_by": "Ada"}, output_dir=tmp_path)
    with UnitOfWork(database, read_only=True) as work:
        kept = work.parameters.get(run.run_id)
    assert (kept.confirmed_by, kept.edits) == ("Ada", ())
    page = run.html.read_text(encoding="utf-8")
    assert "Confirmed ahead by Ada" in page
    assert "assumed" in page


@pytest.mark.slow
def test_without_a_name_it_stops_at_the_gate_with_what_to_do(database, tmp_path):
    with pytest.raises(NotebookError, match="runs without a person.*confirmed_by") as stopped:
        run_notebook(NOTEBOOK, {"brief": BRIEF, "run_id": "wf_nobody"}, output_dir=tmp_path)
    assert stopped.value.cell == 6
    cells = nbformat.read(tmp_path / "wf_nobody" / NOTEBOOK.name, as_version=4).cells
    said = "\n".join("".join(output.get("traceback", [])) for cell in cells for output in cell.get("outputs", ()))
    assert "GateError: Nobody is here to confirm the season" in said
    assert "Traceback" not in said


def test_an_order_within_the_limits_is_signed_ahead_and_the_board_is_there_as_text(database, tmp_path):
    run = run_notebook(PLAN, {**AHEAD, "max_units": 100_000}, output_dir=tmp_path)
    with UnitOfWork(database, read_only=True) as work:
        (approval,) = work.approvals.of(run.run_id)
        assert (approval.status, approval.actor) == ("accepted", "Ben")
        assert work.runs.get(run.run_id).status == "approved"
    cells = nbformat.read(run.path, as_version=4).cells
    texts = [output["data"]["text/plain"] for cell in cells for output in cell.get("outputs", ()) if "data" in output]
    board = next(text for text in texts if "✓ Demand     done" in text)
    assert "Accepted by Ben: within the limits given ahead" in board
    assert "against the next best" in board
    assert any("formula: revenue + salvage × leftover − cost × units = " in text for text in texts)
    page = run.html.read_text(encoding="utf-8")
    assert "Accepted by Ben on" in page
    assert "The order is accepted by Ben." in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("limits", "said"),
    [({"max_money": 1_000.0}, "max_money allows £1,000, so it is"), ({}, "no limit to approve within.*max_units")],
)
def test_beyond_a_limit_or_without_one_the_run_stops_and_waits(database, tmp_path, limits, said):
    with pytest.raises(NotebookError, match=said):
        run_notebook(PLAN, {**AHEAD, **limits, "run_id": "wf_waits"}, output_dir=tmp_path)
    with UnitOfWork(database, read_only=True) as work:
        assert work.runs.get("wf_waits").status == "waiting"
        assert [approval.status for approval in work.approvals.of("wf_waits")] == ["pending"]
