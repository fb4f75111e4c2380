"""Working copies of the kit's notebooks, as `forecast-kit lab` makes them, with other parameters where a test wants."""

from pathlib import Path
from zlib import crc32

import nbformat

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
BRIEF = "Women's dresses, 12 weeks from the first Monday in March. Hold back 45% and check markdowns in week 6."


def working_copy(folder: Path, name: str, **parameters: str) -> str:
    """Writes the notebook of that name into `folder`; its file name. Parameters are those of its first code cell.

    Other parameters make another file: a page that had the first one open may show it again.
    """
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ()))
    lines = cell.source.splitlines()
    for parameter, value in parameters.items():
        (at,) = (n for n, line in enumerate(lines) if line.startswith(f"{parameter}: "))
        lines[at] = f"{parameter}: str = {value!r}"
    cell.source = "\n".join(lines)
    told_apart = f"-{crc32(cell.source.encode()):08x}" if parameters else ""
    nbformat.write(notebook, folder / f"{name}{told_apart}.ipynb")
    return f"{name}{told_apart}.ipynb"
