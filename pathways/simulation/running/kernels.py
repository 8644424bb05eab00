"""A model to its replications, by the compiled kernel; by the reference kernel where the compiled one does not do.

numba is loaded when the first model is made ready, not before. It swallows an interruption at times, as it loads and as
it compiles, so whoever minds a person's Ctrl-C has that done `aside`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeVar

from pathways.simulation.model import Model
from pathways.simulation.reference.kernel import Kernel, empty_log

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

    from pathways.eventlog import EventLog
    from pathways.simulation.compiled.run import Workspace

P = ParamSpec("P")
T = TypeVar("T")


class Replication(NamedTuple):
    """Packed events, of shape (events, 2), and counts laid out as `tally.Layout`."""

    events: NDArray[int64]
    counts: NDArray[int64]


class Runner:
    """Runs replications of a model; many threads may use it at once.

    Parameters
    ----------
    by_reference
        By the reference kernel, whether or not the compiled one would do: for whoever doubts it.
    """

    def __init__(self, model: Model, *, by_reference: bool = False) -> None:
        from pathways.simulation.compiled.run import Compiled

        self.model = model
        self._compiled = Compiled(model) if not by_reference and is_compilable(model) else None

    def run(self, seed: int, number: int, space: Workspace) -> Replication:
        """One replication. Its events are gone as the workspace is used again."""
        if self._compiled is None:
            return self._reference(seed, number)
        found = self._compiled.run(seed, number, space)
        return Replication(found.log, found.row(self.model))

    def log(self, seed: int, number: int) -> EventLog:
        """The events of one replication, to keep."""
        if self._compiled is None:
            return Kernel(self.model, seed, number).run()
        space = lend()
        try:
            events = self._compiled.run(seed, number, space).log.copy()
        finally:
            give_back(space)
        log = empty_log(self.model)
        log.attach(number, events)
        return log

    def count(self, seed: int, number: int, space: Workspace) -> NDArray[int64]:
        """What is counted in one replication of which no event is kept."""
        if self._compiled is None:
            return self._reference(seed, number).counts
        return self._compiled.run(seed, number, space, is_logged=False).row(self.model)

    def _reference(self, seed: int, number: int) -> Replication:
        import numpy as np

        kernel = Kernel(self.model, seed, number)
        events = kernel.run().packed()
        return Replication(events, np.array(kernel.tally.row(), dtype=np.int64))


def aside(do: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Have something done by another thread, and wait for it: only the main thread of a program is interrupted."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(do, *arguments, **named).result()


def is_compilable(model: Model) -> bool:
    """Whether the compiled kernel knows all that the model has."""
    from pathways.simulation.compiled.supported import unsupported

    return unsupported(model) is None


def is_compiled() -> bool:
    """Whether this installation has compiled the kernel before; if not, the first replication does, in some seconds."""
    from pathways.simulation.compiled.cached import is_kept

    return is_kept()


def can_keep_compiled() -> bool:
    """Whether what is compiled is there the next time, too."""
    from pathways.simulation.compiled.cached import can_be_kept

    return can_be_kept()


_idle: list[Workspace] = []  # so that memory that has grown large enough is used again


def lend() -> Workspace:
    """A workspace that nobody uses, until it is given back."""
    from pathways.simulation.compiled.run import Workspace

    return _idle.pop() if _idle else Workspace()


def give_back(space: Workspace) -> None:
    """Whoever borrowed a workspace needs it no longer."""
    _idle.append(space)
