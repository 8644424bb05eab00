"""Rows of a study to charts: SVG with its text kept as text, a title, a description, and the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from pathways.report.digest import Row, Value


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

    from pathways.simulation.plots import interval_figure

    settings: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": "pathways",
        "font.family": ["Arial", "Liberation Sans", "Helvetica", "DejaVu Sans"],
        "font.size": 9,
    }
    values = [[None if value is None else (value.value, value.low, value.high) for value in row] for row in intervals]
    drawn = io.StringIO()
    with _quiet_fonts(), mpl.rc_context(settings):
        figure = interval_figure([row.label for row in rows], scenarios, values, axis, limit=limit)
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
