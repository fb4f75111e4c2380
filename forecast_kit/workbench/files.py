"""The user's files, found, checked at the door and stored once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from forecast_kit.errors import DataError
from forecast_kit.persistence import Database, UnitOfWork
from forecast_kit.plan import digest_of
from forecast_kit.planning import CompanyRecord
from forecast_kit.settings import PROJECT_ROOT

SUFFIXES = (".csv", ".csv.gz", ".xlsx", ".parquet")
KINDS = ("sales", "stores", "categories", "stock", "plan_ahead", "sizes")
FRAMES = {"sizes": "size_shares"}  # kinds whose frame is stored under another name
RECORD = ("buys", "shipments", "markdowns")


@dataclass(frozen=True, kw_only=True)
class DataFiles:
    """One history as files: sales, and what describes them. `mapping` has a 'theirs=ours' a column.

    `last_season` is a folder with `buys`, `shipments` and perhaps `markdowns`: what the company did in past seasons.
    """

    sales: Path
    stores: Path | None = None
    categories: Path | None = None
    stock: Path | None = None
    plan_ahead: Path | None = None
    sizes: Path | None = None
    last_season: Path | None = None
    mapping: tuple[str, ...] = ()
    returns: Literal["net"] | None = None

    @classmethod
    def in_folder(cls, folder: Path) -> "DataFiles":
        """The files of a folder by their names: sales.csv, stores.xlsx, ...

        Raises:
            DataError: the folder has no sales file.
        """
        found = {kind: _file(folder, kind) for kind in KINDS}
        sales = found["sales"]
        if sales is None:
            raise DataError(
                f"There is no sales file in {folder}.",
                f"Put sales{SUFFIXES[0]} (or {', '.join(SUFFIXES[1:])}) there, or name it with --sales.",
            )
        record = folder / "last_season"
        others: dict[str, Any] = {kind: path for kind, path in found.items() if kind != "sales"}
        return cls(sales=sales, last_season=record if record.is_dir() else None, **others)

    @property
    def is_sample(self) -> bool:
        """Whether these are the kit's own generated data, which are old on purpose."""
        return self.sales.resolve().parent == PROJECT_ROOT / "data"

    @property
    def present(self) -> dict[str, Path]:
        """The files that there are, by kind."""
        every = {kind: getattr(self, kind) for kind in KINDS}
        return {kind: path for kind, path in every.items() if path is not None}

    @cached_property
    def digest(self) -> str:
        """sha256 over the files' contents and how they are to be read."""
        from forecast_kit.history import files_digest, parse_map

        contents = files_digest([getattr(self, kind) for kind in KINDS], parse_map(self.mapping))
        return digest_of({"files": contents, "returns": self.returns})


def _file(folder: Path, kind: str) -> Path | None:
    return next((path for suffix in SUFFIXES if (path := folder / f"{kind}{suffix}").is_file()), None)


def company_record(files: DataFiles) -> CompanyRecord | None:
    """What the company did in past seasons, read and checked; None where there is no folder of it.

    Raises:
        DataError: buys or shipments are missing, or a file was refused.
    """
    from forecast_kit import history

    if files.last_season is None:
        return None
    found = {kind: _file(files.last_season, kind) for kind in RECORD}
    if found["buys"] is None or found["shipments"] is None:
        missing = " and ".join(kind for kind in RECORD[:2] if found[kind] is None)
        raise DataError(
            f"There is no file of {missing} in {files.last_season}.",
            "A past season needs buys and shipments; markdowns are optional.",
        )
    mapping = history.parse_map(files.mapping)
    cuts = found["markdowns"]
    return CompanyRecord(
        buys=history.read_buys(found["buys"], mapping=mapping).frame,
        shipments=history.read_shipments(found["shipments"], mapping=mapping).frame,
        markdowns=None if cuts is None else history.read_markdowns(cuts, mapping=mapping).frame,
    )


def stored_dataset(database: Database, files: DataFiles, now: datetime) -> int:
    """The number of the data set with these files, read, checked and stored unless it is there already.

    Raises:
        DataError: a file was refused, with every bad row; nothing is stored.
    """
    with UnitOfWork(database, read_only=True) as work:
        known = work.datasets.find(files.digest)
    if known is not None:
        return known.id
    frames, report = _checked(files)
    with UnitOfWork(database) as work:
        number = work.datasets.add(files.sales.name, files.digest, **frames, report=report, now=now)
        work.commit()
    return number


def _checked(files: DataFiles) -> tuple[dict[str, Any], Mapping[str, Any]]:
    from forecast_kit import history

    mapping = history.parse_map(files.mapping)
    readers = {
        "stores": history.read_stores,
        "categories": history.read_categories,
        "stock": history.read_stock,
        "plan_ahead": history.read_plan,
        "sizes": history.read_sizes,
    }
    sales = history.read_sales(files.sales, mapping=mapping, returns=files.returns)
    read = {kind: readers[kind](path, mapping=mapping) for kind, path in files.present.items() if kind != "sales"}
    frames = {"sales": sales.frame, **{FRAMES.get(kind, kind): checked.frame for kind, checked in read.items()}}
    together = history.check_together(sales.frame, frames.get("stores"), frames.get("categories"), frames.get("stock"))
    notes = [note for checked in (sales, *read.values()) for note in checked.report.notes]
    return frames, {
        "files": {kind: path.name for kind, path in files.present.items()},
        "notes": [*notes, *together.notes],
        "warnings": list(together.warnings),
    }
