"""How long a model's server is waited for, and when another try is worth it."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from forecast_kit.errors import ModelError
from forecast_kit.extraction.client import RULES_INSTEAD, server_of
from forecast_kit.settings import Settings

if TYPE_CHECKING:
    from openai import APIError

T = TypeVar("T")
_FIRST_WAIT_SECONDS = 0.5
_TO_ASK = 0.9  # of the time left
_PASSING_STATUS = frozenset({408, 409, 429})


def within(settings: Settings, work: Callable[[], T]) -> T:
    """What `work` comes to, if it does so in the time that reading a brief may take.

    It runs in a thread that is left behind when the time is up, so that neither a server that sends a byte a second
    nor a name that is never resolved holds the caller.

    Raises:
        ModelError: the time is up; besides, whatever `work` raises.
    """
    result: Future[T] = Future()

    def run() -> None:
        try:
            result.set_result(work())
        except BaseException as error:  # noqa: BLE001  raised again where the result is waited for
            result.set_exception(error)

    threading.Thread(target=run, name="reading a brief", daemon=True).start()
    try:
        return result.result(settings.reading_timeout_seconds)
    except TimeoutError:
        raise out_of_time(settings) from None


def out_of_time(settings: Settings) -> ModelError:
    """The error for a reading whose time is up."""
    seconds = f"{settings.reading_timeout_seconds:g} seconds"
    return ModelError(f"{server_of(settings)} gave no answer that can be used within {seconds}.", RULES_INSTEAD)


class Retries:
    """The tries one question has, within the time of the whole reading."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._until = time.monotonic() + settings.reading_timeout_seconds

    @property
    def left_seconds(self) -> float:
        """What is left of the time; nothing is asked any more when it is up."""
        return self._until - time.monotonic()

    @property
    def seconds_a_try(self) -> float:
        """How long one try may take: it ends before the reading does, so that an earlier answer can still be used."""
        return min(self._settings.model_timeout_seconds, _TO_ASK * max(self.left_seconds, 0.0))

    def wait(self, error: "APIError", tried: int) -> None:
        """Wait before the next try, as long as the server asks for.

        Raises:
            APIError: another try would not help, or was the last.
            ModelError: the server asks for more time than is left.
        """
        if tried > self._settings.model_max_retries or not _passes(error):
            raise error
        asked = _retry_after_seconds(error)
        seconds = _FIRST_WAIT_SECONDS * 2 ** (tried - 1) if asked is None else asked
        if seconds < self.left_seconds:
            time.sleep(seconds)
        elif asked is None:
            raise error
        else:
            raise ModelError(
                f"{server_of(self._settings)} is busy and asks to wait {asked:g} seconds; "
                f"a reading is given {self._settings.reading_timeout_seconds:g}.",
                RULES_INSTEAD,
            )


def _passes(error: "APIError") -> bool:
    """Whether the same request may succeed a moment later: the server is down, overloaded or out of reach."""
    from openai import APIConnectionError, APIStatusError

    if isinstance(error, APIStatusError):
        passing = error.status_code in _PASSING_STATUS or error.status_code >= 500
        return passing and error.code != "insufficient_quota"
    return isinstance(error, APIConnectionError)


def _retry_after_seconds(error: "APIError") -> float | None:
    from openai import APIStatusError

    headers = error.response.headers if isinstance(error, APIStatusError) else {}
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[name]) * unit)
        except (KeyError, ValueError):
            continue
    return None
