import pytest

from forecast_kit.errors import DataError, SettingsError
from forecast_kit.history import ColumnMap, parse_map
from forecast_kit.history.mapping import name_columns

WEEK = ("week_start", "week_end", "date")
REQUIRED = [WEEK, ("store_id",), ("category",), ("units",)]


def named(found: list[str], mapping: object = None) -> dict[str, str]:
    return dict(name_columns("sales.csv", found, mapping, REQUIRED, ["price"]).new_names)  # type: ignore[arg-type]


@pytest.mark.parametrize("entry", ["Week Ending", "=units", "Qty=", " = "])
def test_a_mapping_needs_two_names(entry: str) -> None:
    with pytest.raises(SettingsError, match="has not two names"):
        parse_map([entry])


def test_a_column_name_may_have_an_equals_sign_in_it() -> None:
    assert dict(parse_map(["net=gross=units"]).columns) == {"net=gross": "units"}


def test_one_column_cannot_be_two() -> None:
    with pytest.raises(SettingsError, match="mapped to both 'units' and 'price'"):
        parse_map(["Qty=units", "Qty=price"])


def test_an_empty_mapping_is_false() -> None:
    assert not ColumnMap()


def test_names_that_differ_in_case_spaces_or_underscores_are_taken() -> None:
    assert named(["Week Start", "STORE-ID", "Category", "units"]) == {
        "Week Start": "week_start",
        "STORE-ID": "store_id",
        "Category": "category",
        "units": "units",
    }


def test_the_exact_name_wins_over_one_that_is_only_alike() -> None:
    assert named(["week_start", "Store ID", "store_id", "category", "units"])["Store ID"] == "Store ID"


def test_two_that_are_alike_are_not_chosen_between() -> None:
    with pytest.raises(DataError, match="'Store ID', 'STORE_ID' could each be 'store_id'"):
        named(["week_start", "Store ID", "STORE_ID", "category", "units"])


@pytest.mark.parametrize(
    ("theirs", "instead_of", "suggested"),
    [
        ("StoreNo", "store_id", "StoreNo=store_id"),
        ("Shop No", "store_id", "Shop No=store_id"),
        ("Qty", "units", "Qty=units"),
        ("Dept", "category", "Dept=category"),
        ("Week Ending", "week_start", "Week Ending=week_end"),
        ("Trading Date", "week_start", "Trading Date=date"),
    ],
)
def test_a_missing_column_is_named_with_the_nearest_one_found(theirs: str, instead_of: str, suggested: str) -> None:
    found = [theirs if name == instead_of else name for name in ("week_start", "store_id", "category", "units")]
    with pytest.raises(DataError) as refused:
        named(found)
    assert f"no column '{instead_of}'" in str(refused.value)
    assert f"did you mean '{theirs}'? Say --map '{suggested}'" in str(refused.value)
    assert "Nothing was stored." in str(refused.value)


def test_all_missing_columns_are_named_at_once_and_what_there_is_is_listed() -> None:
    with pytest.raises(DataError) as refused:
        named(["week_start", "colour"])
    for name in ("store_id", "category", "units"):
        assert f"no column '{name}'" in str(refused.value)
    assert "it has 'colour'" in str(refused.value)


def test_a_mapping_to_a_column_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(DataError, match="no column 'Week Endng' to map to 'week_end'; did you mean 'Week Ending'"):
        named(["Week Ending", "store_id", "category", "units"], {"Week Endng": "week_end"})


def test_a_mapping_meant_for_another_file_is_only_noted() -> None:
    naming = name_columns("stores.csv", ["store_id"], ["Qty=units", "Shop=store_id"], [("store_id",)], [])
    assert [note.split(":")[0] for note in naming.notes] == ["No column 'Qty' here", "No column 'Shop' here"]


def test_a_mapped_column_takes_the_name_from_the_files_own_which_is_kept() -> None:
    names = named(["week_start", "store_id", "category", "style", "units"], {"style": "category"})
    assert (names["style"], names["category"]) == ("category", "category (as filed)")


def test_two_columns_cannot_be_mapped_to_one() -> None:
    with pytest.raises(DataError, match="both 'a' and 'b' are mapped to 'units'"):
        named(["week_start", "store_id", "category", "a", "b"], {"a": "units", "b": "units"})
