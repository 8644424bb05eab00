"""Rows of a study to charts: SVG with its text kept as text, a title, a description, and the same bytes every time."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from pathways.report.document import IntervalChart, RunChart
    from pathways.simulation.answers.weekly import Weekly


def interval_chart(chart: IntervalChart) -> str:
    """A dot with its interval for each row and series, the baseline first, as an SVG document."""
    from pathways.simulation.answers.plots import interval_figure

    values = [
        [None if point is None else (point.value, point.low, point.high) for point in row] for row in chart.points
    ]
    drawn = _svg(lambda: interval_figure(chart.labels, chart.series, values, chart.axis, limit=chart.limit))
    return _described(drawn, f"{chart.title}: {chart.about}", chart.alt)


def run_chart(chart: RunChart) -> str:
    """Values period by period with mean and process limits, special causes by sign and colour, as an SVG document."""
    return _described(_svg(lambda: _run_figure(chart)), f"{chart.title}: {chart.about}", chart.alt)


# Of each kind of point: its name, sign and colour. The colours are those of NHS England's charts, but darker.
_KINDS: Final = {
    "common": ("common variation", "o", "#6b7780"),
    "better": ("special cause, better", "s", "#00558c"),
    "worse": ("special cause, worse", "^", "#b35900"),
    "special": ("special cause", "D", "#361475"),
}


def _run_figure(chart: RunChart) -> Figure:
    from matplotlib.figure import Figure as NewFigure

    figure = NewFigure(figsize=(7.2, 2.9), layout="constrained")
    axes = figure.subplots()
    places = range(len(chart.values))
    axes.plot(places, chart.values, color="#6b7780", linewidth=1.2, zorder=1)
    axes.axhline(chart.mean, color="#1d2b36", linewidth=1.2, label="mean")
    for number, limit in enumerate((chart.lower, chart.upper)):
        axes.axhline(limit, color="#1d2b36", linewidth=1, linestyle=(0, (5, 4)), label="" if number else "limits")
    for kind, (label, sign, colour) in _KINDS.items():
        mine = [place for place in places if chart.kinds[place] == kind]
        if mine:
            axes.plot(mine, [chart.values[p] for p in mine], sign, color=colour, markersize=6, label=label, zorder=2)
    step = max(1, len(chart.labels) // 12)
    axes.set_xticks(list(places)[::step], chart.labels[::step], rotation=45, ha="right")
    axes.set_ylabel(chart.axis)
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside upper left", ncols=6, frameon=False)
    return figure


def week_chart(title: str, found: Weekly, labels: Mapping[tuple[str, str, str], str], says: Sequence[str]) -> str:
    """Series week by week, a panel for each, as an SVG document; `says` is read out instead of it."""
    from pathways.simulation.answers.timelines import weekly_figure

    return _described(_svg(lambda: weekly_figure(found, labels)), title, " ".join(says))


def _svg(draw: Callable[[], Figure]) -> str:
    """What is drawn, with its text kept as text."""
    import matplotlib as mpl

    settings: Any = {
        "svg.fonttype": "none",
        "text.parse_math": False,  # a title with two dollar signs is no formula
        "svg.hashsalt": "pathways",
        "font.family": ["Arial", "Liberation Sans", "Helvetica", "DejaVu Sans"],
        "font.size": 9,
    }
    drawn = io.StringIO()
    with _quiet_fonts(), mpl.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")  # text stays text: the reader's own font has to have it
        draw().savefig(drawn, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return drawn.getvalue()


def _quiet_fonts() -> Any:
    """matplotlib looks for every font of the list by name and complains; the reader's own machine has one of them."""
    import contextlib
    import logging

    @contextlib.contextmanager
    def quiet() -> Any:
        logger = logging.getLogger("matplotlib.font_manager")
        before = logger.level
        logger.setLevel(logging.ERROR)
        try:
            yield
        finally:
            logger.setLevel(before)

    return quiet()


def _described(svg: str, title: str, description: str) -> str:
    """The drawing with the names that a screen reader reads out."""
    start = svg.index("<svg")
    end = svg.index(">", start)
    opening = svg[start:end].replace("<svg", '<svg role="img" aria-labelledby="title description"', 1)
    words = f'<title id="title">{escape(title)}</title><desc id="description">{escape(description)}</desc>'
    return f"{svg[:start]}{opening}>{words}{svg[end + 1 :]}"
