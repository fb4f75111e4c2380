"""A matplotlib figure that shows itself in a notebook without pyplot, and says in words what it shows."""

import io
from datetime import date
from typing import Any

from matplotlib.figure import Figure

DOTS_PER_INCH = 144

# Okabe and Ito (2008): eight colours that people with any colour vision tell apart.
BLACK, ORANGE, SKY, GREEN, BLUE, VERMILION = "#1a1a1a", "#E69F00", "#56B4E9", "#009E73", "#0072B2", "#D55E00"
GREY, PALE, LIGHT = "#5f6770", "#b9c1ca", "#d9dde2"
RUST = "#a84400"  # vermilion dark enough for small text


class Chart(Figure):
    """A figure with alternative text (`fk_alt`). No pyplot, so nothing is kept open behind it."""

    def __init__(self, width_inches: float = 9.0, height_inches: float = 4.4) -> None:
        super().__init__(figsize=(width_inches, height_inches), dpi=DOTS_PER_INCH, facecolor="white")
        self.fk_alt = ""

    def describe(self) -> str:
        """What the chart shows, for those who do not see it."""
        return self.fk_alt

    def png(self) -> bytes:
        """The chart as a PNG file."""
        buffer = io.BytesIO()
        self.savefig(buffer, format="png", facecolor="white", metadata={"Software": None, "Description": self.fk_alt})
        return buffer.getvalue()

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        width, height = (int(inches * DOTS_PER_INCH / 2) for inches in self.get_size_inches())
        meta = {"image/png": {"alt": self.fk_alt, "width": int(width * 1.35), "height": int(height * 1.35)}}
        return {"image/png": self.png(), "text/plain": self.fk_alt}, meta


def titled(chart: Chart, title: str, subtitle: str) -> None:
    """A title that says what is seen and a quieter line with units and period, both at the left edge."""
    width, height = chart.get_size_inches()
    left = 0.13 / width
    chart.text(left, 1 - 0.12 / height, title, ha="left", va="top", fontsize=13, fontweight="bold", color=BLACK)
    chart.text(left, 1 - 0.40 / height, subtitle, ha="left", va="top", fontsize=9.5, color=GREY)


def quiet_axes(axes: Any, *, grid: str = "y") -> None:
    """No frame, a light grid behind, small grey ticks, thousands with separators."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GREY)
    axes.tick_params(length=0, labelsize=9, labelcolor=GREY)
    axes.grid(axis=grid, color=LIGHT, linewidth=0.7)
    axes.set_axisbelow(True)
    values = axes.yaxis if grid == "y" else axes.xaxis
    values.set_major_formatter(lambda value, _: f"{value:,.0f}")


def week_axis(axes: Any, numbers: list[int], starts: list[date]) -> None:
    """Season weeks with the date each begins; fewer labels where they would touch."""
    every = 1 if len(numbers) <= 14 else 2 if len(numbers) <= 28 else 4
    shown = list(zip(numbers, starts, strict=True))[::every]
    labels = [f"{number}\n{start.day} {start:%b}" for number, start in shown]
    axes.set_xticks([number for number, _ in shown], labels)
    axes.set_xlim(numbers[0] - 0.6, numbers[-1] + 0.6)
    at_left = {"xytext": (-13, -8), "textcoords": "offset points", "ha": "right", "va": "top"}
    axes.annotate("week", (0, 0), xycoords="axes fraction", fontsize=9, color=GREY, **at_left)


def label_ends(axes: Any, last: float, ends: list[tuple[str, float, str]]) -> None:
    """Name each line where it ends: label, last value, colour. Names that would touch are moved apart."""
    low, high = axes.get_ylim()
    places = spread([value for _, value, _ in ends], (high - low) * 0.062)
    left, right = axes.get_xlim()
    away = last + (right - left) * 0.035
    for n, ((label, value, colour), place) in enumerate(zip(ends, places, strict=True)):
        line = {"arrowstyle": "-", "color": colour, "linewidth": 0.8, "shrinkA": 1, "shrinkB": 2}
        look = {"color": colour, "fontsize": 10, "fontweight": "normal" if n else "bold", "va": "center"}
        axes.annotate(label, (last, value), xytext=(away, place), arrowprops=line, annotation_clip=False, **look)


def spread(positions: list[float], gap: float) -> list[float]:
    """The positions moved apart as little as needed so that no two labels are nearer than `gap`; order is kept.

    >>> spread([1.0, 1.0, 5.0], 1.0)
    [0.5, 1.5, 5.0]
    """
    order = sorted(range(len(positions)), key=lambda n: positions[n])
    groups: list[tuple[list[int], float]] = []  # label numbers and their common centre
    for n in order:
        members, centre = [n], positions[n]
        while groups and centre - groups[-1][1] < gap * (len(members) + len(groups[-1][0])) / 2 - 1e-9:
            before, _ = groups.pop()
            members = before + members
            centre = sum(positions[m] for m in members) / len(members)
        groups.append((members, centre))
    placed = list(positions)
    for members, centre in groups:
        for rank, n in enumerate(members):
            placed[n] = centre + gap * (rank - (len(members) - 1) / 2)
    return placed
