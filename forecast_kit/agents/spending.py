"""What a language model may cost one run, in tokens, money and seconds of waiting, and what it has cost so far."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from forecast_kit.errors import ModelError
from forecast_kit.runs import ModelReply
from forecast_kit.settings import Settings

MILLION = 1_000_000
LETTERS_A_TOKEN = 4  # where a server counts none itself
REMEDY = "Raise {setting}, name another model (FORECAST_KIT_MODEL), or plan by the kit's own rules."


@dataclass
class Spending:
    """Counts a run's answers, and stops the next one where the settings say so.

    Tokens and money count from the run's first attempt; seconds are those spent waiting for the model in this one,
    retries and the pauses a server asks for included.

    >>> spent = Spending(Settings(_env_file=None, model_max_tokens=100, model_input_price=2.0, model_output_price=8.0))
    >>> spent.count(90, 10)
    0.00026
    >>> spent.check()
    Traceback (most recent call last):
    ...
    forecast_kit.errors.ModelError: The language model has used 100 tokens, all that a run may use. Raise ...
    """

    settings: Settings
    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0

    @classmethod
    def after(cls, replies: Iterable[ModelReply], settings: Settings) -> "Spending":
        """Goes on from what earlier attempts at the run have used."""
        kept = tuple(replies)
        return cls(settings, sum(reply.input_tokens for reply in kept), sum(reply.output_tokens for reply in kept))

    @property
    def money(self) -> float | None:
        """In the currency of the prices; None where no price is set."""
        return self._price(self.input_tokens, self.output_tokens)

    def count(self, input_tokens: int, output_tokens: int) -> float | None:
        """Adds one answer, and says what it cost."""
        self.input_tokens += input_tokens
        self.output_tokens += output_tokens
        return self._price(input_tokens, output_tokens)

    def check(self) -> None:
        """Whether one more question may be asked.

        Raises:
            ModelError: the run has used all its tokens, money or time.
        """
        used, limit = self.input_tokens + self.output_tokens, self.settings.model_max_tokens
        if used >= limit:
            raise self._stop(f"has used {used:,} tokens, all that a run may use", "MODEL_MAX_TOKENS")
        money, most = self.money, self.settings.model_max_money
        if money is not None and most is not None and money >= most:
            raise self._stop(f"has cost {money:.2f}, all that a run may cost", "MODEL_MAX_MONEY")
        if self.seconds >= self.settings.planning_timeout_seconds:
            raise self._out_of_time()

    @asynccontextmanager
    async def waiting(self) -> AsyncIterator[None]:
        """Counts the time within, and ends it when the run has waited long enough.

        Raises:
            ModelError: it has.
        """
        self.check()
        begun, left = time.monotonic(), self.settings.planning_timeout_seconds - self.seconds
        patience = asyncio.timeout(left)
        try:
            async with patience:
                yield
        except TimeoutError:
            if not patience.expired():
                raise
            raise self._out_of_time() from None
        finally:
            self.seconds += time.monotonic() - begun

    def _price(self, input_tokens: int, output_tokens: int) -> float | None:
        each_in, each_out = self.settings.model_input_price, self.settings.model_output_price
        if each_in is None or each_out is None:
            return None
        return (input_tokens * each_in + output_tokens * each_out) / MILLION

    def _out_of_time(self) -> ModelError:
        seconds = self.settings.planning_timeout_seconds
        return self._stop(f"came to no plan in {seconds:g} seconds of waiting", "PLANNING_TIMEOUT_SECONDS")

    @staticmethod
    def _stop(what: str, setting: str) -> ModelError:
        return ModelError(f"The language model {what}.", REMEDY.format(setting=f"FORECAST_KIT_{setting}"))


def tokens_in(text: str) -> int:
    """About how many tokens a text is, for a server that does not say."""
    return -(-len(text) // LETTERS_A_TOKEN)
