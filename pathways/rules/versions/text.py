"""What differs between two versions to what `pathways check --against` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill
from typing import Final

from pathways.definition.differences import state_differences
from pathways.definition.linked import LinkedPathway
from pathways.machine.telling import spelt
from pathways.rules.render import WIDTH, shared_steps
from pathways.rules.trace import TraceStep
from pathways.rules.verdict import Verdict
from pathways.rules.verdict import told as sentences
from pathways.rules.versions.found import Comparison, Difference

MOST: Final = 12  # differences told of each kind; --json has them all
TRACES: Final = 3  # of which so many step by step
_DIFFERING: Final = {
    "states with another title": ("title",),
    "states with another lane": ("lane", "with"),
    "states that find something else": ("finds",),
    "states with another target or time limit": ("target", "limit", "lasts"),
    "states of another kind": ("kind",),
}  # what a state sets and decides on shows in what follows


def versions_text(found: Comparison, old_file: str, new_file: str) -> str:
    """States, what is possible now and no longer, outcomes that changed, rules that changed."""
    return "\n".join(_lines(found, old_file, new_file))


def _lines(found: Comparison, old_file: str, new_file: str) -> Iterator[str]:
    old, new = found.old.linked, found.new.linked
    yield from _wrapped(f"{new.id}  ({new_file}), against {_named(old, new)}  ({old_file})", "")
    yield from _states(found)
    yield ""
    if found.is_undecided:
        yield from _wrapped("undecided: the two differ in too many situations to compare them all", "  ")
    elif found.is_same:
        yield "  Every referral can go the same ways as before."
    elif found.only_order:
        yield from _wrapped(
            "Nothing differs but the order, or the combination, in which branches that run side by side take their "
            "steps.", "  ",
        )  # fmt: skip
    told: dict[str, list[str]] = {}
    if found.turned:
        yield "  The same answers, another outcome"
        yield from _turned(found, told)
        yield ""
    for title, which in (("Now possible", found.possible), ("No longer possible", found.gone)):
        if which:
            yield f"  {title}"
            yield from _differences(title, which, told)
            yield ""
        elif which is not None and not found.is_same:
            yield f"  {title}: nothing"
            yield ""
    yield from _changes(found)


def _named(old: LinkedPathway, new: LinkedPathway) -> str:
    return old.id if old.id != new.id else f"version {old.version}" if old.version != new.version else "its old text"


def _states(found: Comparison) -> Iterator[str]:
    matching = found.matching
    old, new = matching.old.states, matching.new.states
    differing = state_differences(matching.old, matching.new, matching.states)
    for words, names in (
        ("new states", [f"{name} ({new[name].title})" for name in matching.added]),
        ("states that are gone", [f"{name} ({old[name].title})" for name in matching.removed]),
        ("states with another name", [f"{was} is now {name}" for was, name in matching.renamed]),
        *((words, [f"{name} {difference.words}" for name, found in differing.items() for difference in found
                   if difference.what in which]) for words, which in _DIFFERING.items()),
    ):  # fmt: skip
        if names:
            yield from _wrapped(f"{words}: {'; '.join(names)}", "  ")
    if matching.added or matching.removed:
        yield from _wrapped("What follows compares what both versions have: states of one alone are passed over.", "  ")


def _turned(found: Comparison, told: dict[str, list[str]]) -> Iterator[str]:
    for number, turned in enumerate(found.turned, 1):
        yield ""
        yield f"    {number}. It ended as '{spelt(turned.before)}', and now ends as '{spelt(turned.now)}'"
        if number <= TRACES:
            yield "       Before:"
            yield from _trace(turned.old_steps, f"the outcome before, {number}", told)
            yield "       Now:"
            yield from _trace(turned.new_steps, f"the outcome now, {number}", told)


def _differences(title: str, which: Sequence[Difference], told: dict[str, list[str]]) -> Iterator[str]:
    for number, difference in enumerate(which[:MOST], 1):
        yield ""
        yield from _wrapped(f"{number}. {difference.words[0].upper()}{difference.words[1:]}.", "    ")
        if difference.only_order:
            yield from _wrapped("Only by the order, or the combination, of steps in branches side by side.", "       ")
        if difference.instead:
            when = "Before" if title == "Now possible" else "Now"
            yield from _wrapped(f"{when}, after the same answers: {difference.instead}.", "       ")
        if number <= TRACES:
            yield from _trace(difference.steps, f"'{title.lower()}', {number}", told)
        elif difference.steps:
            yield from _wrapped(f"allowed by {difference.steps[-1].place}", "       ")
    if len(which) > MOST:
        yield ""
        yield f"    and {len(which) - MOST} more; --json has them all"


def _trace(steps: Sequence[TraceStep], name: str, told: dict[str, list[str]]) -> Iterator[str]:
    lines = [sentence.words for sentence in sentences(steps)]
    shared, earlier = shared_steps(lines, told)
    if shared:
        yield from _wrapped(f"Steps 1 to {shared} as above, for {earlier}.", "         ")
    for number, line in enumerate(lines[shared:], shared + 1):
        yield from _wrapped(f"{number}. {line}", "         ")
    yield from _wrapped(f"the last step is allowed by {steps[-1].place}", "         ")
    told[name] = lines


def _changes(found: Comparison) -> Iterator[str]:
    if not found.changes:
        yield "  No rule changes its verdict."
        return
    yield "  Rules that change their verdict"
    width = max(len(change.rule) for change in found.changes)
    for change in found.changes:
        mark = "  <- newly broken" if change.is_newly_broken else ""
        head = f"{change.rule.ljust(width)}  {_verdict(change.before)} -> {_verdict(change.now)}{mark}"
        yield from _wrapped(head, "    ")
        yield from _wrapped(change.says, "      ")


def _verdict(verdict: Verdict | None) -> str:
    return "does not speak of it" if verdict is None else verdict.verdict


def _wrapped(text: str, start: str) -> list[str]:
    return fill(
        text, WIDTH, initial_indent=start, subsequent_indent=f"{start}   ", break_long_words=False,
        break_on_hyphens=False,
    ).split("\n")  # fmt: skip
