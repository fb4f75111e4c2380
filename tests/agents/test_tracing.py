"""A trace is kept where it is asked for, with the run's own events; it goes nowhere else."""

import agents as sdk
import pytest

from forecast_kit.planning import SeasonInputs
from tests.agents.conftest import Recorder, model_settings
from tests.agents.fake_server import serving
from tests.agents.scripts import plan_by_agents

KEY = "sk-planted-trace"


def test_nothing_is_traced_unless_asked_for(inputs: SeasonInputs, told: Recorder, no_model):
    plan_by_agents(inputs, told, no_model)
    assert not [event for event in told.events if event.type == "trace_span"]


def test_on_request_every_agent_tool_and_handoff_is_told_without_what_was_said(inputs: SeasonInputs, told: Recorder):
    with serving() as server:
        settings = model_settings(base_url=server.url, openai_api_key=KEY, model_traces=True)
        plan_by_agents(inputs, told, settings, engine="llm")
    spans = [event for event in told.events if event.type == "trace_span"]
    named = {(span.kind, span.name) for span in spans}
    assert {("agent", name) for name in ("Orchestrator", "Demand", "Inventory", "Pricing", "Report")} <= named
    assert {("function", "decide_buy"), ("handoff", "Pricing")} <= named
    assert sum(span.kind == "generation" for span in spans) == 11
    assert not any(span.failed for span in spans)
    assert KEY not in told.text
    assert "units" not in "".join(span.model_dump_json() for span in spans)


def test_the_vendor_is_sent_nothing_even_with_a_key_of_his_set(
    inputs: SeasonInputs, told: Recorder, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    plan_by_agents(inputs, told, model_settings(model_traces=True))
    processors = sdk.tracing.get_trace_provider()._multi_processor._processors
    assert [type(processor).__module__ for processor in processors] == ["forecast_kit.agents.tracing"]
