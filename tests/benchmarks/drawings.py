"""How well drawings read, beside Graphviz, and how fast they are made: run `python -m tests.benchmarks.drawings`.

Not a test. Counted are the finished points (`pictures`), of ours and of `dot` with lanes as clusters, for the pathways
of this repository and for random ones whose states are dealt over two to six lanes.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from hypothesis import HealthCheck, Phase, given, settings

from pathways import diagram
from pathways.definition.linked import LinkedPathway
from pathways.diagram.build import build
from pathways.diagram.compose import Page, compose
from pathways.diagram.svg import headings
from pathways.testing import WrittenPathway, written_pathways
from pathways.testing.written import Plain
from tests.benchmarks.dot import drawn_by_dot, version
from tests.benchmarks.pictures import Arrow, Figures, Label, Picture, figures
from tests.diagram.given import authorities, repository

ROUNDS = 9
LANES = ("referrer", "team", "police", "health", "panel", "partners", "providers")
ROWS = (
    ("labels or arrows over a state", "over_states"),
    ("labels over a label or another's arrow", "over_labels"),
    ("labels left out", "unlabelled"),
    ("crossings", "crossings"),
    ("bends", "bends"),
)


def random_pathways(number: int) -> Iterator[LinkedPathway]:
    """Different random pathways of the language's every construct, the same ones each time."""
    found: dict[str, LinkedPathway] = {}

    @settings(
        max_examples=20 * number, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(written_pathways(states=9))
    def collect(written: WrittenPathway) -> None:
        if len(found) < number and str(written) not in found and len(written.compiled.states) > 3:
            found[str(written)] = _dealt(written, Random(len(found))).compiled.linked

    collect()
    yield from found.values()


def _dealt(written: WrittenPathway, dice: Random) -> WrittenPathway:
    """The pathway with its states dealt over two to six lanes: the strategy knows two only."""
    lanes = LANES[: dice.randrange(2, 7)]

    def deal(value: Plain) -> Plain:
        if isinstance(value, Mapping):
            dealt = {key: deal(child) for key, child in value.items()}
            return {**dealt, "lane": dice.choice(lanes)} if "lane" in dealt else dealt
        return [deal(child) for child in value] if isinstance(value, list | tuple) else value

    titles = {lane: lane.title() for lane in lanes}
    return WrittenPathway({name: {**deal(plain), "lanes": titles} for name, plain in written.plain.items()})


def dense(states: int, seed: int = 1) -> LinkedPathway:
    """So many states in seven lanes, half of them decisions of three ways, so that two arrows leave each on average."""
    dice = Random(seed)
    written: dict[str, Plain] = {}
    for number in range(states - 1):
        lane = LANES[(number // 4 + dice.randrange(2)) % len(LANES)]
        onward = f"s{number + 1}" if number + 2 < states else "closed"
        if number % 2:
            near = [f"s{n}" for n in range(max(0, number - 9), min(states - 2, number + 12)) if n % 2 == 0]
            first, second = dice.sample(near, 2)
            ways = [{"when": {"risk": "low"}, "then": first}, {"when": {"risk": "high"}, "then": second}]
            written[f"s{number}"] = {"kind": "decision", "lane": lane, "choose": [*ways, {"otherwise": onward}]}
        else:
            written[f"s{number}"] = {"lane": lane, "finds": ["risk"], "then": onward}
    written["closed"] = {"kind": "end", "lane": "panel", "outcome": "closed"}
    plain = {
        "pathway": "dense", "version": "1", "status": "as-is", "lanes": {lane: lane.title() for lane in LANES},
        "attributes": {"risk": {"values": ["low", "medium", "high"], "starts": "low"}}, "start": "s0",
        "states": written,
    }  # fmt: skip
    return WrittenPathway({"dense": plain}).compiled.linked


# Figures.


def picture_of(page: Page) -> Picture:
    """Our page as the measures see it."""
    shapes = {name: box.edges for name, box in page.geometry.boxes.items()}
    arrows = tuple(Arrow(e.source, e.target, line) for e, line in zip(page.diagram.edges, page.geometry.arrows))
    labels = tuple(Label(label.edge, label.box) for label in page.labels if label.lines)
    wanted = len(page.labels)  # arrows of one interrupt share a label
    _, header = headings(page)  # the lanes' names, which `dot` writes into its clusters
    return Picture(page.geometry.width, page.geometry.height + header, shapes, arrows, labels, wanted)


def compare(name: str, pathways: Sequence[LinkedPathway]) -> None:
    """Print the figures of ours and of `dot`."""
    ours: list[Figures] = []
    theirs: list[Figures] = []
    failed = 0
    for pathway in pathways:
        page = compose(build(pathway))
        other = drawn_by_dot(page.diagram, page.geometry.boxes, page.sizes) if version() else None
        if version() and other is None:
            failed += 1
            continue
        ours.append(figures(picture_of(page)))
        if other is not None:
            theirs.append(figures(other))
    states, transitions = sum(f.states for f in ours), sum(f.transitions for f in ours)
    print(f"\n{name}: {len(ours)} drawings, {states} shapes, {transitions} transitions", end="")
    print(f"; {failed} on which dot failed are left out" if failed else "")
    print(f"  {'':46}{'ours':>8}{'dot':>8}   dot has fewer in")
    for words, field in ROWS:
        _row(f"{words} per transition", ours, theirs, field, transitions)
    _row("shrinking to fit an A4 page (mean)", ours, theirs, "shrinking", len(ours))
    _row("A4 pages taken at their own size (mean)", ours, theirs, "pages", len(ours))
    _row("square centimetres of paper per shape", ours, theirs, "area", states)


def _row(words: str, ours: Sequence[Figures], theirs: Sequence[Figures], field: str, by: int) -> None:
    def mean(found: Sequence[Figures]) -> float:
        return sum(float(getattr(one, field)) for one in found) / max(by, 1)

    text = f"  {words:46}{mean(ours):8.3f}"
    if theirs:
        worse = sum(getattr(a, field) > getattr(b, field) + 1e-9 for a, b in zip(ours, theirs))
        text += f"{mean(theirs):8.3f}   {worse} of {len(ours)}"
    print(text)


def time_of(pathway: LinkedPathway) -> float:
    """Median processor time of drawing a pathway: layout, SVG and text version."""
    taken = []
    for _ in range(ROUNDS):
        before = time.process_time()
        diagram.draw(pathway)
        taken.append(time.process_time() - before)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=200, help="how many random pathways")
    parser.add_argument("--no-times", action="store_true")
    chosen = parser.parse_args()
    told = version()
    print(f"dot: {told}" if told else "dot: not found on this machine, so only our own figures are told")
    compare("Repository", list(repository().values()))
    compare("Other authorities", list(authorities().values()))
    compare("Random", list(random_pathways(chosen.random)))
    if not chosen.no_times:
        print("\nProcessor seconds for one drawing (median):")
        for states, limit in ((22, 0.3), (80, 3.0)):
            for seed in (1, 2, 3):
                made = dense(states, seed)
                edges = len(build(made).edges)
                print(f"  {states} states, {edges} transitions: {time_of(made):6.3f}   (at most {limit})")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
