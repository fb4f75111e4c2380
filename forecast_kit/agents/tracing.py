"""The agents SDK's trace, told as a run's own events. Nothing of it leaves the machine, whatever keys are set."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

import agents as sdk

from forecast_kit.agents.context import Messenger

_listening: ContextVar[Messenger | None] = ContextVar("_listening", default=None)


@contextmanager
def telling_spans(messenger: Messenger) -> Iterator[None]:
    """Tells every span that ends within. The SDK's exporter, which posts to its vendor, is replaced for good."""
    sdk.set_trace_processors([_Spans()])
    sdk.set_tracing_disabled(False)  # whatever the environment says: it was asked for here, and stays here
    before = _listening.set(messenger)
    try:
        yield
    finally:
        _listening.reset(before)


class _Spans(sdk.TracingProcessor):
    """Passes on what a span was and how long it took; never what was said in it."""

    def on_span_end(self, span: sdk.Span[Any]) -> None:
        messenger = _listening.get()
        if messenger is not None:
            data = span.span_data.export() or {}
            name = str(data.get("name") or data.get("to_agent") or data.get("model") or data["type"])
            messenger.span(str(data["type"]), name, _seconds(span), failed=span.error is not None)

    def on_span_start(self, span: sdk.Span[Any]) -> None:
        """A span is told when it is over."""

    def on_trace_start(self, trace: sdk.Trace) -> None:
        """The run tells its own beginning."""

    def on_trace_end(self, trace: sdk.Trace) -> None:
        """The run tells its own end."""

    def shutdown(self) -> None:
        """Nothing is held back."""

    def force_flush(self) -> None:
        """Nothing is held back."""


def _seconds(span: sdk.Span[Any]) -> float:
    if span.started_at is None or span.ended_at is None:
        return 0.0
    return (datetime.fromisoformat(span.ended_at) - datetime.fromisoformat(span.started_at)).total_seconds()
