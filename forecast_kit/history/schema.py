"""The rules of a table as a pandera schema, and its failures as sentences with the line they stand on."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from forecast_kit.history.spec import Column, Rule, TableSpec

__all__ = ["Failure", "broken_rules", "schema_of", "show"]

# A row's number in the file, the column, and what is wrong there.
Failure = tuple[int, str, str]
_BLANK = "is blank"


def schema_of(spec: TableSpec) -> Any:
    """The pandera DataFrameSchema of a table's columns. All checks take whole columns at once."""
    import pandera.pandas as pa

    def check(rule: Rule) -> Any:
        return pa.Check(rule.holds, error=rule.says, ignore_na=True)

    def column(wanted: Column) -> Any:
        return pa.Column(
            None,
            checks=[check(rule) for rule in wanted.rules],
            nullable=not wanted.required,
            required=wanted.required,
        )

    # Blank cells of required columns fail as not nullable; extra columns pass unseen.
    return pa.DataFrameSchema({wanted.name: column(wanted) for wanted in spec.columns}, strict=False)


def broken_rules(frame: pd.DataFrame, spec: TableSpec) -> list[Failure]:
    """Every cell that breaks a rule of its column, by the frame's index.

    >>> from forecast_kit.history.spec import STORES
    >>> broken_rules(pd.DataFrame({"store_id": ["A", None], "size_sqft": [0.0, 900.0]}), STORES)
    [(1, 'store_id', 'is blank'), (0, 'size_sqft', '0 is not above 0')]
    """
    from pandera.errors import SchemaErrors

    try:
        with warnings.catch_warnings():
            # pandera's own joining of failures warns of a change in pandas.
            warnings.simplefilter("ignore", FutureWarning)
            schema_of(spec).validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases
        return [
            (int(row), str(column), _BLANK if check == "not_nullable" else str(check).replace("{value}", show(value)))
            for column, check, value, row in zip(
                cases["column"], cases["check"], cases["failure_case"], cases["index"], strict=True
            )
        ]
    return []


def show(value: Any) -> str:
    """A value as a person would write it: 12 rather than 12.0.

    >>> show(-4.0), show(0.5), show(float("inf"))
    ('-4', '0.5', 'inf')
    """
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)


def repeated_rows(frame: pd.DataFrame, key: list[str], line_of: Callable[[int], int], row_is: str) -> list[Failure]:
    """Rows that have the same key as an earlier one, each naming the line of the first.

    pandera reports such rows one at a time; a planner needs both lines.
    """
    repeated = frame.duplicated(subset=key, keep=False)
    if not repeated.any():
        return []
    rows = frame.loc[repeated, key]
    group = rows.groupby(key, dropna=False, sort=False).ngroup().to_numpy()
    _, first_of_group = np.unique(group, return_index=True)
    first = rows.index.to_numpy()[first_of_group][group]
    return [
        (int(row), "", f"the same {row_is} as line {line_of(int(earlier))}")
        for row, earlier in zip(rows.index, first, strict=True)
        if row != earlier
    ]
