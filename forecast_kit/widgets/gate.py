"""The gate of two cells: one shows what a person must decide, the next awaits the answer.

In a browser the second cell waits; ipykernel 7.4 and later delivers the click while it does. Where nobody can click
(papermill, nbval, a plain Python process) the answer is a name given ahead, or an error at once: it never hangs.
"""

import asyncio
from abc import ABC, abstractmethod
from typing import Any, Generic, TypeVar

from forecast_kit.errors import GateError
from forecast_kit.settings import get_settings

__all__ = ["Gate", "can_ask", "headless", "show_in_cell"]

POLL_SECONDS = 0.25
ACCOUNTS_OF_NOBODY = ("root", "jovyan")  # what containers run as; a decision is a person's
FIRST_KERNEL_THAT_DELIVERS_CLICKS = (7, 4)

Answer = TypeVar("Answer")


def headless() -> bool:
    """Whether nobody can be asked: no kernel, or a kernel that may not ask for input (papermill, nbval).

    >>> headless()  # a plain Python process
    True
    """
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return True
    kernel = getattr(get_ipython(), "kernel", None)
    return not getattr(kernel, "_allow_stdin", False)


def kernel_delivers_clicks() -> bool:
    """Whether this kernel handles a click while a cell awaits: ipykernel 7.4 or later."""
    try:
        from ipykernel._version import version_info
    except ImportError:
        return False
    return tuple(int(str(part)) for part in version_info[:2]) >= FIRST_KERNEL_THAT_DELIVERS_CLICKS


def can_ask() -> bool:
    """Whether a person can be asked and the answer can arrive."""
    return not headless() and kernel_delivers_clicks()


def show_in_cell(what: object) -> Any:
    """Put something into the running cell's output; its handle, which can show it anew, or None in plain Python."""
    from IPython.display import display

    return display(what, display_id=True)  # type: ignore[no-untyped-call]


class Gate(ABC, Generic[Answer]):
    """What every gate does: show, wait, be answered once, and leave nothing open behind it.

    A subclass says what is decided (`decision`), which notebook parameter names the person ahead (`parameter`,
    whose environment variable is FORECAST_KIT_ and its capitals), how to open and close what it shows, and what
    the answer of a person named ahead is.
    """

    decision: str
    parameter: str
    suggested: str = ""  # a name to offer where nobody is named ahead

    def __init__(self, named_ahead: str | None = None) -> None:
        self._named_ahead = (named_ahead or "").strip()
        self._settled: Answer | GateError | None = None
        self._waiter: tuple[asyncio.AbstractEventLoop, asyncio.Future[None]] | None = None
        self._shown = False

    @abstractmethod
    def _display(self) -> None:
        """Put the form, or without a person its summary, into the cell's output."""

    @abstractmethod
    def _open(self) -> None:
        """Make the form answerable."""

    @abstractmethod
    def _close(self) -> None:
        """Make the form unanswerable and take away what covers the page."""

    @abstractmethod
    def _answer_of(self, name: str) -> Answer:
        """The answer of the person named ahead; raises GateError where a name is not enough."""

    def _stopped(self) -> None:
        """The Stop button ended the wait; a form that says where it stands says so."""

    def _look(self) -> None:
        """Called now and then while a cell waits: whether the question was answered somewhere else."""

    def show(self) -> None:
        """Cell A: show the form, open. Where nobody can be asked, show its summary."""
        self._shown = True
        self._display()
        if can_ask() and self._settled is None:
            self._open()

    async def result(self) -> Answer:
        """Cell B: the answer; waits for it where a person can be asked. A second call gives the same answer.

        Raises:
            GateError: nobody can be asked and nobody was named ahead, or the person closed the form or pressed Stop.
        """
        if self._settled is None and not can_ask():
            self._settle(self._answer_of(self._name_given_ahead()))
        if self._settled is None:
            await self._wait()
        settled = self._settled
        if isinstance(settled, GateError):
            self._settled = None  # asked again, the form opens again
            raise settled
        assert settled is not None
        return settled

    async def _wait(self) -> None:
        if self._shown:
            self._open()
        else:
            self.show()
        loop = asyncio.get_running_loop()
        answered: asyncio.Future[None] = loop.create_future()
        self._waiter = (loop, answered)
        try:
            while not answered.done():  # in short waits, so that the Stop button is heard
                await asyncio.wait({answered}, timeout=POLL_SECONDS)
                if not answered.done():
                    self._look()
        except asyncio.CancelledError:
            self._stopped()
            raise GateError(
                f"Stopped while waiting for somebody to {self.decision}.",
                "Run this cell again to be asked again.",
            ) from None
        finally:
            self._waiter = None
            answered.cancel()
            self._close()

    def _settle(self, answer: Answer | GateError) -> None:
        """Called from a click, on whatever thread the kernel runs it: keeps the answer and wakes cell B."""
        self._settled = answer
        if self._waiter:
            loop, answered = self._waiter
            loop.call_soon_threadsafe(_wake, answered)

    def _name_given_ahead(self) -> str:
        name = self._named_ahead or (getattr(get_settings(), self.parameter) or "").strip()
        if name:
            return name
        remedy = (
            f'Name who does: {self.parameter} = "..." in the notebook\'s parameters '
            f"(papermill: -p {self.parameter} NAME), or FORECAST_KIT_{self.parameter.upper()} in the environment."
        )
        if headless():
            raise GateError(f"Nobody is here to {self.decision}: this notebook runs without a person.", remedy)
        raise GateError(
            f"This kernel is too old to receive a click while a cell waits, so nobody can {self.decision} here.",
            f"Upgrade with: pip install 'ipykernel>=7.4', and restart the kernel. {remedy}",
        )

    def _suggested_name(self) -> str:
        """Who is probably sitting here: shown in the form, where it can be corrected."""
        import getpass

        known = self._named_ahead or getattr(get_settings(), self.parameter) or self.suggested
        if known:
            return str(known)
        try:
            account = getpass.getuser()
        except (OSError, KeyError):
            return ""
        return "" if account in ACCOUNTS_OF_NOBODY else account


def _wake(answered: asyncio.Future[None]) -> None:
    if not answered.done():
        answered.set_result(None)
