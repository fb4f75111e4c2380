"""Working copies of the kit's notebooks, as `forecast-kit lab` makes them, with other parameters where a test wants."""

from itertools import count
from pathlib import Path

import nbformat

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
BRIEF = "Women's dresses, 12 weeks from the first Monday in March. Hold back 45% and check markdowns in week 6."
_COPIES = count(1)


def working_copy(folder: Path, name: str, **parameters: str) -> str:
    """Writes the notebook of that name into `folder`; its file name. Parameters are those of its first code cell.

    Every copy is a file of its own: a page that had one open may show it again, and its kernel may still be at work.
    """
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ()))
    lines = cell.source.splitlines()
    for parameter, value in parameters.items():
        (at,) = (n for n, line in enumerate(lines) if line.startswith(f"{parameter}: "))
        lines[at] = f"{parameter}: str = {value!r}"
    cell.source = "\n".join(lines)
    copy = f"{name}-{next(_COPIES)}.ipynb"
    nbformat.write(notebook, folder / copy)
    return copy
