"""Every tool and every agent has words of its own for the status panel."""

from typing import get_args

import agents as sdk

from forecast_kit.agents import tools
from forecast_kit.agents.context import STAGES, TOOL_OF
from forecast_kit.agents.status import AGENT_OF, STAGE_OF, STEPS, THINKING
from forecast_kit.events import AgentName


def test_every_tool_is_a_step_in_a_planners_words():
    names = {value.name for value in vars(tools).values() if isinstance(value, sdk.FunctionTool)}
    assert names == set(STEPS) == set(STAGE_OF) == set(TOOL_OF.values())
    assert set(TOOL_OF) == set(STAGES)


def test_every_agent_of_the_graph_stands_on_the_board():
    assert set(AGENT_OF.values()) == set(get_args(AgentName))
    assert set(THINKING) == set(AGENT_OF)
