"""A whole answer as the stream of events in which a model would have written it."""

from collections.abc import Iterator, Sequence

from openai.types.responses import (
    Response,
    ResponseCompletedEvent,
    ResponseCreatedEvent,
    ResponseFunctionCallArgumentsDeltaEvent,
    ResponseFunctionToolCall,
    ResponseOutputItem,
    ResponseOutputItemAddedEvent,
    ResponseOutputItemDoneEvent,
    ResponseOutputMessage,
    ResponseStreamEvent,
    ResponseTextDeltaEvent,
)


def streamed(output: Sequence[ResponseOutputItem], response_id: str, model: str) -> Iterator[ResponseStreamEvent]:
    """Created, every item word by word, completed: numbered in their order."""
    begun, whole = _response([], response_id, model), _response(output, response_id, model)
    number = 0
    yield ResponseCreatedEvent(response=begun, sequence_number=number, type="response.created")
    for index, item in enumerate(output):
        for event in _written(item, index):
            number += 1
            yield event.model_copy(update={"sequence_number": number})
    yield ResponseCompletedEvent(response=whole, sequence_number=number + 1, type="response.completed")


def _written(item: ResponseOutputItem, index: int) -> Iterator[ResponseStreamEvent]:
    yield ResponseOutputItemAddedEvent(
        item=item, output_index=index, sequence_number=0, type="response.output_item.added"
    )
    if isinstance(item, ResponseFunctionToolCall):
        for piece in _pieces(item.arguments):
            yield ResponseFunctionCallArgumentsDeltaEvent(
                delta=piece,
                item_id=item.id or item.call_id,
                output_index=index,
                sequence_number=0,
                type="response.function_call_arguments.delta",
            )
    elif isinstance(item, ResponseOutputMessage):
        for part, content in enumerate(item.content):
            for piece in _pieces(getattr(content, "text", "")):
                yield ResponseTextDeltaEvent(
                    delta=piece,
                    content_index=part,
                    item_id=item.id,
                    logprobs=[],
                    output_index=index,
                    sequence_number=0,
                    type="response.output_text.delta",
                )
    yield ResponseOutputItemDoneEvent(
        item=item, output_index=index, sequence_number=0, type="response.output_item.done"
    )


def _pieces(text: str) -> list[str]:
    """The words of a text with the space after each; put together they are the text."""
    words = text.split(" ")
    return [word + " " for word in words[:-1]] + words[-1:]


def _response(output: Sequence[ResponseOutputItem], response_id: str, model: str) -> Response:
    return Response(
        id=response_id,
        created_at=0,
        model=model,
        object="response",
        output=list(output),
        parallel_tool_calls=False,
        tool_choice="auto",
        tools=[],
    )
