"""Every way in which a drawing of a pathway reaches a browser, as SVG text, of a workspace with odd words in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pathways import diagram
from pathways.commands.draw_study import draw_study
from pathways.diagram.slices import sheets
from pathways.diagram.story import Hop, Sentence, Story, Trail
from pathways.report.inline import inline_svg
from pathways.workspace import load_pathways
from tests.diagram.payloads import PAYLOADS

LINKS = ("#step-call", "/pathways/x?zoom=100#step-visit", "https://example.org/a?b=c&d='e'\"f", "mailto:a@example.org")


def ways(folder: Path, first: int, *, runs: bool) -> Iterator[tuple[str, str]]:
    """What it is, and its SVG. `runs`: also what takes a simulation."""
    id_ = f"p{first}"
    loaded = load_pathways([id_, f"w{id_}"], folder).require()
    small, whole = (each.linked for each in loaded)
    words = [PAYLOADS[(first + place) % len(PAYLOADS)] for place in range(5)]
    yield "upright", diagram.draw(whole).svg
    sideways = diagram.draw(whole, landscape=True)
    yield "sideways", sideways.svg
    yield "opened", diagram.draw(whole, depth=1).svg
    yield "linked", diagram.draw(small, links=dict(zip(small.states, LINKS))).svg
    hops = (Hop("complete", None, "call"), Hop("complete", "call", "sort"))
    trails = tuple(Trail((Sentence(words[0], hops), Sentence(words[1])), title) for title in words[1:3])
    yield "story", diagram.draw(small, Story("walk", (words[3], words[4]), trails)).svg
    yield "compared", diagram.compare(small, whole, {"call": "first", "visit": "inner"}, {"left": "stop"}).svg
    yield "standards", diagram.show(small, ("targets", "hardness")).svg
    yield "roles", diagram.roles(whole).svg
    for number, sheet in enumerate(sheets(sideways)):
        yield f"sheet {number}", sheet
    yield "in a page", inline_svg(diagram.draw(small).svg, "drawing")
    (rests_on,) = draw_study([id_], f"s-{id_}", folder, hardness=True, formats=("svg",), to=folder / "out")
    yield "what a study rests on", rests_on.path.read_text(encoding="utf-8")
    for flow in (False, True) if runs else ():
        (made,) = draw_study([id_], f"s-{id_}", folder, flow=flow, formats=("svg",), to=folder / "out")
        yield "flow" if flow else "heat", made.path.read_text(encoding="utf-8")
