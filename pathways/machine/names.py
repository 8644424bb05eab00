"""What was typed for a state or an interrupt to its full name, where only its last part was given."""

from __future__ import annotations

from collections.abc import Iterable

from pathways.definition.report import listed, nearest
from pathways.errors import RefusedError


def full_name(said: str, names: Iterable[str], what: str) -> str:
    """The name that is meant: `said` itself, or the one that ends in it, as `channel.support` ends in `support`.

    Whatever fits nothing is returned as it is, for the caller to refuse.

    Raises
    ------
    RefusedError
        If several names end in it; names them.
    """
    known = list(names)
    if said in known:
        return said
    meant = [name for name in known if name.endswith(f".{said}")]
    if len(meant) > 1:
        raise RefusedError(f"'{said}' may mean several {what}: write {listed(meant)}")
    return meant[0] if meant else said


def near_name(said: str, names: Iterable[str]) -> str | None:
    """The name most like it, in full or by its last part."""
    by_words = {word: name for name in names for word in (name.rsplit(".", 1)[-1], name)}
    near = nearest(said, by_words)
    return by_words[near] if near else None
