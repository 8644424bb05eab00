"""An event log to how often each way between two states was taken.

A log says when a state is left and when one is entered, not by which way. A way is told by its two ends: what is
entered at the same moment, next after the leaving, of all that the left state can lead to. Where nothing is, its branch
is done. Several ways between the same two states are counted together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from pathways.definition.linked import DONE, LinkedPathway
from pathways.eventlog import Event, EventLog

Way = tuple[str | None, str]  # the state left (None on arrival), and the one entered, or `done`


def transitions(log: EventLog, role: str, pathway: LinkedPathway, first: int, last: int) -> Counter[Way]:
    """How often each way was taken from moment `first` to before `last`, in seconds.

    Parameters
    ----------
    role
        What the log calls the pathway.
    """
    replication, referral, number, state, _, event, time = log.columns()
    at = log.pathways.index(role)
    kept = (number == at) & np.isin(event, (Event.ARRIVE, Event.ENTER, Event.LEAVE)) & (time >= first) & (time < last)
    order = np.lexsort((np.arange(len(time)), referral, replication))
    order = order[kept[order]]
    names = log.states[at]
    leads = _leads(pathway)
    rows = list(zip(*(column[order].tolist() for column in (replication, referral, state, event, time)), strict=True))
    found: Counter[Way] = Counter()
    for i, (replica, who, left, kind, when) in enumerate(rows):
        if kind == Event.ENTER:
            continue
        source = names[left]
        if kind == Event.ARRIVE:
            found[None, source] += 1
            continue
        last_row = i + 1
        while last_row < len(rows) and rows[last_row][:2] == (replica, who) and rows[last_row][4] == when:
            last_row += 1
        entered = next((j for j in range(i + 1, last_row) if rows[j][3] == Event.ENTER
                        and names[rows[j][2]] in leads[source]), None)  # fmt: skip
        if entered is not None:
            found[source, names[rows[entered][2]]] += 1
        elif DONE in leads[source] and not _is_broken_off(pathway, source, names, rows[i + 1 : last_row]):
            found[source, DONE] += 1
    return found


def _is_broken_off(
    pathway: LinkedPathway, source: str, names: Sequence[str], rows: Sequence[tuple[int, int, int, int, int]]
) -> bool:
    """Whether a branch was left because all of its parallel state was, and not by its last step."""
    for j, (_, _, left, kind, _) in enumerate(rows):
        around = names[left]
        if kind == Event.LEAVE and source.startswith(f"{around}."):
            then = pathway.states[around].then
            onward = next((names[row[2]] for row in rows[j + 1 :] if row[3] == Event.ENTER), DONE)
            return then is None or onward != then.to
    return False


def _leads(pathway: LinkedPathway) -> Mapping[str, Collection[str]]:
    """What each state can lead to."""
    found: dict[str, set[str]] = {}
    for name, state in pathway.states.items():
        arrows = [branch.arrow for branch in state.choose]
        arrows += [arrow for arrow in (state.then, state.after[1] if state.after else None) if arrow is not None]
        found[name] = {arrow.to for arrow in arrows}
    for interrupt in pathway.interrupts.values():
        for name in interrupt.during:
            found[name].add(interrupt.arrow.to)
    return found
