import numpy as np
import pandas as pd
import pytest

from forecast_kit.history.schema import broken_rules, repeated_rows, schema_of
from forecast_kit.history.spec import ACTUALS, CATEGORIES, PLAN, SALES, STOCK, STORES, TableSpec

EVERY_TABLE = [SALES, ACTUALS, STORES, CATEGORIES, STOCK, PLAN]


@pytest.mark.parametrize("spec", EVERY_TABLE, ids=lambda spec: spec.what)
def test_every_rule_of_every_table_is_in_its_schema(spec: TableSpec) -> None:
    schema = schema_of(spec)
    assert {name: len(column.checks) for name, column in schema.columns.items()} == {
        column.name: len(column.rules) for column in spec.columns
    }


@pytest.mark.parametrize("spec", EVERY_TABLE, ids=lambda spec: spec.what)
def test_a_key_is_made_of_the_tables_columns(spec: TableSpec) -> None:
    assert set(spec.key) <= {column.name for column in spec.columns}


def test_a_value_with_braces_in_it_is_only_text() -> None:
    frame = pd.DataFrame({"store_id": ["{value}"], "size_sqft": [-np.inf]})
    assert broken_rules(frame, STORES) == [
        (0, "size_sqft", "-inf is not a finite number"),
        (0, "size_sqft", "-inf is not above 0"),
    ]


def test_each_repeated_row_names_the_first() -> None:
    frame = pd.DataFrame({"k": ["a", "b", "a", "b", "a"]}, index=[0, 1, 2, 3, 9])
    assert repeated_rows(frame, ["k"], lambda row: row + 2, "thing") == [
        (2, "", "the same thing as line 2"),
        (3, "", "the same thing as line 3"),
        (9, "", "the same thing as line 2"),
    ]
