"""Parquet files."""

from pathlib import Path

import numpy as np

from forecast_kit.errors import DataError
from forecast_kit.history.raw import NOTHING_STORED, RawTable

__all__ = ["read_parquet"]


def read_parquet(path: Path) -> RawTable:
    """All columns with the file's types; an index saved by pandas is a column like the others, if it has a name."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # ParquetFile reads this one file; read_table would take folder names such as year=2024 for columns.
        table = pq.ParquetFile(path).read()
        frame = table.replace_schema_metadata(None).to_pandas(ignore_metadata=True)
    except (pa.ArrowException, OSError, ValueError):
        raise DataError(
            f"{path.name} is not a readable parquet file.", f"{NOTHING_STORED} Write or copy it again."
        ) from None
    names = [str(name) for name in frame.columns]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise DataError(
            f"{path.name} has more than one column named {', '.join(map(repr, repeated))}.",
            f"{NOTHING_STORED} Rename or remove one.",
        )
    frame.columns = names
    frame = frame[[name for name in names if not name.startswith("__index_level_")]]
    rows = len(frame)
    return RawTable(path, frame, lambda: np.arange(2, rows + 2, dtype=np.int64))
