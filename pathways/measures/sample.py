"""The figures of many replications as one table: a row for each replication, a column for each measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from numpy import float64, int32, int64
    from numpy.typing import NDArray


class Key(NamedTuple):
    """What a number is: the `median` of `time_in_state` of `channel.support` in `child`; no pathway for a team.

    `group` is empty, or says of which referrals alone: `source_sector=education`.
    """

    measure: str
    pathway: str
    of: str
    statistic: str
    group: str = ""


class Figure(NamedTuple):
    """One replication's number, and how many observations it rests on."""

    value: float
    n: int


@dataclass(frozen=True, eq=False)
class Sample:
    """What the replications of a scenario came to.

    Attributes
    ----------
    keys
        The measures, in order of name.
    values
        Of shape (replications, keys); not a number where a replication has nothing to tell of a measure.
    counts
        Of the same shape: how many observations each value rests on.
    weekly
        Of shape (replications, weeks, series), where it was asked for; see `weekly`.
    """

    keys: tuple[Key, ...]
    values: NDArray[float64]
    counts: NDArray[int32]
    weekly: NDArray[int64] | None = None

    @classmethod
    def of(cls, replications: Sequence[Mapping[Key, Figure]]) -> Sample:
        """A sample from the figures of each replication by name."""
        import numpy as np

        keys = tuple(sorted({key for replication in replications for key in replication}))
        none = Figure(float("nan"), 0)
        rows = [[replication.get(key, none) for key in keys] for replication in replications]
        shape = (len(rows), len(keys))
        values = np.array([[figure.value for figure in row] for row in rows], np.float64).reshape(shape)
        return cls(keys, values, np.array([[figure.n for figure in row] for row in rows], np.int32).reshape(shape))

    @classmethod
    def joined(cls, parts: Sequence[Sample]) -> Sample:
        """The replications of several samples of the same scenario, one after the other."""
        import numpy as np

        keys = tuple(sorted({key for part in parts for key in part.keys}))
        height = sum(len(part) for part in parts)
        values, counts = np.full((height, len(keys)), np.nan), np.zeros((height, len(keys)), np.int32)
        position = {key: column for column, key in enumerate(keys)}
        row = 0
        for part in parts:
            columns = [position[key] for key in part.keys]
            values[row : row + len(part), columns] = part.values
            counts[row : row + len(part), columns] = part.counts
            row += len(part)
        weekly = [part.weekly for part in parts if part.weekly is not None]
        return cls(keys, values, counts, np.concatenate(weekly) if weekly else None)

    def __len__(self) -> int:
        """How many replications there are."""
        return len(self.values)

    @cached_property
    def columns(self) -> Mapping[Key, int]:
        """The column of each measure."""
        return {key: column for column, key in enumerate(self.keys)}

    def of_key(self, key: Key) -> NDArray[float64]:
        """One value for each replication; not a number where it has none, nor anywhere for an unknown measure."""
        import numpy as np

        column = self.columns.get(key)
        return np.full(len(self), np.nan) if column is None else self.values[:, column]

    def figures(self, replication: int) -> dict[Key, Figure]:
        """What one replication has, by name."""
        pairs = zip(self.keys, self.values[replication].tolist(), self.counts[replication].tolist(), strict=True)
        return {key: Figure(value, n) for key, value, n in pairs if value == value}


class Gathered:
    """The replications of a scenario, part by part, in memory that is taken once.

    Parameters
    ----------
    most
        How many replications there may be.
    """

    def __init__(self, most: int) -> None:
        self._most, self._done = most, 0
        self._whole: Sample | None = None

    def add(self, part: Sample) -> None:
        """The next replications.

        Raises
        ------
        ValueError
            If they tell of other measures than those before.
        """
        import numpy as np

        whole = self._whole
        if whole is None:
            shape = self._most, len(part.keys)
            weekly = None if part.weekly is None else np.empty((self._most, *part.weekly.shape[1:]), np.int64)
            whole = self._whole = Sample(part.keys, np.empty(shape), np.empty(shape, np.int32), weekly)
        if part.keys != whole.keys:
            raise ValueError("the parts tell of different measures")
        here = slice(self._done, self._done + len(part))
        whole.values[here], whole.counts[here] = part.values, part.counts
        if whole.weekly is not None and part.weekly is not None:
            whole.weekly[here] = part.weekly
        self._done = here.stop

    def sample(self) -> Sample:
        """All of them."""
        if self._whole is None:
            return Sample.joined([])
        keys, values, counts, weekly = self._whole.keys, self._whole.values, self._whole.counts, self._whole.weekly
        done = self._done
        return Sample(keys, values[:done], counts[:done], None if weekly is None else weekly[:done])
