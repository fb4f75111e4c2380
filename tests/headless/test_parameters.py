from datetime import date

import pytest

from forecast_kit.errors import NotebookError, SettingsError
from forecast_kit.headless.parameters import checked_values, declared_parameters
from tests.headless.notebooks import write_notebook

CELL = '''"""What this notebook takes."""
brief: str  # the season
holdback: float = 0.45  # share
weeks: int = 12
thorough: bool = False
as_of: str | None = None
'''


@pytest.fixture
def notebook(tmp_path):
    return write_notebook(tmp_path / "plan.ipynb", "1", parameters=CELL)


def test_the_parameter_cell_declares_names_types_and_defaults(notebook):
    found = declared_parameters(notebook)
    assert list(found) == ["brief", "holdback", "weeks", "thorough", "as_of"]
    assert found["brief"].required
    assert found["holdback"].default == 0.45
    assert found["as_of"].optional


def test_a_misspelt_parameter_is_refused_with_the_right_name(notebook):
    with pytest.raises(SettingsError, match="no parameter 'holdbak'. Did you mean 'holdback'"):
        checked_values(notebook, {"brief": "dresses", "holdbak": 0.0})


def test_a_missing_parameter_is_named(notebook):
    with pytest.raises(SettingsError, match="needs brief"):
        checked_values(notebook, {})


@pytest.mark.parametrize(
    ("name", "given", "taken"),
    [
        ("holdback", "0", 0.0),
        ("holdback", 1, 1.0),
        ("weeks", "10", 10),
        ("thorough", "yes", True),
        ("as_of", date(2025, 12, 29), "2025-12-29"),
        ("as_of", None, None),
        ("brief", "12", "12"),
    ],
)
def test_values_become_the_types_the_notebook_declares(notebook, name, given, taken):
    value = checked_values(notebook, {"brief": "dresses", name: given})[name]
    assert value == taken
    assert type(value) is type(taken)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("weeks", "ten"),
        ("weeks", 1.5),
        ("weeks", True),
        ("holdback", "nan"),
        ("holdback", float("inf")),
        ("thorough", "maybe"),
        ("brief", ("a", "b")),
        ("brief", None),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(notebook, name, given):
    with pytest.raises(SettingsError, match=name):
        checked_values(notebook, {"brief": "dresses", name: given})


@pytest.mark.parametrize("text", ["", "{}", "[1]"])
def test_what_is_not_a_notebook_is_said_so(tmp_path, text):
    path = tmp_path / "x.ipynb"
    path.write_text(text)
    with pytest.raises(NotebookError, match="cannot be read"):
        declared_parameters(path)


def test_parameters_that_are_not_annotated_literals_are_refused(tmp_path):
    with pytest.raises(NotebookError, match="annotated literal"):
        declared_parameters(write_notebook(tmp_path / "x.ipynb", parameters="weeks = 12"))
