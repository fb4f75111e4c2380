from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from forecast_kit.errors import DataError
from forecast_kit.history import RawTable
from forecast_kit.history.checked import WHOLE_FILE, Draft
from forecast_kit.history.spec import STORES


@pytest.fixture
def draft() -> Draft:
    frame = pd.DataFrame({"store_id": ["7", "8"]}, index=[0, 4])
    raw = RawTable(Path("stores.csv"), frame, lambda: np.arange(2, 8))
    return Draft(raw, STORES, frame, (("Shop", "store_id"),), ())


def test_without_failures_it_comes_through_with_a_plain_index(draft: Draft) -> None:
    draft.refuse_if_bad()
    assert draft.finish().frame.index.tolist() == [0, 1]


def test_a_cell_is_named_once_by_its_first_reason_its_line_and_its_own_column(draft: Draft) -> None:
    draft.failures += [(4, "store_id", "is odd"), (4, "store_id", "is very odd"), (0, "region", "is blank")]
    with pytest.raises(DataError) as refused:
        draft.refuse_if_bad("Mend it.")
    assert str(refused.value) == (
        "stores.csv has 2 bad rows of 2. Nothing was stored. Mend it.\n"
        "  line 2, region: is blank\n"
        "  line 6, Shop: is odd"
    )


def test_what_concerns_the_whole_file_has_no_line(draft: Draft) -> None:
    draft.failures.append((WHOLE_FILE, "store_id", "is odd throughout"))
    with pytest.raises(DataError, match=r"stores.csv was refused. Nothing was stored.\n  whole file, Shop: is odd"):
        draft.refuse_if_bad()
