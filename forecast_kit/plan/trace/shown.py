"""A trace to look at: a table that folds out in a notebook, indented lines elsewhere."""

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from forecast_kit.plan.trace.traced import Trace, TracedInput, TracedRows, TraceList

SIGNS = (("**", "^"), ("*", "×"), (" - ", " − "), (" / ", " ÷ "))

STYLE = """<style>
.fk-trace { max-width: 64rem; font-size: 14px; line-height: 1.45; }
.fk-trace details { margin: .15em 0 .15em .2em; padding-left: .8em;
  border-left: 2px solid var(--jp-border-color2, #ccc); }
.fk-trace summary { cursor: pointer; overflow-wrap: anywhere; }
.fk-trace summary:focus-visible { outline: 3px solid var(--jp-brand-color1, #1565c0); outline-offset: 2px; }
.fk-trace p { margin: .2em 0 .2em 1.1em; }
.fk-trace code { overflow-wrap: anywhere; background: none; }
.fk-trace table { margin: .3em 0 .3em 1.1em; border-collapse: collapse; }
.fk-trace :is(th, td) { padding: .15em 1.2em .15em 0; text-align: left !important; vertical-align: top;
  border-bottom: 1px solid var(--jp-border-color2, #ccc); }
.fk-trace tr { background: none !important; }
.fk-trace b { font-variant-numeric: tabular-nums; }
</style>"""


def number(value: Any) -> str:
    """A number as precisely as it reads well.

    >>> number(48066), number(0.4121), number(-57.0036), number(12345.678)
    ('48,066', '0.4121', '−57.00', '12,345.7')
    """
    if not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int) or float(value).is_integer():
        text = f"{value:,.0f}"
    else:
        size = abs(value)
        text = f"{value:,.1f}" if size >= 1000 else f"{value:,.2f}" if size >= 10 else f"{value:.4g}"
    return text.replace("-", "−")


def readable(expression: str) -> str:
    """A formula with the signs people write.

    >>> readable("units * cost - salvage / 2")
    'units × cost − salvage ÷ 2'
    """
    for written, sign in SIGNS:
        expression = expression.replace(written, sign)
    return expression


def trace_text(trace: "Trace", indent: str = "") -> str:
    """As indented lines."""
    lines = [f"{indent}{trace.name} = {number(trace.value)}", f"{indent}  {trace.says}."]
    lines += [f"{indent}  formula: {readable(trace.formula)}{_verdict(trace)}"] if trace.formula else []
    lines += [f"{indent}  computed by the kit{_verdict(trace)}"] if not trace.formula else []
    lines += [f"{indent}    {each.label}: {_values(each)}" for each in trace.inputs]
    lines += [f"{indent}  rows: {_rows(rows)}" for rows in trace.rows]
    lines.append(f"{indent}  code: {trace.code}, version {trace.code_version}")
    lines += [trace_text(part, f"{indent}    ") for part in trace.parts] if not indent else []
    return "\n".join(lines)


def trace_html(trace: "Trace") -> str:
    """As a table that folds out: the number open, what it is made of folded."""
    return f'{STYLE}<div class="fk-trace">{_details(trace, unfolded=True)}</div>'


def _details(trace: "Trace", *, unfolded: bool = False) -> str:
    rows = [("How", escape(trace.says) + ".")]
    if trace.formula:
        rows.append(("Formula", f"<code>{escape(readable(trace.formula))}</code>{escape(_verdict(trace))}"))
    rows += [(escape(each.label), escape(_values(each))) for each in trace.inputs]
    rows += [("Rows", _rows_html(found)) for found in trace.rows]
    how = "" if trace.formula else f"computed by the kit{_verdict(trace)}: "
    rows.append(("Code", f"{escape(how)}<code>{escape(trace.code)}</code>, version {escape(trace.code_version)}"))
    body = "".join(f'<tr><th scope="row">{label}</th><td>{value}</td></tr>' for label, value in rows)
    parts = "".join(_details(part) for part in trace.parts)
    return (
        f"<details{' open' if unfolded else ''}><summary><code>{escape(trace.name)}</code> = "
        f"<b>{escape(number(trace.value))}</b></summary><table>{body}</table>{parts}</details>"
    )


def _verdict(trace: "Trace") -> str:
    if trace.holds is None:
        return ""
    return (
        f" = {number(trace.evaluated)} ✓" if trace.holds else f" = {number(trace.evaluated)}, which is not the number"
    )


def _values(each: "TracedInput") -> str:
    if each.given:
        value = "".join(f"{number(value)}, " for value in each.values.values())
        return f"{value}as the season's inputs hold it ({each.given})"
    known = {name: value for name, value in each.values.items() if value is not None}
    if len(known) == 1:
        name, value = next(iter(known.items()))
        return f"{number(value)}  ({name})"
    if not known:
        return "not known"
    numbers = [value for value in known.values() if isinstance(value, int | float)]
    total = f", {number(sum(numbers))} in all" if len(numbers) == len(known) else ""
    first, last = next(iter(known)), list(known)[-1]
    return f"{len(known)} numbers{total}  ({first} … {last})"


def _rows(rows: "TracedRows") -> str:
    where = ", ".join(_key(name, value) for name, value in rows.keys.items())
    count = "" if rows.count is None else f": {rows.count:,} row{'s' * (rows.count != 1)}"
    return f"{rows.table}{f' where {where}' if where else ''}{count}"


def _key(name: str, value: str) -> str:
    kind, _, key = name.rpartition(":")
    if kind:
        first, last = value.split("/")
        return f"{key} from {first} to {last}"
    return f"{key} = {value}"


def _rows_html(rows: "TracedRows") -> str:
    said = escape(_rows(rows))
    if not rows.rows:
        return said
    header, *lines = rows.rows
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in line)}</tr>" for line in lines)
    more = f"<p>The first {len(lines)} of {rows.count:,}.</p>" if (rows.count or 0) > len(lines) else ""
    return f"<details><summary>{said}</summary><table><tr>{head}</tr>{body}</table>{more}</details>"


def list_text(found: "TraceList") -> str:
    """A line a kind of number."""
    lines = [f"  {_kind(found.numbers, names)}" for names in found.kinds.values()]
    return "\n".join([f"{len(found.numbers):,} numbers, each by its name:", *lines])


def list_html(found: "TraceList") -> str:
    """The kinds, folded out to every name with its number."""
    parts = []
    for names in found.kinds.values():
        said = escape(_kind(found.numbers, names))
        if len(names) == 1:
            parts.append(f"<p><code>{said}</code></p>")
            continue
        rows = "".join(f"<tr><td>{escape(n)}</td><td>{escape(number(found.numbers[n]))}</td></tr>" for n in names)
        parts.append(f"<details><summary><code>{said}</code></summary><table>{rows}</table></details>")
    return f'{STYLE}<div class="fk-trace"><p>{len(found.numbers):,} numbers, each by its name</p>{"".join(parts)}</div>'


def _kind(numbers: Mapping[str, Any], names: list[str]) -> str:
    if len(names) == 1:
        return f"{names[0]} = {number(numbers[names[0]])}"
    return f"{names[0]} … {names[-1]}  ({len(names)} numbers)"
