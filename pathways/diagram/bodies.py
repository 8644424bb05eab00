"""A node to its lines of text and the room they need: what both directions of drawing share."""

from __future__ import annotations

from typing import Final

from pathways.diagram.layout import WIDEST_NODE, Placement
from pathways.diagram.model import Diagram, Node
from pathways.diagram.style import Sizes
from pathways.diagram.text import longest_word, text_width, wrap

BAND: Final = 15.0  # least height of a block's title bar
BAR: Final = 5.0  # thickness of a block's closing bar
PLAIN: Final = 15.0
SIGNED: Final = 20.0  # least height of a node with a sign on its corner
BAND_INDENT: Final = 20.0
DOUBLE: Final = 4.0  # what the doubled border of an opened piece takes from its title
BADGE_INDENT: Final = 10.0
INDENT: Final = {"piece": 4.0, "end": 5.0, "event": 8.0}  # what borders take from the room for words
SIGNS: Final = 26.0  # what the signs of an upright title bar take from its height
NARROWEST: Final = 40.0  # a step of a landscape drawing
HEAD_LINES: Final = 3  # of words in the title bar of a block
MOST_LINES: Final = 4  # of words in a node, before a step of a landscape drawing grows wider

# Of the title, of what stands small below it, and of figures below that.
Lines = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def indent(node: Node, sizes: Sizes) -> float:
    """What the shape of a node takes from its width, besides padding."""
    if node.is_start:
        return 2.0
    return sizes.slant if node.kind == "decision" else INDENT.get(node.kind, 0.0)


def small_lines(node: Node) -> tuple[str, ...]:
    return (*node.notes, *((node.limit,) if node.limit else ()))


def wrapped(node: Node, width: float, sizes: Sizes) -> Lines:
    """The lines of a node that is so wide."""
    wide = width - 2 * sizes.pad
    if node.kind == "join":
        return (), (), ()
    if node.is_head:
        own = " – ".join((node.title, *node.notes))
        words = " – ".join((own, *node.figures))
        if sizes.landscape:
            return wrap(words, sizes.text, wide, bold=True, most=9), (), ()
        room = max(wide - BAND_INDENT - BADGE_INDENT * (node.badge is not None), 20.0)
        if not node.figures or len(wrap(words, sizes.text, room, bold=True)) <= HEAD_LINES:
            return wrap(words, sizes.text, room, bold=True, most=HEAD_LINES), (), ()
        figures = wrap(" – ".join(node.figures), sizes.text, room, bold=True)  # part of a figure is a wrong figure
        return (*wrap(own, sizes.text, room, bold=True, most=HEAD_LINES), *figures), (), ()
    room = wide - indent(node, sizes)
    small = tuple(line for note in small_lines(node) for line in wrap(note, sizes.small, room, most=4))
    figures = tuple(line for figure in node.figures for line in wrap(figure, sizes.small, room, bold=True, most=3))
    return wrap(node.title, sizes.text, room, most=6), small, figures


def height(node: Node, lines: Lines, sizes: Sizes) -> float:
    """How high a node with these lines must be; of a bar in landscape, how high its block must be at least."""
    if node.kind == "join":
        return BAR
    titles, *small = map(len, lines)
    tall = (titles * sizes.text + sum(small) * sizes.small) * sizes.leading + 2 * sizes.pad
    if node.is_head:
        return max(tall, BAND) + SIGNS * sizes.landscape + DOUBLE * (node.kind == "opened")
    tall += {"decision": 3.0, "piece": 4.0, "event": 4.0}.get(node.kind, 0.0)
    return max(tall, SIGNED if node.kind in ("wait", "panel") or node.limit else PLAIN)


def step_widths(diagram: Diagram, placement: Placement, sizes: Sizes) -> dict[str, float]:
    """For a landscape drawing, the width of every node: all of one step are as wide as the widest needs to be."""
    needs = {node.id: _needs(node, sizes) for node in diagram.nodes if not node.is_bar}
    steps: dict[int, float] = {}
    for name, need in needs.items():
        row = placement.cells[name].row
        steps[row] = max(steps.get(row, NARROWEST), need)
    widths = {}
    for node in diagram.nodes:
        if node.kind == "join":
            widths[node.id] = BAR
        elif node.is_head:
            words = (node.title, *node.notes, *node.figures)
            widths[node.id] = min(
                max(longest_word(text, sizes.text, bold=True) for text in words) + 2 * sizes.pad + 8.0, WIDEST_NODE
            )
        else:
            widths[node.id] = steps[placement.cells[node.id].row]
    return widths


def _needs(node: Node, sizes: Sizes) -> float:
    """The least width that holds the longest word and few lines."""
    extra = 2 * sizes.pad + indent(node, sizes) + 0.5
    texts = [(node.title, sizes.text), *((note, sizes.small) for note in small_lines(node))]
    least = max(longest_word(words, size) for words, size in texts) + extra
    least = max([least, *(text_width(figure, sizes.small, bold=True) + extra for figure in node.figures)])
    while (
        least < WIDEST_NODE and sum(len(wrap(words, size, least - extra + 0.5)) for words, size in texts) > MOST_LINES
    ):
        least += 4.0
    return min(least, WIDEST_NODE)
