"""A language model's server on loopback that answers, or misbehaves, as a test tells it to."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from forecast_kit.settings import Settings


class Reply(NamedTuple):
    status: int
    kind: str
    body: bytes
    headers: dict[str, str] = {}  # noqa: RUF012  read, never written


def completion(content: str | None, *, finish: str = "stop", refusal: str | None = None) -> Reply:
    """A chat completion as the servers write it."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    return json_reply(
        200,
        {
            "id": "c1",
            "object": "chat.completion",
            "created": 1,
            "model": "m",
            "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        },
    )


def json_reply(status: int, body: object) -> Reply:
    return Reply(status, "application/json", json.dumps(body).encode())


def error_reply(status: int, message: str, code: str | None = None, **headers: str) -> Reply:
    """An error as the servers write it; `retry_after="60"` is the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return json_reply(status, {"error": {"message": message, "type": "error", "code": code}})._replace(headers=named)


@dataclass
class ModelServer:
    """What the server was asked, and what it will say: one reply a request, the last one again and again.

    It waits `seconds` before it answers, and `trickle` seconds before each byte of the answer.
    """

    replies: list[Reply | Callable[[dict[str, Any]], Reply]]
    seconds: float = 0.0
    trickle: float = 0.0
    drop: bool = False
    requests: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def settings(self, **changes: Any) -> Settings:
        values: dict[str, Any] = {
            "base_url": self.url,
            "openai_api_key": "sk-very-secret-key",
            "model_max_retries": 0,
            "model_timeout_seconds": 5.0,
            "model": "gpt-4o-mini",
            "azure_endpoint": None,
        }
        return Settings(_env_file=None, **(values | changes))


@contextmanager
def model_server(
    *replies: Reply | tuple[int, str, bytes] | Callable[[dict[str, Any]], Reply],
    seconds: float = 0.0,
    trickle: float = 0.0,
    drop: bool = False,
) -> Iterator[ModelServer]:
    """A server on a free port for as long as the block runs."""
    said = [reply if callable(reply) else Reply(*reply) for reply in replies]
    state = ModelServer(said, seconds, trickle, drop)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            number = len(state.requests)
            state.requests.append(body)
            state.paths.append(self.path)
            state.headers.append(dict(self.headers.items()))
            if state.drop:
                self.close_connection = True
                self.connection.close()
                return
            time.sleep(state.seconds)
            reply = state.replies[min(number, len(state.replies) - 1)]
            status, kind, content, headers = reply(body) if callable(reply) else reply
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if not state.trickle:
                self.wfile.write(content)
                return
            for byte in content:
                time.sleep(state.trickle)
                self.wfile.write(bytes([byte]))

        def log_message(self, *args: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *args: object) -> None:
            """A client that went away is part of the tests."""

    server = Server(("127.0.0.1", 0), Handler)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
