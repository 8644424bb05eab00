"""Rows of a study to charts: SVG with its text kept as text, a title, a description, and the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from pathways.report.digest import Row, Value

# Told apart by shape and by lightness, so that grey printing and colour blindness lose nothing.
_MARKS: Final = (("o", "#1d2b36"), ("s", "#00558c"), ("^", "#7a5300"), ("D", "#a3195b"), ("v", "#1e6b3a"))
_WIDTH_INCHES: Final = 7.2
_ROW_INCHES: Final = 0.42


def interval_chart(
    title: str,
    axis: str,
    rows: Sequence[Row],
    scenarios: Sequence[str],
    intervals: Sequence[Sequence[Value | None]],
    *,
    limit: float | None = None,
) -> str:
    """A dot with its interval for each row and scenario, the baseline first.

    Parameters
    ----------
    axis : what the numbers are, with their unit.
    intervals : for each row, the baseline's value and then each scenario's.
    limit : where a line is drawn, such as 100 % of working time.

    Returns
    -------
    str
        An SVG document.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    settings: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": "pathways",
        "font.family": ["Arial", "Liberation Sans", "Helvetica", "DejaVu Sans"],
        "font.size": 9,
    }
    labels = [row.label for row in rows]
    with _quiet_fonts(), mpl.rc_context(settings):
        figure = Figure(figsize=(_WIDTH_INCHES, 1.3 + _ROW_INCHES * len(rows)), layout="constrained")
        axes = figure.subplots()
        step = 0.56 / max(1, len(scenarios))
        for number, scenario in enumerate(scenarios):
            marker, colour = _MARKS[number % len(_MARKS)]
            shift = (number - (len(scenarios) - 1) / 2) * step
            points = [(place + shift, found) for place, row in enumerate(intervals) if (found := row[number])]
            axes.errorbar(
                [value.value for _, value in points],
                [place for place, _ in points],
                xerr=[
                    [value.value - (value.low if value.low is not None else value.value) for _, value in points],
                    [(value.high if value.high is not None else value.value) - value.value for _, value in points],
                ],
                fmt=marker,
                color=colour,
                markersize=5,
                capsize=2.5,
                linewidth=1.3,
                label=scenario,
            )
        if limit is not None:
            axes.axvline(limit, color="#a3195b", linewidth=1.2, linestyle=(0, (4, 3)))
        axes.set_yticks(range(len(labels)), labels)
        axes.set_ylim(len(labels) - 0.5, -0.5)
        axes.set_xlim(left=0)
        axes.set_xlabel(axis)
        axes.grid(axis="x", color="#dfe6ec", linewidth=0.8)
        axes.set_axisbelow(True)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.tick_params(axis="y", length=0)
        if len(scenarios) > 1:
            figure.legend(loc="outside upper left", ncols=min(4, len(scenarios)), frameon=False)
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return _described(drawn.getvalue(), title, f"{title}. {axis}. The table below has the same numbers.")


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
