"""What a language model may do wrong in the graph, as one kind of error. Faults of the client are the client's."""

import agents as sdk

from forecast_kit.errors import ForecastKitError

REMEDY = "Try again, name another model (FORECAST_KIT_MODEL), or plan by the kit's own rules."
MAX_TURNS = 22  # eleven steps lead to a plan; a model may stumble at each once


def in_words(error: sdk.AgentsException) -> str:
    """What the model did wrong, for a planner. Its own words are not repeated.

    >>> in_words(sdk.ModelBehaviorError("Tool order_everything not found"))
    'The language model did or said something that is not open to it.'
    """
    match error:
        case sdk.ModelTimeoutError():
            return "The language model did not answer in time."
        case sdk.MaxTurnsExceeded():
            return f"The language model went round in circles: no plan after {MAX_TURNS} turns."
        case sdk.ModelRefusalError():
            return "The language model refused to answer."
        case _:
            return "The language model did or said something that is not open to it."


def own_fault(error: sdk.UserError) -> Exception:
    """What a tool raised: the planner's error, or ours, but not the model's."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ForecastKitError):
        cause = cause.__cause__
    if cause is not None:
        return cause
    return error.__cause__ if isinstance(error.__cause__, Exception) else error
