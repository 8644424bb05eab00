"""A fit to the same with less room between rows, where its labels turn out to read as well with less."""

from __future__ import annotations

from typing import Final

from pathways.diagram.fitting import Fit, between_rows, put
from pathways.diagram.overlay import Overlay

LEFT: Final = (0.0, 0.4)  # how much of the room for labels is left to them, tried in this order
WORSE: Final = 1.0  # how much dearer a label may get
MOST_TURNS: Final = 4


def tightened(fit: Fit, overlay: Overlay) -> Fit:
    """Take back the room between rows that labels do not need: first anywhere, then all that together."""
    given = between_rows(fit.plan, fit.room)
    spare = {line: amount - fit.plan.rows.gaps[line] for line, amount in given.items()}
    asking = {line for line, amount in spare.items() if amount > 0.5}
    if not asking:
        return fit
    concerned = {line: _concerned(fit, line) for line in asking}
    taken: dict[int, float] = {}
    for share in LEFT:
        tried = _with_less(fit, taken | {line: spare[line] * (1 - share) for line in asking}, overlay)
        harmed = _harmed(fit, tried)
        if not harmed:
            return tried
        free = {line for line in asking if not concerned[line] & harmed}
        taken |= {line: spare[line] * (1 - share) for line in free}
        asking -= free
    for _ in range(MOST_TURNS):
        tried = _with_less(fit, taken, overlay)
        harmed = _harmed(fit, tried)
        if not harmed:
            return tried
        taken = {line: amount for line, amount in taken.items() if not concerned[line] & harmed}
    return fit


def _with_less(fit: Fit, taken: dict[int, float], overlay: Overlay) -> Fit:
    rows = {line: fit.room.rows.get(line, 0.0) - taken.get(line, 0.0) for line in {*fit.room.rows, *taken}}
    return put(fit.plan, type(fit.room)(rows, fit.room.columns, fit.room.aside), overlay)


def _concerned(fit: Fit, line: int) -> set[int]:
    """The arrows whose labels stand between these rows, or that run through there."""
    low, high = fit.plan.bands(between_rows(fit.plan, fit.room))[line]
    side = 0 if fit.plan.sizes.landscape else 1
    return {
        label.edge
        for label in fit.labels
        if (label.box[side] < high + 1 and label.box[side + 2] > low - 1) or line in fit.plan.gaps_of(label.edge)
    }


def _harmed(before: Fit, after: Fit) -> set[int]:
    """The arrows whose labels read worse than before, or are not there."""
    found = {label.edge: label for label in after.labels}
    return {
        old.edge
        for old in before.labels
        if old.edge not in found
        or found[old.edge].price > old.price + WORSE
        or (old.is_good and not found[old.edge].is_good)
    }
