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
        key = self.headers["Authorization"] or self.headers["api-key"]
        self.server.keys.append(key)
        number = len(self.server.asked)
        fault = self.server.faults.get(number) or self.server.faults.get(0)
        status, kind, body, *more = (fault or on_the_way)(request, key)
        if request.get("stream") and status == 200 and kind == "application/json":
            kind, body = "text/event-stream", as_stream(json.loads(body))
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


def says(text: str, finish: str = "stop") -> Answer:
    return _completion({"role": "assistant", "content": text}, finish)


def refuses(_request: dict[str, Any], _key: str = "") -> Answer:
    return _completion({"role": "assistant", "content": None, "refusal": "I would rather not."}, "stop")


def _completion(message: dict[str, Any], finish: str) -> Answer:
    choice = {"index": 0, "message": message, "finish_reason": finish, "logprobs": None}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    body = {"id": "c", "object": "chat.completion", "created": 0, "model": "fake", "choices": [choice], "usage": usage}
    return 200, "application/json", json.dumps(body).encode()


def as_stream(completion: dict[str, Any]) -> bytes:
    """The same answer as a server writes it when it streams: piece by piece, then what it used."""
    choice = completion["choices"][0]
    message, base = choice["message"], {k: completion[k] for k in ("id", "created", "model")}
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": None}]
    for n, call in enumerate(message.get("tool_calls") or []):
        named = {"name": call["function"]["name"], "arguments": ""}
        deltas.append({"tool_calls": [{"index": n, "id": call["id"], "type": "function", "function": named}]})
        pieces = _pieces(call["function"]["arguments"])
        deltas += [{"tool_calls": [{"index": n, "function": {"arguments": piece}}]} for piece in pieces]
    deltas += [{"content": piece} for piece in _pieces(message.get("content") or "")]
    deltas += [{"refusal": piece} for piece in _pieces(message.get("refusal") or "")]
    choices = [[{"index": 0, "delta": delta, "finish_reason": None}] for delta in deltas]
    choices.append([{"index": 0, "delta": {}, "finish_reason": choice["finish_reason"]}])
    chunks = [{**base, "object": "chat.completion.chunk", "choices": each} for each in choices]
    chunks.append({**base, "object": "chat.completion.chunk", "choices": [], "usage": completion["usage"]})
    return b"".join(b"data: " + json.dumps(chunk).encode() + b"\n\n" for chunk in chunks) + b"data: [DONE]\n\n"


def _pieces(text: str) -> list[str]:
    return [text[n : n + 7] for n in range(0, len(text), 7)]


@contextmanager
def serving(faults: dict[int, Fault] | None = None) -> Iterator[FakeServer]:
    server = FakeServer(faults or {})
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
