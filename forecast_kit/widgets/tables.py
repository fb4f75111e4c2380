"""Tables as a planner reads them: aligned digits, everything escaped."""

from collections.abc import Sequence
from html import escape

__all__ = ["html_table"]

ALIGNMENT = {"l": "left", "r": "right", "c": "center"}


def html_table(headers: Sequence[str], rows: Sequence[Sequence[object]], *, align: str = "", caption: str = "") -> str:
    """A table of escaped cells. `align` has a letter a column (l, r, c); columns beyond it are left-aligned.

    Right-aligned columns get digits of equal width, so that thousands stand under thousands.

    Raises:
        ValueError: a row has not as many cells as there are headers, or `align` holds another letter.

    >>> html_table(["Store", "Units"], [["<b>", "1,200"]], align="lr").count("&lt;b&gt;")
    1
    """
    styles = [_cell_style(align[n] if n < len(align) else "l") for n in range(len(headers))]
    head = "".join(
        f'<th scope="col" style="{style}">{escape(name)}</th>' for name, style in zip(headers, styles, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f'<td style="{s}">{escape(str(cell))}</td>' for cell, s in zip(row, styles, strict=True))
        + "</tr>"
        for row in rows
    )
    title = f'<caption style="caption-side:top;text-align:left;padding:4px 0">{escape(caption)}</caption>'
    return (
        f'<table class="fk-table">{title if caption else ""}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def _cell_style(letter: str) -> str:
    if letter not in ALIGNMENT:
        raise ValueError(f"a column is aligned l, r or c, not {letter!r}")
    digits = ";font-variant-numeric:tabular-nums;white-space:nowrap" if letter == "r" else ""
    return f"text-align:{ALIGNMENT[letter]};vertical-align:top{digits}"
