"""A papermill engine that says how many cells are done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from papermill.engines import NBClientEngine, papermill_engines

ENGINE = "forecast-kit"
_on_cell: ContextVar[Callable[[int, int], None] | None] = ContextVar("on_cell", default=None)


@contextmanager
def counting(on_cell: Callable[[int, int], None] | None) -> Iterator[None]:
    """Within it, `on_cell(done, total)` hears of every finished code cell."""
    token = _on_cell.set(on_cell)
    try:
        yield
    finally:
        _on_cell.reset(token)


class CountingEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, with every finished cell counted."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **kwargs: Any) -> Any:
        """Runs the notebook as papermill does."""
        on_cell = _on_cell.get()
        if on_cell is not None:
            _count(nb_man, on_cell)
        return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)


def _count(nb_man: Any, on_cell: Callable[[int, int], None]) -> None:
    total = sum(cell.cell_type == "code" for cell in nb_man.nb.cells)
    complete, done = nb_man.cell_complete, 0

    def counted(cell: Any, *args: Any, **kwargs: Any) -> Any:
        nonlocal done
        if cell.cell_type == "code":
            done += 1
            on_cell(done, total)
        return complete(cell, *args, **kwargs)

    on_cell(0, total)
    nb_man.cell_complete = counted


papermill_engines.register(ENGINE, CountingEngine)
