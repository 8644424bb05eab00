"""Sets of clock readings that differ by bounded amounts (zones), as difference bound matrices.

`bound(a, b)` is the most that clock `a` can be ahead of clock `b`; clock 0 always reads zero. All bounds are closed,
which whole seconds are enough for. Source: Dill 1989; Bengtsson and Yi, Timed Automata: Semantics, Algorithms and
Tools, 2004, section 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import ge
from typing import Final

INF: Final = 1 << 62
Row = tuple[int, ...]


@dataclass(frozen=True)
class Zone:
    """A non-empty zone in canonical form; row `a`, column `b` holds `bound(a, b)`."""

    rows: tuple[Row, ...]

    @staticmethod
    def zero(clocks: int) -> Zone:
        """All of so many clocks at zero."""
        return Zone(((0,) * (clocks + 1),) * (clocks + 1))

    def most(self, clock: int) -> int:
        """The highest reading; INF where there is none."""
        return self.rows[clock][0]

    def least(self, clock: int) -> int:
        return -self.rows[0][clock]

    def later(self) -> Zone:
        """After any time has passed."""
        return Zone((self.rows[0], *((INF, *row[1:]) for row in self.rows[1:])))

    def within(self, limits: Sequence[tuple[int, int, int]]) -> Zone | None:
        """Where besides `bound(a, b) <= c` for each (a, b, c); None if that is nowhere."""
        if not any(most < self.rows[a][b] for a, b, most in limits):
            return self
        rows = [list(row) for row in self.rows]
        size = range(len(rows))
        for a, b, most in limits:
            if most >= rows[a][b]:
                continue
            if most + rows[b][a] < 0:
                return None
            for i in size:
                through = rows[i][a]
                if through >= INF:
                    continue
                for j in size:
                    if rows[b][j] < INF and through + most + rows[b][j] < rows[i][j]:
                        rows[i][j] = through + most + rows[b][j]
        return Zone(tuple(map(tuple, rows)))

    def rearranged(self, clocks: Sequence[int | None]) -> Zone:
        """With other clocks: each is an old one, or None for one that starts now at zero."""
        sources = [0, *(0 if clock is None else clock for clock in clocks)]
        rows = [self.rows[a] for a in sources]
        return Zone(tuple([tuple([row[b] for b in sources]) for row in rows]))

    def blurred(self, clock: int, limit: int) -> Zone:
        """Without telling apart readings of the clock beyond `limit` (extrapolation, exact for closed bounds)."""
        rows = [list(row) for row in self.rows]
        for other in range(len(rows)):
            if other != clock and rows[clock][other] > limit:
                rows[clock][other] = INF
            if other != clock and rows[other][clock] < -limit - 1:
                rows[other][clock] = -limit - 1
        return _closed(rows)

    def includes(self, other: Zone) -> bool:
        if self.rows == other.rows:
            return True
        return all(all(map(ge, mine, its)) for mine, its in zip(self.rows, other.rows, strict=True))


def _closed(rows: list[list[int]]) -> Zone:
    size = range(len(rows))
    for k in size:
        for i in size:
            through = rows[i][k]
            if through < INF:
                for j in size:
                    if rows[k][j] < INF and through + rows[k][j] < rows[i][j]:
                        rows[i][j] = through + rows[k][j]
    return Zone(tuple(map(tuple, rows)))
