"""What needs much memory is done by a process of its own, which can be stopped, may fail, and ends."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from pathways.errors import PathwaysError
from pathways.web.apart import Apart, alone
from pathways.web.desk import View
from pathways.web.runs import CancelledError, Run


@dataclass(frozen=True)
class Count:
    """Tells how far it has come for a while; then says which process it is."""

    to: int

    def do(self, view: View, run: Run) -> int:
        for number in range(self.to):
            run.progress(number, self.to)
            time.sleep(0.01)
        return os.getpid()


@dataclass(frozen=True)
class Fail:
    how: str

    def do(self, view: View, run: Run) -> None:
        if self.how == "told":
            raise PathwaysError("there is no such thing\n    fix: choose another")
        if self.how == "fault":
            raise ZeroDivisionError("division")
        os._exit(7)


@pytest.fixture
def apart(small: Path) -> Iterator[Apart]:
    made = Apart(small)
    yield made
    made.close()


def test_one_process_does_one_thing_after_another_and_a_second_one_what_comes_meanwhile(apart: Apart) -> None:
    first = apart.do(Count(1))
    assert first not in (None, os.getpid())
    assert apart.do(Count(1)) == first == apart.pid
    run = Run("", None)
    caught: list[object] = []

    def long() -> None:
        try:
            apart.do(Count(100_000), run)
        except CancelledError:
            caught.append("cancelled")

    thread = Thread(target=long)
    thread.start()
    while not run.done:
        time.sleep(0.01)
    assert apart.do(Count(1)) not in (first, os.getpid())
    run.cancel()
    thread.join(10)
    assert caught == ["cancelled"]
    assert apart.do(Count(1)) == first  # it goes on after a cancel


@pytest.mark.parametrize(
    ("how", "says"), [("told", "no such thing"), ("fault", "ZeroDivisionError: division"), ("end", "has ended")]
)
def test_what_goes_wrong_there_is_told_here_and_the_next_task_is_done(apart: Apart, how: str, says: str) -> None:
    with pytest.raises(PathwaysError, match=says):
        apart.do(Fail(how))
    assert apart.do(Count(1)) == apart.pid


def test_it_ends_when_nobody_has_asked_for_a_while_and_comes_back(small: Path) -> None:
    apart = Apart(small, idle=0.2)
    first = apart.do(Count(1))
    for _ in range(100):
        if apart.pid is None:
            break
        time.sleep(0.05)
    assert apart.pid is None
    assert apart.do(Count(1)) != first
    apart.close()
    assert apart.pid is None
    with pytest.raises(CancelledError):
        apart.do(Count(1))


def test_a_process_for_one_task_is_ended_by_a_cancel_even_if_it_does_not_listen(small: Path) -> None:
    run = Run("", None)
    Thread(target=lambda: (time.sleep(1), run.cancel()), daemon=True).start()
    with pytest.raises(CancelledError):
        alone(small, Deaf(), run)


@dataclass(frozen=True)
class Deaf:
    def do(self, view: View, run: Run) -> None:
        time.sleep(600)
