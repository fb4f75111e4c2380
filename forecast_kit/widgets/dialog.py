"""The browser's half: the forms (dom.js, season_rows.js, confirm.js, approve.js, forms.css) and the board (status.js).

Traits go to the browser only; what comes back are messages. While a cell awaits, the kernel reports no idle for the
messages it handles, and the widget manager of the page holds back every change of a trait after the first: a second
edit would silently be lost. Messages are not held back.
"""

from pathlib import Path

import anywidget
import traitlets

HERE = Path(__file__).parent


def _source(*names: str) -> str:
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)


class ConfirmDialog(anywidget.AnyWidget):
    """A modal dialog over the whole of JupyterLab, and the line that stays in the cell.

    `spec` is what is shown, `values` what the controls held last, `check` Python's judgement of them, `shown` whether
    the dialog is over the page, `standing` the line in the cell. The browser sends
    `{"event": "draft" | "confirm", "values": ...}` and `{"event": "cancel" | "reopen"}`.
    """

    _esm = _source("dom.js", "season_rows.js", "confirm.js")
    _css = _source("forms.css")

    spec = traitlets.Dict().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    check = traitlets.Dict().tag(sync=True)
    shown = traitlets.Bool(False).tag(sync=True)
    standing = traitlets.Unicode("").tag(sync=True)


class ApprovalCard(anywidget.AnyWidget):
    """The controls of an approval, in the cell.

    As above; `enabled` is whether a decision can be made now, `undoable` whether one can be taken back. The browser
    sends `{"event": "draft", "values": ...}`, `{"event": "undo"}` and
    `{"event": "decide", "decision": "accepted" | "rejected", "values": ...}`.
    """

    _esm = _source("dom.js", "approve.js")
    _css = _source("forms.css")

    spec = traitlets.Dict().tag(sync=True)
    values = traitlets.Dict().tag(sync=True)
    check = traitlets.Dict().tag(sync=True)
    enabled = traitlets.Bool(False).tag(sync=True)
    undoable = traitlets.Bool(False).tag(sync=True)
    standing = traitlets.Unicode("").tag(sync=True)


class BoardView(anywidget.AnyWidget):
    """The board of a run, which Python writes as `html` and the reader folds out."""

    _esm = _source("dom.js", "status.js")

    html = traitlets.Unicode("").tag(sync=True)
