"""Tools take typed choices, and say every problem aloud."""

import json

import agents as sdk
import pytest

from forecast_kit.agents import tools
from forecast_kit.agents.graph import build_graph
from forecast_kit.agents.offline_model import OfflineModel

ALL = [value for value in vars(tools).values() if isinstance(value, sdk.FunctionTool)]


def agents_of(first: sdk.Agent) -> list[sdk.Agent]:
    """Every agent of the graph; each hands on to one other at most."""
    found = [first]
    while found[-1].handoffs:
        found.append(found[-1].handoffs[0]._agent_ref())
    return found


@pytest.mark.parametrize("tool", ALL, ids=lambda tool: tool.name)
def test_a_tool_is_strict_and_lets_no_failure_pass_as_text(tool: sdk.FunctionTool):
    schema = json.dumps(tool.params_json_schema)
    assert tool.strict_json_schema
    assert tool.params_json_schema["required"] == list(tool.params_json_schema["properties"])
    assert not any(word in schema for word in ('"default"', '"anyOf"', '"oneOf"', '"number"', '"integer"'))
    assert tool._failure_error_function is None
    assert not tool._use_default_failure_error_function


def test_no_number_can_be_handed_from_one_agent_to_the_next():
    for agent in agents_of(build_graph(OfflineModel())):
        for handoff in agent.handoffs:
            kinds = {spec["type"] for spec in handoff.input_json_schema["properties"].values()}
            assert kinds == {"string"}


def test_the_agents_have_names_of_their_own_and_only_the_last_answers_with_structure():
    agents = agents_of(build_graph(OfflineModel()))
    assert [agent.name for agent in agents] == ["Orchestrator", "Demand", "Inventory", "Pricing", "Report"]
    assert [agent.output_type is not None for agent in agents] == [False, False, False, False, True]
    assert agents[-1].tools == []
    assert agents[-1].handoffs == []
