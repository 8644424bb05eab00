"""Names of pathways, states and rules to addresses of pages, and to the ids of parts of a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathways.definition import LinkedPathway


def step_id(name: str) -> str:
    """The id of the part of a pathway's page that tells of a state or a piece."""
    return f"step-{name}"


def event_id(name: str) -> str:
    """The id of the part that tells of an interrupt."""
    return f"event-{name}"


def step_links(pathway: LinkedPathway, page: str = "") -> Mapping[str, str]:
    """Where the shapes of the drawing lead: to their part of a pathway's page.

    Parameters
    ----------
    page : the address of that page; empty on the page itself.
    """
    links = {name: f"{page}#{step_id(name)}" for name in (*pathway.states, *pathway.pieces)}
    return links | {f"Event {name}": f"{page}#{event_id(name)}" for name in pathway.interrupts}
