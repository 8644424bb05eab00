"""What rules say, in the names of the definition, to the same in its titles: for those who do not read definitions."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pathways.machine.telling import spelt
from pathways.rules.titles import attribute_words

if TYPE_CHECKING:
    from pathways.definition import LinkedPathway
    from pathways.rules import Verdict

_QUOTED: Final = re.compile(r"'(#?[A-Za-z0-9_.-]+)'")


def labelled(words: str, pathway: LinkedPathway) -> str:
    """A sentence with the title of every state, piece, attribute and tag that it quotes by its name."""

    def called(quoted: re.Match[str]) -> str:
        name = quoted[1]
        if name in pathway.states:
            return f"'{pathway.states[name].title}'"
        if name in pathway.pieces:
            return f"'{pathway.pieces[name].title}'"
        if name in pathway.attributes:
            return f"'{attribute_words(pathway, name)}'"
        return f"a state tagged '{spelt(name[1:])}'" if name.startswith("#") else quoted[0]

    return _QUOTED.sub(called, words)


def in_titles(verdict: Verdict, pathway: LinkedPathway) -> Verdict:
    """A verdict whose reason is told in titles."""
    return replace(verdict, reason=labelled(verdict.reason, pathway))
