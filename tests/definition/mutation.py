"""Believable and unbelievable damage to the text of a definition, drawn from a seed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any

_SPICE = (
    "{", "}", "[", "]", ":", ",", "-", "?", "&a ", "*a", "!x ", "|", ">", "#", "'", '"', "%", "@", "`", "\t", "\n", " ",
    "  ", "\\", "\x00", "\u200b", "\u202e", "\ud800", "\ufeff", "\xa0", "\r", "\u2028", "é", "<<: ", "---\n", "...\n",
    "null", "~", "yes", "0x1F", "1e400", ".nan", "2024-02-30", "9" * 400, "when", "then", "choose", "otherwise", "done",
    "anywhere", "use", "kind: end", "kind: parallel",
    "{}", "[]", "''", "any", "not", "at_least", "[[[[", "{{{{", "\n\n",
)  # fmt: skip


def _insert(text: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice(_SPICE) + text[at:]


def _delete(text: str, random: Random) -> str:
    at = random.randrange(len(text))
    return text[:at] + text[at + random.choice((1, 1, 2, 5, 20)) :]


def _replace(text: str, random: Random) -> str:
    at = random.randrange(len(text))
    return text[:at] + random.choice(_SPICE) + text[at + 1 :]


def _swap_lines(text: str, random: Random) -> str:
    lines = text.split("\n")
    a, b = random.randrange(len(lines)), random.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return "\n".join(lines)


def _indent(text: str, random: Random) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    lines[at] = " " * random.randrange(8) + lines[at].lstrip()
    return "\n".join(lines)


def _repeat_line(text: str, random: Random) -> str:
    lines = text.split("\n")
    lines.insert(random.randrange(len(lines)), random.choice(lines))
    return "\n".join(lines)


def _swap_words(text: str, random: Random) -> str:
    words = text.split(" ")
    a, b = random.randrange(len(words)), random.randrange(len(words))
    words[a], words[b] = words[b], words[a]
    return " ".join(words)


_DAMAGE: tuple[Callable[[str, Random], str], ...] = (
    _insert, _delete, _replace, _swap_lines, _indent, _repeat_line, _swap_words,
)  # fmt: skip


def damaged(text: str, seed: int) -> str:
    """The text with one to four pieces of damage."""
    random = Random(seed)
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        text = random.choice(_DAMAGE)(text, random) or "\n"
    return text


_VALUES: tuple[Any, ...] = (
    "", "a b", "done", "anywhere", "none", "5", "Ünï", "x.y", "x..y", "task", "decision", [], [[]], {}, {"": "x"},
    ["a", {}],
    {"then": "closed"}, {"kind": "end"}, {"kind": ["task"]}, {"kind": {}}, {"kind": "use", "pathway": "whole"},
    {"any": []}, {"all": {}}, {"not": {"not": {}}}, {"at_least": "9"}, {"at_least": "x", "at_most": []},
    ["0", "9999999"],
    {"<task>": "x"}, {"[key]": "x"}, {"__root__": "x"}, {"lane:mash": "x"}, "9" * 50, {"5 days": {}}, {"otherwise": []},
)  # fmt: skip
_KEYS = (
    "then",
    "when",
    "choose",
    "kind",
    "branches",
    "exits",
    "set",
    "",
    "A b",
    "done",
    "x.y",
    "[key]",
    "<when>",
    "not",
)


def scrambled(tree: Any, seed: int) -> Any:
    """A definition, given as plain values, with one to three of its parts replaced, renamed, dropped or moved."""
    random = Random(seed)
    tree = deepcopy(tree)
    for _ in range(random.choice((1, 1, 2, 3))):
        spots = list(_spots(tree))
        if not spots:
            break
        holder, key = random.choice(spots)
        action = random.randrange(4)
        if action == 0:
            holder[key] = deepcopy(random.choice(_VALUES))
        elif action == 1 and isinstance(holder, dict):
            holder[random.choice(_KEYS)] = holder.pop(key)
        elif action == 2:
            del holder[key]
        else:
            other, place = random.choice(spots)
            other[place] = deepcopy(holder[key])
    return tree


def _spots(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every container with each of its keys or indices."""
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in entries:
        yield tree, key
        yield from _spots(value)
