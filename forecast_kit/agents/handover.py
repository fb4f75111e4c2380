"""How one agent hands a season to the next: a typed slip, accepted only once the stage it names stands."""

from typing import Any

import agents as sdk
from pydantic import BaseModel, ConfigDict, Field

from forecast_kit.agents.context import PlanningContext, Stage
from forecast_kit.agents.tools import Working, when_done


class Slip(BaseModel):
    """What every handover says; each receiving agent adds the handle of what it is handed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    note: str = Field(description="one short sentence to the next agent; only numbers that a tool returned")


def handoff(
    receiver: sdk.Agent[PlanningContext], slip: type[Slip], stage: Stage
) -> sdk.Handoff[PlanningContext, sdk.Agent[PlanningContext]]:
    """A handoff to `receiver`, hidden until `stage` stands."""

    async def take(context: Working, handed: Any) -> None:
        work = context.context
        work.handover_note = work.kept(handed.note, "handover")

    return sdk.handoff(receiver, on_handoff=take, input_type=slip, is_enabled=when_done(stage))
