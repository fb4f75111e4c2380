"""A stored plan, made again from its inputs and set against what is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from forecast_kit.plan import SeasonPlan
from forecast_kit.planning import SeasonDesk, SeasonInputs
from forecast_kit.replay import SeasonChoices
from forecast_kit.version import __version__

DIFFERENCES_KEPT = 20


@dataclass(frozen=True)
class Difference:
    """One place where the stored plan and the one made again are not the same, e.g. `buy.options.0.buy_units`."""

    where: str
    stored: Any
    again: Any


@dataclass(frozen=True)
class Verification:
    """The outcome. `same` means: the same inputs, and digest for digest the same plan.

    The words of an explanation are those of whoever chose and are not made again; what was chosen, among which
    options and for how much money, is.
    """

    run_id: str
    stored_digest: str
    digest: str
    inputs_unchanged: bool
    code_version: str
    code_now: str
    differences: tuple[Difference, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the plan can be relied on to be what its inputs lead to."""
        return self.inputs_unchanged and self.stored_digest == self.digest

    def __str__(self) -> str:
        if self.same:
            return f"Run {self.run_id}: made again from its inputs, the plan is the same ({self.digest[:12]})."
        if not self.inputs_unchanged:
            return f"Run {self.run_id}: its inputs are no longer those the plan was made from (data, brief or settings)."
        version = "" if self.code_version == self.code_now else f" It was made by {self.code_version}, this is {self.code_now}."
        places = ", ".join(difference.where for difference in self.differences[:3])
        return f"Run {self.run_id}: made again from the same inputs, the plan differs in {places}.{version}"


def verify_plan(run_id: str, stored: SeasonPlan, inputs: SeasonInputs, choices: SeasonChoices) -> Verification:
    """Makes the plan again under the choices it was made with, without agents, and compares.

    Raises:
        PlanError: the inputs no longer make a plan.
    """
    again = _in_the_words_of(stored, SeasonDesk(inputs, choices).run())
    differences = _differences(stored.model_dump(mode="json"), again.model_dump(mode="json"))
    return Verification(
        run_id=run_id,
        stored_digest=stored.digest,
        digest=again.digest,
        inputs_unchanged=stored.input_digest == inputs.digest(),
        code_version=stored.code_version,
        code_now=__version__,
        differences=tuple(found for _, found in zip(range(DIFFERENCES_KEPT), differences, strict=False)),
    )


def _in_the_words_of(stored: SeasonPlan, again: SeasonPlan) -> SeasonPlan:
    """The plan with the stored explanations, and the stored order, wherever the same was chosen among the same."""
    made = {choice.name: choice for choice in again.choices}
    told = {choice.name: choice for choice in stored.choices}
    names = [*(name for name in told if name in made), *(name for name in made if name not in told)]
    words = {"reason", "chosen_by", "agent"}
    choices = tuple(
        made[name].model_copy(update={word: getattr(told[name], word) for word in words})
        if name in told
        else made[name]
        for name in names
    )
    return again.model_copy(update={"choices": choices})


def _differences(stored: Any, again: Any, where: str = "") -> Iterator[Difference]:
    if isinstance(stored, dict) and isinstance(again, dict):
        for name in sorted(stored.keys() | again.keys()):
            yield from _differences(stored.get(name), again.get(name), f"{where}.{name}".lstrip("."))
    elif isinstance(stored, list) and isinstance(again, list) and len(stored) == len(again):
        for number, (one, other) in enumerate(zip(stored, again, strict=True)):
            yield from _differences(one, other, f"{where}.{number}")
    elif stored != again:
        yield Difference(where, stored, again)
