"""A chat completions server on loopback: it goes the recommended way, until it is told to do something else."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from forecast_kit.agents.offline_model import recommended

Answer = tuple[int, str, bytes] | tuple[int, str, bytes, dict[str, str]]
Fault = Callable[[dict[str, Any], str], Answer]


class FakeServer(ThreadingHTTPServer):
    """`faults` maps the number of a request (from 1) to what is answered instead; 0 is every request."""

    daemon_threads = True

    def __init__(self, faults: dict[int, Fault]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.faults = faults
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: FakeServer

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(request)
        self.server.keys.append(self.headers["Authorization"])
        number = len(self.server.asked)
        fault = self.server.faults.get(number) or self.server.faults.get(0)
        status, kind, body, *more = (fault or on_the_way)(request, self.headers["Authorization"])
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(body))}
        for name, value in (headers | (more[0] if more else {})).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Keeps the tests' output quiet."""


def on_the_way(request: dict[str, Any], _key: str = "") -> Answer:
    """The first open tool with its recommended arguments, or the report: the buy as its tool told it."""
    tools = request.get("tools")
    if not tools:
        told = [line for message in request["messages"] for line in str(message.get("content")).split("\n")]
        headline = next(line for line in told if line.startswith("Buy "))
        return says(json.dumps({"headline": headline, "sentences": ["The rest is as recommended."]}))
    function = tools[0]["function"]
    arguments = {name: recommended(spec) for name, spec in function["parameters"]["properties"].items()}
    return calls(function["name"], arguments, len(request["messages"]))


def calls(name: str, arguments: dict[str, Any] | str, n: int) -> Answer:
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    call = {"id": f"call_{n}", "type": "function", "function": {"name": name, "arguments": text}}
    return _completion({"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls")


def says(text: str) -> Answer:
    return _completion({"role": "assistant", "content": text}, "stop")


def _completion(message: dict[str, Any], finish: str) -> Answer:
    choice = {"index": 0, "message": message, "finish_reason": finish, "logprobs": None}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    body = {"id": "c", "object": "chat.completion", "created": 0, "model": "fake", "choices": [choice], "usage": usage}
    return 200, "application/json", json.dumps(body).encode()


@contextmanager
def serving(faults: dict[int, Fault] | None = None) -> Iterator[FakeServer]:
    server = FakeServer(faults or {})
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
