import asyncio
import threading

import pytest

from forecast_kit.errors import GateError
from forecast_kit.settings import get_settings
from forecast_kit.widgets import gate
from forecast_kit.widgets.gate import Gate, can_ask, headless


class Question(Gate[str]):
    """The smallest gate: its answer is a word."""

    decision = "answer the question"
    parameter = "confirmed_by"

    def __init__(self, named_ahead: str | None = None) -> None:
        super().__init__(named_ahead)
        self.open = False
        self.displays = 0

    def _display(self) -> None:
        self.displays += 1

    def _open(self) -> None:
        self.open = True

    def _close(self) -> None:
        self.open = False

    def _answer_of(self, name: str) -> str:
        return f"{name} says yes"

    def click(self, answer: str | GateError = "yes") -> None:
        self._settle(answer)


class Kernel:
    def __init__(self, allow_stdin: bool) -> None:
        self._allow_stdin = allow_stdin


class Shell:
    def __init__(self, kernel: Kernel | None) -> None:
        self.kernel = kernel


@pytest.mark.parametrize(
    ("shell", "expected"),
    [
        pytest.param(None, True, id="plain Python"),
        pytest.param(Shell(None), True, id="IPython in a terminal"),
        pytest.param(Shell(Kernel(False)), True, id="papermill or nbval"),
        pytest.param(Shell(Kernel(True)), False, id="JupyterLab"),
    ],
)
def test_headless_means_that_the_kernel_may_not_ask(shell, expected, monkeypatch):
    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: shell)
    assert headless() is expected


def test_without_a_person_the_name_given_ahead_answers():
    assert asyncio.run(Question("  Anna ").result()) == "Anna says yes"


def test_without_a_person_or_a_parameter_the_environment_answers(monkeypatch):
    monkeypatch.setenv("FORECAST_KIT_CONFIRMED_BY", "Ben")
    get_settings.cache_clear()
    assert asyncio.run(Question("").result()) == "Ben says yes"
    assert asyncio.run(Question("Anna").result()) == "Anna says yes"


def test_without_a_person_or_a_name_it_raises_at_once_and_says_what_to_do():
    with pytest.raises(GateError) as refused:
        asyncio.run(asyncio.wait_for(Question().result(), 5))
    assert "without a person" in refused.value.problem
    for way in ('confirmed_by = "..."', "-p confirmed_by NAME", "FORECAST_KIT_CONFIRMED_BY"):
        assert way in refused.value.remedy


def test_an_older_kernel_in_a_browser_gets_a_sentence_not_a_hang(monkeypatch):
    monkeypatch.setattr(gate, "headless", lambda: False)
    monkeypatch.setattr("ipykernel._version.version_info", (7, 3, 9))
    assert not can_ask()
    with pytest.raises(GateError, match=r"too old.*ipykernel>=7\.4"):
        asyncio.run(asyncio.wait_for(Question().result(), 5))
    assert asyncio.run(Question("Anna").result()) == "Anna says yes"


@pytest.mark.parametrize("version", [(7, 4, 0), (8, 0, 0, "a", 1)])
def test_newer_kernels_are_asked(version, monkeypatch):
    monkeypatch.setattr(gate, "headless", lambda: False)
    monkeypatch.setattr("ipykernel._version.version_info", version)
    assert can_ask()


@pytest.mark.usefixtures("person")
class TestWithAPerson:
    def test_a_click_before_the_second_cell_is_kept(self):
        question = Question()
        question.show()
        question.click("early")
        assert asyncio.run(question.result()) == "early"
        assert asyncio.run(question.result()) == "early"

    def test_the_second_cell_waits_and_leaves_nothing_open(self):
        async def cell() -> tuple[str, bool]:
            question = Question()
            question.show()
            asyncio.get_running_loop().call_later(0.05, question.click, "yes")
            return await question.result(), question.open

        assert asyncio.run(cell()) == ("yes", False)

    def test_an_answer_from_another_thread_wakes_the_cell(self):
        async def cell() -> str:
            question = Question()
            threading.Timer(0.05, question.click, ("from a thread",)).start()
            return await asyncio.wait_for(question.result(), 10)

        assert asyncio.run(cell()) == "from a thread"

    def test_waiting_shows_a_form_that_was_not_shown(self):
        async def cell() -> int:
            question = Question()
            asyncio.get_running_loop().call_later(0.05, question.click)
            await question.result()
            return question.displays

        assert asyncio.run(cell()) == 1

    def test_the_stop_button_ends_the_cell_with_a_sentence_and_it_can_be_run_again(self):
        async def cells() -> tuple[bool, str]:
            question = Question()
            question.show()
            waiting = asyncio.ensure_future(question.result())
            await asyncio.sleep(0.05)
            waiting.cancel()
            with pytest.raises(GateError, match="Stopped while waiting .* Run this cell again"):
                await waiting
            closed = not question.open
            asyncio.get_running_loop().call_later(0.05, question.click, "second time")
            return closed, await question.result()

        assert asyncio.run(cells()) == (True, "second time")

    def test_after_a_refusal_the_next_run_asks_again(self):
        async def cells() -> str:
            question = Question()
            question.show()
            question.click(GateError("closed"))
            with pytest.raises(GateError, match="closed"):
                await question.result()
            asyncio.get_running_loop().call_later(0.05, question.click, "now")
            return await question.result()

        assert asyncio.run(cells()) == "now"

    def test_clicking_twice_keeps_the_last_answer(self):
        question = Question()
        question.click("first")
        question.click("second")
        assert asyncio.run(question.result()) == "second"


@pytest.mark.parametrize(("account", "suggested"), [("anna", "anna"), ("root", ""), ("jovyan", "")])
def test_the_account_is_suggested_where_it_may_be_a_persons(account, suggested, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: account)
    assert Question()._suggested_name() == suggested
    assert Question(" Ben ")._suggested_name() == "Ben"
