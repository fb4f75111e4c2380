"""A data set's fingerprint, so that files already loaded are recognised, whatever they are now called."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from forecast_kit.history.mapping import MappingLike, as_column_map
from forecast_kit.history.raw import regular_file

__all__ = ["files_digest"]

_BLOCK = 1 << 20


def files_digest(paths: Iterable[str | Path | None], mapping: MappingLike = None) -> str:
    """sha256 (hex) over the files' contents, in the order given, and the column mapping.

    None stands for a file that was not given; names and dates of files do not count. Raises DataError for a file
    that is missing or empty.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "sales.csv"
    >>> _ = file.write_text("units\\n1\\n")
    >>> files_digest([file]) == files_digest([file], {}) != files_digest([file], {"Qty": "units"})
    True
    """
    digest = hashlib.sha256()
    for path in paths:
        digest.update(_file_digest(regular_file(path)) if path is not None else b"-")
    for theirs, ours in sorted(as_column_map(mapping).columns.items()):
        digest.update(f"\n{len(theirs)}:{theirs}={ours}".encode())
    return digest.hexdigest()


def _file_digest(path: Path) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.digest()
