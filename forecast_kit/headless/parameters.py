"""The parameters a notebook declares, and the values it is given: checked before anything runs.

Papermill alone accepts a misspelt `holdbak=0.0` and runs with the default; here it is refused with the right name.
"""

import ast
import difflib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from forecast_kit.errors import NotebookError, SettingsError

TYPES = {"int": int, "float": float, "str": str, "bool": bool}
WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Parameter:
    """One annotated name of the cell tagged `parameters`. `optional` allows None."""

    name: str
    type_name: str
    optional: bool
    required: bool
    default: object = None


def declared_parameters(path: Path) -> dict[str, Parameter]:
    """The parameters of a notebook, by name.

    Raises:
        NotebookError: it is not a notebook, or its parameter cell is not annotated literals.
    """
    cell = _parameter_cell(path)
    found = {}
    for statement in ast.parse(cell).body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            raise NotebookError(
                f"{path.name} declares its parameters in a way that cannot be checked.",
                "In the cell tagged 'parameters' write one annotated literal a line, like horizon: int = 12.",
            )
        parameter = _parameter(statement)
        found[parameter.name] = parameter
    return found


def _parameter_cell(path: Path) -> str:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except FileNotFoundError:
        raise NotebookError(f"There is no notebook {path}.", "Check the path.") from None
    except (ValueError, KeyError, TypeError, OSError):
        raise NotebookError(f"{path} cannot be read as a notebook.", "Give the path of an .ipynb file.") from None
    for cell in cells:
        if "parameters" in cell.get("metadata", {}).get("tags", []):
            source = cell["source"]
            return source if isinstance(source, str) else "".join(source)
    return ""


def _parameter(statement: ast.AnnAssign) -> Parameter:
    assert isinstance(statement.target, ast.Name)
    parts = [part.strip() for part in ast.unparse(statement.annotation).split("|")]
    kinds = [part for part in parts if part != "None"]
    return Parameter(
        name=statement.target.id,
        type_name=kinds[0] if kinds else "str",
        optional="None" in parts,
        required=statement.value is None,
        default=None if statement.value is None else ast.literal_eval(statement.value),
    )


def checked_values(path: Path, given: Mapping[str, object]) -> dict[str, Any]:
    """The given values as the notebook's types; text is converted, so that a shell can pass them.

    Raises:
        SettingsError: a name the notebook does not have (with the nearest it has), one that is missing, or a value
            of the wrong type.
    """
    declared = declared_parameters(path)
    for name in given:
        if name not in declared:
            near = difflib.get_close_matches(name, declared, n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]!r}?" if near else f"It has {', '.join(declared) or 'none'}."
            raise SettingsError(f"{path.name} has no parameter {name!r}.", hint)
    missing = [p.name for p in declared.values() if p.required and p.name not in given]
    if missing:
        raise SettingsError(f"{path.name} needs {', '.join(missing)}.", f"Give it with -p {missing[0]} VALUE.")
    return {name: _converted(path, declared[name], value) for name, value in given.items()}


def _converted(path: Path, parameter: Parameter, value: object) -> object:
    if isinstance(value, date | Path):
        value = str(value)
    if value is None or (parameter.optional and value == "none"):
        if parameter.optional:
            return None
        raise _ill_typed(path, parameter, value)
    wanted = TYPES.get(parameter.type_name)
    if wanted is None:
        return value
    if isinstance(value, str) and wanted is not str:
        return _from_text(path, parameter, value)
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not wanted or (isinstance(value, float) and not math.isfinite(value)):
        raise _ill_typed(path, parameter, value)
    return value


def _from_text(path: Path, parameter: Parameter, text: str) -> object:
    if parameter.type_name == "bool":
        if text.lower() not in WORDS:
            raise _ill_typed(path, parameter, text)
        return WORDS[text.lower()]
    try:
        number = TYPES[parameter.type_name](text)
    except ValueError:
        raise _ill_typed(path, parameter, text) from None
    if not math.isfinite(number):
        raise _ill_typed(path, parameter, text)
    return number


def _ill_typed(path: Path, parameter: Parameter, value: object) -> SettingsError:
    kinds = {"int": "a whole number", "float": "a number", "bool": "true or false", "str": "text"}
    return SettingsError(
        f"{path.name}: {parameter.name} must be {kinds[parameter.type_name]}, not {value!r}.", "Correct the value."
    )
