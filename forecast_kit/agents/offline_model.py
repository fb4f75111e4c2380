"""A model that needs no key and no network: it follows the recommended path through whatever it is offered.

It keeps no state. All it goes by is what any model is given: the tools and handoffs that are open, and the
conversation. Of a choice it takes the first option, which tools declare as the recommended one, and it gives no
reasons, so that the desk's own stand.
"""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import agents as sdk
from openai.types.responses import (
    ResponseFunctionToolCall,
    ResponseOutputItem,
    ResponseOutputMessage,
    ResponseOutputText,
    ResponseStreamEvent,
)

from forecast_kit.agents.result import compose_report
from forecast_kit.agents.streamed import streamed

Conversation = str | list[Any]


class OfflineModel(sdk.Model):
    """The SDK's model interface, answered by rules: the same conversation always gets the same answer."""

    async def get_response(
        self,
        system_instructions: str | None,
        input: Conversation,
        model_settings: sdk.ModelSettings,
        tools: list[sdk.Tool],
        output_schema: sdk.AgentOutputSchemaBase | None,
        handoffs: list[sdk.Handoff[Any, Any]],
        tracing: sdk.ModelTracing,
        **_: Any,
    ) -> sdk.ModelResponse:
        """The next step as one answer."""
        output = _next_step(input, tools, output_schema, handoffs)
        return sdk.ModelResponse(output=[output], usage=sdk.Usage(), response_id=None)

    async def stream_response(
        self,
        system_instructions: str | None,
        input: Conversation,
        model_settings: sdk.ModelSettings,
        tools: list[sdk.Tool],
        output_schema: sdk.AgentOutputSchemaBase | None,
        handoffs: list[sdk.Handoff[Any, Any]],
        tracing: sdk.ModelTracing,
        **_: Any,
    ) -> AsyncIterator[ResponseStreamEvent]:
        """The next step as a model would write it."""
        output = _next_step(input, tools, output_schema, handoffs)
        for event in streamed([output], f"offline_{len(_calls(input))}", "offline"):
            yield event


def _next_step(
    conversation: Conversation,
    tools: list[sdk.Tool],
    output_schema: sdk.AgentOutputSchemaBase | None,
    handoffs: list[sdk.Handoff[Any, Any]],
) -> ResponseOutputItem:
    """The report where one is asked for; else the first open tool, else the first open handoff."""
    if output_schema is not None:
        return _message(compose_report(_answers(conversation)).model_dump_json())
    for tool in tools:
        if isinstance(tool, sdk.FunctionTool):
            return _call(conversation, tool.name, tool.params_json_schema)
    for handoff in handoffs:
        return _call(conversation, handoff.tool_name, handoff.input_json_schema)
    return _message("Nothing is left to do.")


def _call(conversation: Conversation, name: str, schema: Mapping[str, Any]) -> ResponseFunctionToolCall:
    """A call with the recommended arguments; its id counts the calls before it, so that no two are the same."""
    arguments = {key: recommended(spec) for key, spec in schema.get("properties", {}).items()}
    return ResponseFunctionToolCall(
        type="function_call",
        name=name,
        call_id=f"offline_{len(_calls(conversation)) + 1}_{name}",
        arguments=json.dumps(arguments),
    )


def recommended(spec: Mapping[str, Any]) -> object:
    """The recommended value of an argument: its one value, its first option, all of a list, or no words.

    >>> recommended({"enum": ["shrunk", "flat"]}), recommended({"type": "array"}), recommended({"type": "string"})
    ('shrunk', ['all'], '')
    """
    if "const" in spec:
        return spec["const"]
    if "enum" in spec:
        return spec["enum"][0]
    return ["all"] if spec.get("type") == "array" else ""


def _message(text: str) -> ResponseOutputMessage:
    content = ResponseOutputText(type="output_text", text=text, annotations=[])
    return ResponseOutputMessage(
        id="offline_message", type="message", role="assistant", status="completed", content=[content]
    )


def _items(conversation: Conversation, kind: str) -> list[Mapping[str, Any]]:
    return [] if isinstance(conversation, str) else [item for item in conversation if item.get("type") == kind]


def _calls(conversation: Conversation) -> list[Mapping[str, Any]]:
    return _items(conversation, "function_call")


def _answers(conversation: Conversation) -> dict[str, str]:
    """What each tool answered in this conversation, by the tool's name."""
    names = {call["call_id"]: call["name"] for call in _calls(conversation)}
    outputs = _items(conversation, "function_call_output")
    return {names[item["call_id"]]: str(item["output"]) for item in outputs if item["call_id"] in names}
