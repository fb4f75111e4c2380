"""The chain of migrations, read from their files: Alembic takes most of a second to import and is seldom needed."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forecast_kit.errors import StorageError
from forecast_kit.settings import PROJECT_ROOT

__all__ = ["MIGRATIONS", "Revisions", "known_revisions"]

MIGRATIONS = PROJECT_ROOT / "migrations"
_LINE = re.compile(r"^(revision|down_revision)\b[^=\n]*=\s*(?:[\"']([^\"']+)[\"']|None)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Revisions:
    """Every revision this code knows, and the newest of them."""

    head: str
    known: frozenset[str]


@cache
def known_revisions(migrations: Path = MIGRATIONS) -> Revisions:
    """The revisions below a migrations folder.

    Raises:
        StorageError: the folder is missing, or the migrations have not exactly one newest revision.
    """
    follows: dict[str, str | None] = {}
    for path in (migrations / "versions").glob("*.py"):
        named = dict(_LINE.findall(path.read_text(encoding="utf-8")))
        if named.get("revision"):
            follows[named["revision"]] = named.get("down_revision") or None
    heads = set(follows) - set(follows.values())
    if len(heads) != 1:
        raise StorageError(
            f"The migrations in {migrations} have {len(heads)} newest revisions instead of one.",
            "Install forecast_kit again.",
        )
    return Revisions(head=heads.pop(), known=frozenset(follows))
