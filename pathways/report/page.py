"""A report to one HTML text: no script, no address that anything is loaded from, the same bytes every time."""

from __future__ import annotations

from pathways.report.model import Report


def render(report: Report) -> str:
    """The whole report as HTML."""
    from pathways.report.contents import to_document
    from pathways.report.html import to_html

    return to_html(to_document(report))
