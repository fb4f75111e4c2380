"""A language model on tape: what it answered to the same question is played again, what it did not is asked and kept.

So a run that was interrupted goes on in the words it began with, and is not billed twice; and a finished run can be
had again without its model, or is refused where anything it was asked is no longer the same.
"""

import json
from collections.abc import AsyncIterator
from typing import Any

import agents as sdk
from openai.types.responses import ResponseCompletedEvent, ResponseOutputItem
from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python

from forecast_kit.agents.spending import Spending, tokens_in
from forecast_kit.agents.streamed import streamed
from forecast_kit.agents.tape import Tape, last_told
from forecast_kit.errors import ModelError
from forecast_kit.plan import digest_of
from forecast_kit.runs import ModelReply

_OUTPUT: TypeAdapter[list[ResponseOutputItem]] = TypeAdapter(list[ResponseOutputItem])
_ANEW = "Plan the season anew."


class RecordedModel(sdk.Model):
    """Plays `tape` as far as it answers to what is asked; then asks `inner` and records, or refuses without one.

    `name` is the model's. Answers of another model on the tape are asked for anew.
    """

    def __init__(self, name: str, tape: Tape, spending: Spending, inner: sdk.Model | None = None) -> None:
        self.name, self.tape, self.spending, self._inner = name, tape, spending, inner
        self._told = last_told(tape.replies())
        self._position = 0

    async def get_response(
        self,
        system_instructions: str | None,
        input: str | list[Any],
        model_settings: sdk.ModelSettings,
        tools: list[sdk.Tool],
        output_schema: sdk.AgentOutputSchemaBase | None,
        handoffs: list[sdk.Handoff[Any, Any]],
        tracing: sdk.ModelTracing,
        **more: Any,
    ) -> sdk.ModelResponse:
        """The answer on the tape, or the model's."""
        asked = _question(system_instructions, input, tools, output_schema, handoffs)
        found = self._play(asked)
        if found is not None:
            return sdk.ModelResponse(output=found, usage=sdk.Usage(), response_id=None)
        async with self.spending.waiting():
            answer = await self._model().get_response(
                system_instructions, input, model_settings, tools, output_schema, handoffs, tracing, **more
            )
        self._keep(asked, answer.output, answer.usage.input_tokens, answer.usage.output_tokens)
        return answer

    async def stream_response(
        self,
        system_instructions: str | None,
        input: str | list[Any],
        model_settings: sdk.ModelSettings,
        tools: list[sdk.Tool],
        output_schema: sdk.AgentOutputSchemaBase | None,
        handoffs: list[sdk.Handoff[Any, Any]],
        tracing: sdk.ModelTracing,
        **more: Any,
    ) -> AsyncIterator[Any]:
        """The same as it is written; it is kept once it is whole."""
        asked = _question(system_instructions, input, tools, output_schema, handoffs)
        found = self._play(asked)
        if found is not None:
            for event in streamed(found, f"recorded_{self._position}", self.name):
                yield event
            return
        events: AsyncIterator[Any] = self._model().stream_response(
            system_instructions, input, model_settings, tools, output_schema, handoffs, tracing, **more
        )
        while True:
            try:
                async with self.spending.waiting():
                    event = await anext(events)
            except StopAsyncIteration:
                return
            if isinstance(event, ResponseCompletedEvent):
                used = event.response.usage
                counted = (used.input_tokens, used.output_tokens) if used else (0, 0)
                self._keep(asked, event.response.output, *counted)
            yield event

    async def close(self) -> None:
        """Lets the model's connections go."""
        if self._inner is not None:
            await self._inner.close()

    def _play(self, asked: str) -> list[ResponseOutputItem] | None:
        """The next answer on the tape, where it was one to this question."""
        if self._position == len(self._told):
            return None
        reply = self._told[self._position]
        if (reply.input_digest, reply.model) != (digest_of(asked), self.name):
            if self._inner is None:
                raise ModelError(
                    f"The recorded answer number {self._position + 1} of {self.name} was given to another question.",
                    f"The data, the settings or the kit are no longer what they were. {_ANEW}",
                )
            del self._told[self._position :]
            return None
        self._position += 1
        return _OUTPUT.validate_python(reply.reply["output"])

    def _model(self) -> sdk.Model:
        if self._inner is None:
            raise ModelError(f"The recording of {self.name} ends before the plan is whole.", _ANEW)
        return self._inner

    def _keep(self, asked: str, output: list[Any], input_tokens: int, output_tokens: int) -> None:
        answer = _OUTPUT.dump_python(output, mode="json", exclude_none=True)
        input_tokens = input_tokens or tokens_in(asked)
        output_tokens = output_tokens or tokens_in(json.dumps(answer))
        cost = self.spending.count(input_tokens, output_tokens)
        reply = ModelReply(
            self._position, digest_of(asked), self.name, {"output": answer}, input_tokens, output_tokens, cost
        )
        self._told.append(reply)
        self._position += 1
        self.tape.keep(reply)


def _question(
    instructions: str | None,
    conversation: str | list[Any],
    tools: list[sdk.Tool],
    output_schema: sdk.AgentOutputSchemaBase | None,
    handoffs: list[sdk.Handoff[Any, Any]],
) -> str:
    """Everything a model goes by, as one text: instructions, conversation, and what is open to it."""
    structured = output_schema is not None and not output_schema.is_plain_text()
    return json.dumps(
        {
            "instructions": instructions,
            "conversation": to_jsonable_python(conversation),
            "tools": [(tool.name, getattr(tool, "params_json_schema", None)) for tool in tools],
            "handoffs": [(handoff.tool_name, handoff.input_json_schema) for handoff in handoffs],
            "answer": output_schema.json_schema() if output_schema is not None and structured else None,
        },
        sort_keys=True,
    )
