"""A fit to the same with less room between rows, where its labels turn out to read as well with less."""

from __future__ import annotations

from typing import Final

from pathways.diagram.fitting import Fit, Room, between_rows, put
from pathways.diagram.overlay import Overlay

HALVINGS: Final = 2  # of the room for labels, to find how much of it they need
WORSE: Final = 1.0  # how much dearer a label may get
MOST_TURNS: Final = 4


def tightened(fit: Fit, overlay: Overlay) -> Fit:
    """Take back the room between rows that labels do not need: first all of it, then what harms none."""
    given = between_rows(fit.plan, fit.room)
    spare = {line: amount - fit.plan.rows.gaps[line] for line, amount in given.items()}
    spare = {line: amount for line, amount in spare.items() if amount > 0.5}
    concerned = {line: _concerned(fit, line) for line in spare}
    least = dict.fromkeys(spare, 0.0)  # the share of its room that labels keep between two rows
    enough = dict.fromkeys(spare, 1.0)
    for turn in range(1 + HALVINGS):
        shares = {line: (least[line] + enough[line]) / 2 if turn else 0.0 for line in spare}
        tried = _with_less(fit, {line: spare[line] * (1 - share) for line, share in shares.items()}, overlay)
        harmed = _harmed(fit, tried)
        if not turn and not harmed:
            return tried
        for line, share in shares.items():
            (least if concerned[line] & harmed else enough)[line] = share
    for _ in range(MOST_TURNS):
        tried = _with_less(fit, {line: spare[line] * (1 - share) for line, share in enough.items()}, overlay)
        harmed = _harmed(fit, tried)
        if not harmed:
            return tried
        enough = {line: 1.0 if concerned[line] & harmed else share for line, share in enough.items()}
    return fit


def _with_less(fit: Fit, taken: dict[int, float], overlay: Overlay) -> Fit:
    rows = {line: fit.room.rows.get(line, 0.0) - taken.get(line, 0.0) for line in {*fit.room.rows, *taken}}
    return put(fit.plan, Room(rows, fit.room.across), overlay)


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
