"""An executed notebook as one HTML page that needs nothing from the network."""

from html import escape
from pathlib import Path
from typing import Any

LIVE_ONLY = ("application/vnd.jupyter.widget-view+json", "application/javascript")

STYLE = """
:root { color-scheme: light dark; --ink: #1a1a1a; --page: #fff; --quiet: #5f6368; --line: #d9d9d9; --soft: #f6f6f6 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e8e8; --page: #161616; --quiet: #a8a8a8; --line: #3c3c3c; --soft: #222 }
}
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); max-width: 62rem;
  margin: 2rem auto; padding: 0 1rem }
h1, h2, h3 { line-height: 1.2 } a.anchor-link { display: none }
pre, code { font: 0.85rem/1.45 ui-monospace, monospace; white-space: pre-wrap }
.jp-InputArea, .input_area { background: var(--soft); border-left: 3px solid var(--line); padding: 0.1rem 0.8rem }
.jp-InputPrompt, .jp-OutputPrompt, .prompt { display: none }
table { border-collapse: collapse; font-variant-numeric: tabular-nums } th, td { padding: 0.25rem 0.7rem;
  border-bottom: 1px solid var(--line) }
img { max-width: 100%; background: #fff } .failed { border-left: 4px solid #b3261e; padding-left: 1rem }
"""


def write_page(notebook: Any, target: Path, title: str) -> Path:
    """Writes `notebook` (an nbformat node) to `target` as HTML and returns the path.

    Widgets need a live kernel; what they showed stands beside them as text or a table, and that is kept.
    """
    from nbconvert import HTMLExporter

    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            for kind in LIVE_ONLY:
                output.get("data", {}).pop(kind, None)
    notebook.metadata.pop("widgets", None)
    exporter = HTMLExporter(template_name="basic")  # type: ignore[no-untyped-call]
    body, _ = exporter.from_notebook_node(notebook)
    target.write_text(
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>{body}</body></html>\n',
        encoding="utf-8",
    )
    return target
