"""What is wrong with a composed page, judged from its points: overlaps, arrows through nodes, things off the page."""

from __future__ import annotations

from itertools import combinations, pairwise

from pathways.diagram.compose import Page

Rect = tuple[float, float, float, float]


def faults(page: Page) -> list[str]:
    """Every geometric fault of a page, in words."""
    nodes = {node.id: page.geometry.boxes[node.id].edges for node in page.diagram.nodes}
    found = [f"{a} lies on {b}" for (a, one), (b, two) in combinations(nodes.items(), 2) if meet(one, two)]
    found += _arrows_through_nodes(page, nodes)
    found += _arrows_on_arrows(page)
    labels = [(page.diagram.edges[label.edge].label, label.box) for label in page.labels]
    found += [
        f"label {text!r} lies on {name}" for text, box in labels for name, rect in nodes.items() if meet(box, rect)
    ]
    found += [f"labels {a!r} and {b!r} overlap" for (a, one), (b, two) in combinations(labels, 2) if meet(one, two)]
    paper = (0.0, 0.0, page.geometry.width, page.geometry.height)
    found += [f"{name} is off the page" for name, rect in nodes.items() if not within(rect, paper)]
    found += [f"label {text!r} is off the page" for text, box in labels if not within(box, paper)]
    for edge, line in zip(page.diagram.edges, page.geometry.arrows):
        if any(not within((x, y, x, y), paper) for x, y in line):
            found.append(f"arrow {edge.source} to {edge.target} is off the page")
    return found


def labels_on_lines(page: Page) -> list[str]:
    """Labels that an arrow (their own too) runs through."""
    found = []
    for label in page.labels:
        for edge, line in zip(page.diagram.edges, page.geometry.arrows):
            if any(meet(label.box, _rect(a, b)) for a, b in pairwise(line)):
                found.append(
                    f"label {page.diagram.edges[label.edge].label!r} on the arrow {edge.source} to {edge.target}"
                )
    return found


def labels_by_others(page: Page) -> list[str]:
    """Labels that stand as near to another arrow as to their own; all arrows of one interrupt are its own."""
    edges, found = page.diagram.edges, []
    for label in page.labels:
        own = edges[label.edge]
        shared = {
            edge.id
            for edge in edges
            if edge.kind == own.kind == "interrupt" and (edge.label, edge.target) == (own.label, own.target)
        }
        distances = {
            edge.id: min(_distance(label.box, _rect(a, b)) for a, b in pairwise(line))
            for edge, line in zip(edges, page.geometry.arrows)
        }
        mine = min(distances[number] for number in {own.id, *shared})
        found += [
            f"label {own.label!r} of {own.source} to {own.target}, {mine:.1f} away, stands by "
            f"{edges[number].source} to {edges[number].target}, {far:.1f} away"
            for number, far in distances.items()
            if number not in {own.id, *shared} and far <= mine
        ]
    return found


def _distance(a: Rect, b: Rect) -> float:
    across, down = max(a[0] - b[2], b[0] - a[2], 0.0), max(a[1] - b[3], b[1] - a[3], 0.0)
    return float((across**2 + down**2) ** 0.5)


def _arrows_through_nodes(page: Page, nodes: dict[str, Rect]) -> list[str]:
    kinds = {node.id: node.kind for node in page.diagram.nodes}
    found = []
    for edge, line in zip(page.diagram.edges, page.geometry.arrows):
        for a, b in pairwise(line):
            for name, rect in nodes.items():
                # The slanting sides of a decision lie inside its box, and an arrow that ends there with them.
                inset = (
                    page.sizes.slant + 0.1 if kinds[name] == "decision" and name in (edge.source, edge.target) else 0.1
                )
                inner = (rect[0] + inset, rect[1] + 0.1, rect[2] - inset, rect[3] - 0.1)
                if meet(_rect(a, b), inner):
                    found.append(f"arrow {edge.source} to {edge.target} runs through {name}")
    return found


def _arrows_on_arrows(page: Page) -> list[str]:
    """Arrows that run on top of each other without leading to the same node or branching off the same fork."""
    kinds = {node.id: node.kind for node in page.diagram.nodes}
    found = []
    for (one, line), (two, other) in combinations(list(zip(page.diagram.edges, page.geometry.arrows)), 2):
        if one.target == two.target or (one.source == two.source and kinds[one.source] == "fork"):
            continue
        for a, b in pairwise(line):
            for c, d in pairwise(other):
                if _run_together(_rect(a, b), _rect(c, d)):
                    found.append(
                        f"{one.source} to {one.target} runs on {two.source} to {two.target} at {a} {b} / {c} {d}"
                    )
    return found


def _run_together(one: Rect, two: Rect) -> bool:
    wide = min(one[2], two[2]) - max(one[0], two[0])
    tall = min(one[3], two[3]) - max(one[1], two[1])
    flat = one[1] == one[3] and two[1] == two[3]
    upright = one[0] == one[2] and two[0] == two[2]
    return (flat and abs(one[1] - two[1]) < 1.5 and wide > 2.0) or (
        upright and abs(one[0] - two[0]) < 1.5 and tall > 2.0
    )


def _rect(a: tuple[float, float], b: tuple[float, float]) -> Rect:
    return (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def meet(a: Rect, b: Rect) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def within(rect: Rect, paper: Rect) -> bool:
    slack = 0.01
    return (
        rect[0] >= paper[0] - slack
        and rect[1] >= paper[1] - slack
        and rect[2] <= paper[2] + slack
        and rect[3] <= paper[3] + slack
    )
