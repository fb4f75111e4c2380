"""Frames to rows and back: fast enough for a million of them, and the frame read is the frame stored.

Columns the table knows go into it, all others into its JSON column `extra`. What kind each column was is kept with the
data set, so that a whole number comes back whole and a column that was not there does not appear.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, repeat
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Boolean, Column, Connection, Date, Integer, Select, Table, Text, cast, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from forecast_kit.persistence.types import Number, to_json

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Kind", "kinds_of", "read_frame", "write_frame"]

Kind = Literal["text", "date", "int", "float", "bool"]
EXTRA = "extra"
CHUNK = 50_000
INFERRED: dict[str, Kind] = {
    "boolean": "bool",
    "date": "date",
    "datetime": "date",
    "datetime64": "date",
    "integer": "int",
    "floating": "float",
    "mixed-integer-float": "float",
    "decimal": "float",
}


def kinds_of(frame: "pd.DataFrame") -> dict[str, Kind]:
    """What each column holds."""
    return {str(name): _kind(frame[name]) for name in frame.columns}


def write_frame(connection: Connection, into: Table, frame: "pd.DataFrame", **fixed: object) -> None:
    """Add a frame's rows; `fixed` columns have the same value in every row."""
    names = [column.name for column in into.columns]
    rows = zip(*_columns(into, frame, _bound(connection, into, fixed)), strict=True)
    columns = ", ".join(names)
    if connection.dialect.name == "sqlite":
        insert = f"INSERT INTO {into.name} ({columns}) VALUES ({', '.join('?' * len(names))})"
        while chunk := list(islice(rows, CHUNK)):
            connection.exec_driver_sql(insert, chunk)
    else:
        _copy_in(connection, f"COPY {into.name} ({columns}) FROM STDIN", rows)


def _copy_in(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """PostgreSQL's way of loading rows in bulk; its errors are passed on as SQLAlchemy's, like all others."""
    import psycopg

    if not connection.in_transaction():
        connection.begin()
    raw: Any = connection.connection.driver_connection
    try:
        with raw.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.IntegrityError as error:
        raise IntegrityError(statement, None, error) from error
    except psycopg.Error as error:
        raise DBAPIError(statement, None, error) from error


def _bound(connection: Connection, into: Table, values: dict[str, object]) -> dict[str, object]:
    """The values as the driver wants them, where no statement of SQLAlchemy's does that for us."""
    dialect = connection.dialect
    spell = {name: into.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in values}
    return {name: spell[name](value) if spell[name] else value for name, value in values.items()}  # type: ignore[misc]


def read_frame(connection: Connection, source: Table, kinds: dict[str, Kind], where: Iterable[Any]) -> "pd.DataFrame":
    """The rows in the order of the primary key, as the frame they came from."""
    import pandas as pd

    query, own = _select(connection, source, kinds)
    rows = connection.execute(query.where(*where)).all()
    columns = list(zip(*rows, strict=True)) or [()] * (len(own) + 1)
    values: dict[str, Sequence[Any]] = dict(zip(own, columns, strict=False))
    further = [name for name in kinds if name not in values]
    if further:
        decoded = {text: json.loads(text) if text else {} for text in set(columns[-1])}
        extras = [decoded[text] for text in columns[-1]]
        values |= {name: [extra.get(name) for extra in extras] for name in further}
    return pd.DataFrame({name: _restored(values[name], kind) for name, kind in kinds.items()})


def _select(connection: Connection, source: Table, kinds: dict[str, Kind]) -> tuple[Select[Any], list[str]]:
    own = [name for name in kinds if name in source.c and name != EXTRA]
    wanted: list[Any] = [source.c[name] for name in own]
    if len(own) < len(kinds):
        wanted.append(cast(source.c.extra, Text))
    # The same order on every server: PostgreSQL would sort words as its locale does.
    order = [_plainly_sorted(connection, column) for column in source.primary_key.columns]
    return select(*wanted).order_by(*order), own


def _plainly_sorted(connection: Connection, column: Column[Any]) -> Any:
    return column.collate("C") if connection.dialect.name == "postgresql" and isinstance(column.type, Text) else column


def _kind(series: "pd.Series") -> Kind:
    import pandas as pd

    types = pd.api.types
    if types.is_bool_dtype(series.dtype):
        return "bool"
    if types.is_integer_dtype(series.dtype):
        return "int"
    if types.is_numeric_dtype(series.dtype):
        return "float"
    if types.is_datetime64_any_dtype(series.dtype):
        return "date"
    return INFERRED.get(types.infer_dtype(series, skipna=True), "text")


def _columns(into: Table, frame: "pd.DataFrame", fixed: dict[str, object]) -> Iterator[Iterable[Any]]:
    known = {column.name for column in into.columns} - {EXTRA} - set(fixed)
    further = [name for name in frame.columns if name not in known]
    for column in into.columns:
        if column.name in fixed:
            yield repeat(fixed[column.name], len(frame))
        elif column.name == "line" and "line" not in frame:
            yield range(1, len(frame) + 1)
        elif column.name == EXTRA and further:
            yield _as_json(frame[further])
        elif column.name in frame and column.name != EXTRA:
            yield _storable(frame[column.name], column)
        else:
            yield repeat(None, len(frame))


def _storable(series: "pd.Series", column: Column[Any]) -> list[Any]:
    """Python values of the column's type, null where not known."""
    import numpy as np
    import pandas as pd

    if isinstance(column.type, Number | Integer):
        numbers = pd.to_numeric(series).to_numpy(dtype=float, na_value=np.nan)
        plain = numbers.astype(object)
        plain[~np.isfinite(numbers)] = None
        return plain.tolist()  # type: ignore[no-any-return]
    if isinstance(column.type, Date):
        return _each(pd.to_datetime(series), lambda moment: moment.date().isoformat())
    return _each(series, bool if isinstance(column.type, Boolean) else str)


def _each(series: "pd.Series", spell: Any) -> list[Any]:
    """`spell` of every value, worked out once for each distinct one."""
    import numpy as np
    import pandas as pd

    codes, distinct = pd.factorize(series)
    spelt = np.empty(len(distinct) + 1, dtype=object)
    spelt[:-1] = [spell(value) for value in distinct]
    return spelt[codes].tolist()  # type: ignore[no-any-return]  # the code of "not known" is -1: the last, None


def _as_json(frame: "pd.DataFrame") -> list[str]:
    """A JSON object a row, written once for each distinct row."""
    plain = {name: _plain(frame[name]) for name in frame.columns}
    written: dict[tuple[Any, ...], str] = {}
    texts = []
    for row in zip(*plain.values(), strict=True):
        text = written.get(row)
        if text is None:
            text = written[row] = to_json(dict(zip(plain, row, strict=True)))
        texts.append(text)
    return texts


def _plain(series: "pd.Series") -> list[Any]:
    kind = _kind(series)
    if kind in ("int", "float"):
        number = int if kind == "int" else float
        return [number(value) if known else None for value, known in zip(series, series.notna(), strict=True)]
    if kind == "date":
        return _each(series, lambda moment: moment.isoformat()[:10])
    return _each(series, bool if kind == "bool" else str)


def _restored(values: Sequence[Any], kind: Kind) -> "pd.Series":
    import pandas as pd

    series = pd.Series(list(values), dtype=object)
    if kind == "date":
        return pd.to_datetime(series).astype("datetime64[ns]")
    known = not series.isna().any()
    if kind == "float" or (kind == "int" and not known):
        return pd.to_numeric(series).astype(float)
    if kind == "int":
        return pd.to_numeric(series).astype("int64")
    if kind == "bool":
        return series.astype(bool) if known else series
    return series.astype(str) if known else series
