"""A PostgreSQL server for tests: started from the installed binaries, thrown away afterwards.

FORECAST_KIT_TEST_POSTGRES_URL names a server to use instead (its user must be allowed to create databases).
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 30
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50", "shared_buffers=16MB")


@dataclass(frozen=True)
class Server:
    """The address of the server's `postgres` database; None, and the reason, when there is no server.

    Databases made on a server that `stays` have to be dropped.
    """

    url: str | None
    reason: str = ""
    stays: bool = False


@contextmanager
def throwaway_postgres() -> Iterator[Server]:
    """A running server, or the reason why there is none."""
    given = os.environ.get("FORECAST_KIT_TEST_POSTGRES_URL")
    if given:
        yield Server(given, stays=True)
        return
    binaries = _binaries()
    account = _account()
    if binaries is None or account is None:
        missing = "no PostgreSQL server binaries are installed" if binaries is None else "there is no user postgres"
        yield Server(None, f"{missing} (apt-get install postgresql)")
        return
    folder = Path(tempfile.mkdtemp(prefix="forecast-kit-pg-"))
    try:
        os.chown(folder, account.pw_uid, account.pw_gid)
        with _running(binaries, account, folder) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    return max(found, key=lambda path: int(path.parent.name)) if found else Path(on_path).parent if on_path else None


def _account() -> pwd.struct_passwd | None:
    """Who the server runs as: PostgreSQL refuses to run as root."""
    if os.geteuid():
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return None


@contextmanager
def _running(binaries: Path, account: pwd.struct_passwd, folder: Path) -> Iterator[Server]:
    password = secrets.token_hex(8)
    port = _free_port()
    secret = folder / "password"
    secret.write_text(password)
    os.chown(secret, account.pw_uid, account.pw_gid)
    lower = {} if os.geteuid() else {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    init = [binaries / "initdb", "-D", folder / "data", "-U", "postgres", "--pwfile", secret, "-A", "scram-sha-256"]
    made = subprocess.run(
        [*init, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"], cwd=folder, capture_output=True, text=True, **lower
    )
    if made.returncode:
        yield Server(None, f"initdb failed: {made.stderr.strip().splitlines()[-1:]}")
        return
    options = [part for option in QUICK for part in ("-c", option)]
    run = [binaries / "postgres", "-D", folder / "data", "-h", "127.0.0.1", "-p", str(port), "-k", folder, *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(run, cwd=folder, stdout=log, stderr=log, **lower)
    try:
        url = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
        yield Server(url) if _answers(process, url) else Server(None, _last_words(folder / "log"))
    finally:
        process.send_signal(signal.SIGQUIT)  # the data goes with the folder: no orderly shutdown needed
        process.wait(timeout=START_SECONDS)


def _answers(process: "subprocess.Popen[bytes]", url: str) -> bool:
    import psycopg

    patience = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < patience:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return True
    return False


def _last_words(log: Path) -> str:
    return f"the PostgreSQL server did not start: {log.read_text(errors='replace').strip().splitlines()[-1:]}"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
