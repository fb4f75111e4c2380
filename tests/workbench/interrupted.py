"""A process that presses Ctrl-C on itself while each agent is at work, and plans again: what came of it, as JSON.

python -m tests.workbench.interrupted DATABASE_URL DATA_DIR
"""

import asyncio
import json
import signal
import sys

from forecast_kit.events import AGENTS, AgentStatus
from forecast_kit.workbench import Workbench
from tests.seasons import AS_OF
from tests.workbench.conftest import BRIEF, settings


def interrupted(bench: Workbench, agent: str) -> dict[str, object]:
    reading = bench.read(BRIEF)
    bench.record_confirmation(reading, reading.extraction.parameters, "Ada")
    struck = []

    def strike(event):
        if isinstance(event, AgentStatus) and event.agent == agent and not struck:
            struck.append(event)
            signal.raise_signal(signal.SIGINT)

    try:
        asyncio.run(bench.plan(reading.run_id, on_event=strike))
    except KeyboardInterrupt:
        last = bench.runs.events(reading.run_id)[-1]
        after = {
            "status": bench.runs.get(reading.run_id).status,
            "leases": bench.database.status().tables["leases"],
            "told": [last.status, last.message],
        }
    again = asyncio.run(bench.plan(reading.run_id))
    return after | {"planned_anew": not again.resumed, "digest": again.plan.digest}


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are started deaf to it
    url, folder = sys.argv[1:]
    workbench = Workbench(database_url=url, data_dir=folder, as_of=AS_OF, settings=settings())
    print(json.dumps({agent: interrupted(workbench, agent) for agent in AGENTS}))
