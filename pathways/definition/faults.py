"""Faults of shape, as the model reports them, to findings in plain words."""

from __future__ import annotations

from pydantic import ValidationError

from pathways.errors import Finding
from pathways.source import Document, Key


def explain(error: ValidationError, document: Document) -> list[Finding]:
    """One finding for each fault."""
    findings = []
    for fault in error.errors(include_url=False):
        path: tuple[Key, ...] = tuple(p for p in fault["loc"] if not (isinstance(p, str) and p.startswith("<")))
        findings.append(Finding("bad-shape", document.place(path), str(fault["msg"])))
    return findings
