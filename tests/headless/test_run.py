import nbformat
import pytest

from forecast_kit.errors import NotebookError, SettingsError
from forecast_kit.headless import run_notebook
from tests.headless.notebooks import write_notebook


def test_a_notebook_runs_with_its_parameters_and_is_kept_as_page_too(tmp_path):
    notebook = write_notebook(
        tmp_path / "hello.ipynb",
        "print(run_id, weeks + 1)",
        "'<b>bold</b>'",
        parameters='brief: str = ""\nrun_id: str = ""\nweeks: int = 1',
    )
    seen = []
    run = run_notebook(notebook, {"weeks": "41"}, output_dir=tmp_path / "out", on_cell=lambda *at: seen.append(at))
    assert run.path == tmp_path / "out" / run.run_id / "hello.ipynb"
    outputs = [cell.outputs for cell in nbformat.read(run.path, as_version=4).cells if cell.get("outputs")]
    assert outputs[0][0].text.strip() == f"{run.run_id} 42"
    page = run.html.read_text(encoding="utf-8")
    assert f"{run.run_id} 42" in page
    assert "http://" not in page
    assert "https://" not in page
    assert "&lt;b&gt;bold" in page
    assert seen[0][0] == 0
    assert seen[-1][0] == seen[-1][1] > 1


def test_the_failing_cell_is_named_and_the_copy_kept(tmp_path):
    notebook = write_notebook(tmp_path / "broken.ipynb", "1", "raise ValueError('no stores')", "2")
    with pytest.raises(NotebookError, match=r"broken.ipynb stopped in code cell 2: no stores") as error:
        run_notebook(notebook, {}, output_dir=tmp_path / "out")
    assert error.value.cell == 2
    assert list((tmp_path / "out").rglob("broken.ipynb"))
    assert list((tmp_path / "out").rglob("broken.html"))


def test_a_bad_parameter_stops_everything_before_it_starts(tmp_path):
    notebook = write_notebook(tmp_path / "hello.ipynb", "1", parameters="weeks: int = 1")
    with pytest.raises(SettingsError):
        run_notebook(notebook, {"week": 2}, output_dir=tmp_path / "out")
    assert not (tmp_path / "out").exists()
