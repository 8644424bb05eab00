"""A story to what a page plays on its drawing: each sentence with the parts of the drawing that it happens at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathways.web.addresses import step_links

if TYPE_CHECKING:
    from pathways.definition import LinkedPathway
    from pathways.diagram.story import Story


@dataclass(frozen=True)
class Moment:
    """One sentence; `at` are the ids of the parts of the pathway's page that the drawing links to there."""

    words: str
    at: tuple[str, ...]


def moments(story: Story, pathway: LinkedPathway) -> list[list[Moment]]:
    """The moments of each referral of the story, in order."""
    from pathways.diagram.build import build
    from pathways.diagram.names import JOIN
    from pathways.diagram.ways import walk

    diagram, links = build(pathway), step_links(pathway)
    told = []
    for trail in story.trails:
        places: dict[int, list[str]] = {}
        for node, numbers in walk(trail, pathway, diagram).numbers.items():
            link = links.get(node.removesuffix(JOIN))  # a join has no part of its own on the page
            for number in numbers if link is not None else ():
                places.setdefault(number, []).append(str(link).lstrip("#"))
        sentences = enumerate(trail.sentences, 1)
        told.append([Moment(sentence.words, tuple(places.get(number, ()))) for number, sentence in sentences])
    return told
