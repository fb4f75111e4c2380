"""What a fork server does once so that its children need not: import everything, and plan one season."""

import asyncio
from datetime import UTC, datetime

from forecast_kit.agents import plan_with_agents
from forecast_kit.planning import SeasonDesk
from forecast_kit.settings import Settings
from tests.seasons import inputs
from tests.slow import processes

__all__ = ["processes"]

asyncio.run(
    plan_with_agents(
        SeasonDesk(inputs()),
        workflow_id="wf_warm",
        emit=lambda _event: None,
        clock=lambda: datetime.now(UTC),
        settings=Settings(_env_file=None),
        engine="offline",
    )
)
