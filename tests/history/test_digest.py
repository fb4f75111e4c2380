from pathlib import Path

import pytest

from forecast_kit.errors import DataError
from forecast_kit.history import files_digest, parse_map


def test_names_do_not_count_and_contents_do(write) -> None:
    first, copy = write("units", "1"), write("units", "1", name="copy.csv")
    other = write("units", "2", name="other.csv")
    assert files_digest([first]) == files_digest([str(copy)]) != files_digest([other])


def test_which_file_is_which_counts(write) -> None:
    first, second = write("a", "1"), write("b", "2", name="b.csv")
    digests = {
        files_digest(paths)
        for paths in ([first, second], [second, first], [first, second, None], [first, None, second])
    }
    assert len(digests) == 4


def test_the_mapping_counts_but_not_its_order(write) -> None:
    file = write("a,b", "1,2")
    forms = [parse_map(["a=units", "b=price"]), {"b": "price", "a": "units"}, ["a=units", "b=price"]]
    assert len({files_digest([file], mapping) for mapping in forms}) == 1
    assert files_digest([file], {"a": "price"}) != files_digest([file], {"a": "units"}) != files_digest([file])


def test_a_missing_file_has_no_digest(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no file"):
        files_digest([tmp_path / "absent.csv"])
