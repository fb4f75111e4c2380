"""The newest revision, known without importing Alembic."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from forecast_kit.errors import StorageError
from forecast_kit.persistence.migrate import config_for
from forecast_kit.persistence.revisions import known_revisions


def write(folder: Path, **follows: str | None) -> Path:
    (folder / "versions").mkdir(exist_ok=True)
    for revision, before in follows.items():
        text = f'revision: str = "{revision}"\ndown_revision = {before!r}\n'
        (folder / "versions" / f"{revision}.py").write_text(text)
    return folder


def test_the_files_say_what_alembic_says() -> None:
    script = ScriptDirectory.from_config(config_for("sqlite:///unused.db"))
    assert known_revisions().head == script.get_current_head()
    assert known_revisions().known == {revision.revision for revision in script.walk_revisions()}


def test_the_head_is_the_one_nothing_follows(tmp_path: Path) -> None:
    assert known_revisions(write(tmp_path, a=None, c="b", b="a")).head == "c"


def test_two_heads_or_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="2 newest revisions"):
        known_revisions(write(tmp_path, a=None, b="a", c="a"))
    with pytest.raises(StorageError, match="0 newest revisions"):
        known_revisions(tmp_path / "nowhere")


def test_an_up_to_date_database_needs_neither_alembic_nor_pandas(sqlite_template: Path) -> None:
    script = (
        "import sys; from forecast_kit.persistence import Database, UnitOfWork\n"
        f"database = Database('sqlite:///{sqlite_template}'); database.ensure()\n"
        "with UnitOfWork(database) as work: work.runs.list()\n"
        "print(sorted({'alembic', 'pandas', 'psycopg', 'numpy'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
