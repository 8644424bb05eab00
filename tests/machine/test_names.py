"""Shortened names: the one that is meant, several that may be, and none."""

from __future__ import annotations

import pytest

from pathways.errors import RefusedError
from pathways.machine.names import full_name, near_name

NAMES = ["review", "channel.review", "channel.support", "pcm.support", "channel.exit", "unreviewed"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("review", "review"),  # a whole name, although another ends in it
        ("channel.review", "channel.review"),
        ("exit", "channel.exit"),
        ("viewed", "viewed"),  # the end of a word is not the last part of a name
        ("attic", "attic"),
    ],
)
def test_a_last_part_stands_for_the_only_name_that_has_it(said: str, meant: str) -> None:
    assert full_name(said, NAMES, "states") == meant


def test_a_last_part_of_several_names_is_refused_with_them() -> None:
    with pytest.raises(
        RefusedError, match=r"'support' may mean several states: write 'channel.support' or 'pcm.support'"
    ):
        full_name("support", NAMES, "states")


@pytest.mark.parametrize(("said", "near"), [("exitt", "channel.exit"), ("pcm.suport", "pcm.support"), ("zzz", None)])
def test_the_nearest_name_is_found_by_its_last_part_too(said: str, near: str | None) -> None:
    assert near_name(said, NAMES) == near
