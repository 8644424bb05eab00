"""A model to its replications by the compiled kernel, in memory that is used again and again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pathways.simulation.compiled import kernel, wheel
from pathways.simulation.compiled import layout as x
from pathways.simulation.compiled.cached import simulate
from pathways.simulation.compiled.tables import lay_out
from pathways.simulation.compiled.words import Words
from pathways.simulation.draws import stream_key
from pathways.simulation.model import Model
from pathways.simulation.reference.kernel import in_circles, too_many_returns
from pathways.simulation.reference.opening import Stood, standing
from pathways.simulation.tally import layout

_EVENTS, _REFERRALS, _ROWS = 1_024, 256, 16_384  # room to begin with


class Workspace:
    """The memory in which one thread simulates one replication after the other; it grows as they need."""

    def __init__(self) -> None:
        self.events, self.referrals, self.rows = _EVENTS, _REFERRALS, _ROWS
        self.nodes: Words = _words(0)
        self.places: Words = _words(0)
        self.hearings: Words = _words(0)
        self.log: Words = _words(0)
        self.memory = np.empty(0, dtype=np.int32)
        self.heads = np.zeros(wheel.LEVELS * wheel.BUCKETS, dtype=np.int32)
        self.marks = np.zeros(wheel.MARKS, dtype=np.uint64)

    def make_ready(self, head: Words, is_logged: bool) -> None:
        """Room for a replication of the model with this head, with nothing due."""
        many = self.referrals + 1
        if self.nodes.size < 4 * self.events:
            self.nodes = _words(4 * self.events)
        if self.places.size < many * head[x.RECORD]:
            self.places = _words(many * int(head[x.RECORD]))
        if self.hearings.size < many * head[x.REGIONS]:
            self.hearings = _words(many * int(head[x.REGIONS]))
        if self.memory.size < many * head[x.STRIDE]:
            self.memory = np.empty(many * int(head[x.STRIDE]), dtype=np.int32)
        if is_logged and self.log.size < 2 * self.rows:
            self.log = _words(2 * self.rows)
        self.nodes[:4] = 0
        self.nodes[wheel.ROOM] = self.events

    def make_empty(self) -> None:
        """Forget what was due as a replication broke off."""
        self.heads[:] = 0
        self.marks[:] = 0


@dataclass(frozen=True)
class Replicated:
    """What a replication came to.

    Attributes
    ----------
    log
        Events as `eventlog.packed` has them, of shape (events, 2); none if none were asked for. They
        are gone as the workspace is used again.
    queues, counts
        What was counted, see `layout`.
    planned
        How many events were planned.
    """

    log: Words
    queues: Words
    counts: Words
    planned: int

    def row(self, model: Model) -> Words:
        """The counts as `tally.Layout` has them, whichever kernel made them."""
        place, end, last = layout(model), model.end, len(model.later)
        found = _words(place.size)
        states = place.present.stop - place.present.start
        of_roles = self.counts[states:].reshape(-1, x.COUNTS)
        found[place.arrived] = of_roles[:, x.COUNT_ARRIVED]
        found[place.ended] = of_roles[:, x.COUNT_ENDED]
        found[place.present] = self.counts[:states]
        size = (len(model.teams) + len(model.panels) + len(model.places)) * x.RESOURCE_SIZE
        resources = self.queues[:size].reshape(-1, x.RESOURCE_SIZE)
        teams, panels, places = np.split(resources, [len(model.teams), len(model.teams) + len(model.panels)])
        worked = [model.hours[team.hours].worked(end) for team in model.teams]
        found[place.waiting] = teams[:, x.WAITING_AREA]
        found[place.busy] = teams[:, x.BUSY_AREA] + (np.array(model.staff(last)) - teams[:, x.FREE]) * worked
        found[place.heard], found[place.used] = panels[:, x.HEARD], panels[:, x.USED]
        found[place.held] = places[:, x.BUSY_AREA] + (np.array(model.capacity(last)) - places[:, x.FREE]) * end
        found[place.awaiting] = places[:, x.WAITING_AREA]
        return found


class Compiled:
    """A model laid out for the compiled kernel. Several threads may run it, each in a workspace of its own."""

    def __init__(self, model: Model) -> None:
        self.model, self.tables = model, lay_out(model)

    def run(self, seed: int, replication: int, space: Workspace, *, is_logged: bool = True) -> Replicated:
        """One replication, as often as it takes to have room for it."""
        tables, model = self.tables, self.model
        keys = [stream_key(seed, replication, stream.name) for stream in model.streams]
        stood = self._standing(keys)
        fresh = tables.queues.copy()
        for number, panel in enumerate(model.panels):
            if panel.cancels:
                key = stream_key(seed, replication, f"panel {panel.name}")
                fresh[(len(model.teams) + number) * x.RESOURCE_SIZE + x.MEETING_KEY] = _signed(key)
        own_keys = np.array([_signed(key) for key in keys], dtype=np.int64)
        while True:
            space.make_ready(tables.words, is_logged)
            log = space.log if is_logged else _words(0)
            queues, counts = fresh.copy(), np.zeros(tables.counts, dtype=np.int64)
            how, written, planned, role = simulate(
                tables.words, own_keys, space.nodes, space.heads, space.marks, space.places, space.memory, queues,
                counts, space.hearings, stood, log,
            )  # fmt: skip
            if how != kernel.DONE:
                space.make_empty()
            if how == kernel.NO_ROOM_FOR_EVENTS:
                space.events *= 2
            elif how == kernel.NO_ROOM_FOR_REFERRALS:
                space.referrals *= 2
            elif how == kernel.IN_CIRCLES:
                raise in_circles(model.roles[role].name)
            elif how == kernel.TOO_MANY_RETURNS:
                raise too_many_returns(model.roles[role].name)
            elif is_logged and 2 * written > log.size:
                space.rows = written + written // 4
            else:
                return Replicated(log[: 2 * written].reshape(-1, 2), queues, counts, planned)

    def _standing(self, keys: list[int]) -> Words:
        """Those who stand there as the study begins, each as a row of numbers, one after the other."""
        if not self.tables.programs:
            return _words(0)
        return np.array([self._row(each) for each in standing(self.model, keys)], dtype=np.int64).reshape(-1)

    def _row(self, each: Stood) -> list[int]:
        places = self.tables.places[self.model.streams[each.stream].role]
        values = list(each.configuration.values)
        return [
            each.stream,
            each.number,
            *self.tables.programs[each.stream],
            places[each.state],
            places[each.outermost],
            each.ends,
            each.timeout,
            each.due,
            *values,
            *[0] * (int(self.tables.words[x.VALUES]) - len(values)),
        ]


def _words(size: int) -> Words:
    return np.empty(size, dtype=np.int64)


def _signed(word: int) -> int:
    return word - (1 << 64) if word >> 63 else word
