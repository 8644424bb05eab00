"""Findings and verdicts to the text that `pathways check` prints for people; `formats` is for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from textwrap import indent, wrap
from typing import Final

from pathways.errors import Finding
from pathways.rules.verdict import OTHER, Outcome, Verdict, counterexample_lines, second_lines, witness_lines

WIDTH: Final = 110
# Order of groups, and each one's mark in plain ASCII and in Unicode, and its colour (ANSI SGR).
_GROUPS: Final[dict[Outcome, tuple[str, str, str]]] = {
    "broken": ("x", "✗", "31;1"),
    "stale departure": ("x", "✗", "31;1"),
    "undecided": ("?", "?", "33;1"),
    "departed": ("~", "≈", "33"),
    "holds": ("+", "✓", "32"),
    "not applicable": ("o", "○", "2"),
}
_QUIET: Final[tuple[Outcome, ...]] = ("not applicable", "holds")
# One step alone is told again sooner than pointed at.
_WORTH_SHARING: Final = 2
_SPOKEN: Final[dict[Outcome, str]] = {"holds": "hold", "stale departure": "stale departures"}


@dataclass(frozen=True)
class Checked:
    """One pathway's findings and verdicts."""

    id: str
    file: str
    fingerprint: str | None  # None where the file has faults, so that nothing could be decided
    findings: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...]
    broken_pieces: tuple[
        tuple[str, int], ...
    ] = ()  # the pieces it could not be loaded for, and how many errors each has


def render_text(
    checked: Sequence[Checked],
    *,
    colour: bool = False,
    unicode: bool = True,
    brief: bool = False,
    explain: bool = False,
) -> str:
    """For each pathway: its findings, then its verdicts, broken first and each with its counterexample.

    Parameters
    ----------
    colour
        Use ANSI colours; no meaning is in the colour alone.
    unicode
        Use ticks and crosses; otherwise plain ASCII marks (titles are printed as they are written).
    brief
        Only count the verdicts that ask nothing of anybody, instead of listing them.
    explain
        Say of what holds why, with its witness where there is one.
    """
    painter = _Painter(colour, unicode, _QUIET if brief else (), explain)
    return "\n\n".join("\n".join(painter.pathway(item)) for item in checked) + "\n"


@dataclass(frozen=True)
class _Painter:
    colour: bool
    unicode: bool
    left_out: tuple[Outcome, ...]
    explain: bool = False

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text

    def pathway(self, item: Checked) -> Iterator[str]:
        yield self.paint(f"{item.id}  ({item.file})", "1")
        yield f"  {summary(item)}"
        for finding in item.findings:
            yield ""
            code = "31;1" if finding.severity == "error" else "33"
            first, *rest = str(finding).split("\n")
            yield indent("\n".join([f"{self.paint(finding.severity, code)}: {first}", *rest]), "  ")
        told: dict[str, list[str]] = {}
        for outcome in _GROUPS:
            group = [verdict for verdict in item.verdicts if verdict.verdict == outcome]
            if group and outcome not in self.left_out:
                yield ""
                for verdict in group:
                    yield from self.verdict(verdict, told)

    def verdict(self, verdict: Verdict, told: dict[str, list[str]]) -> Iterator[str]:
        """One rule; `told` gathers by rule the counterexamples of this pathway so far."""
        ascii_mark, mark, code = _GROUPS[verdict.verdict]
        head = self.paint(f"{mark if self.unicode else ascii_mark} {verdict.verdict}", code)
        yield f"  {head}  {verdict.rule}: {verdict.says}"
        if verdict.verdict == "holds":
            if self.explain:
                yield from self.kept(verdict, told)
            return
        if verdict.departure is not None and verdict.verdict == "departed":
            source = f" ({verdict.departure.source})" if verdict.departure.source else ""
            yield from _paragraph(f"known departure: {verdict.departure.reason}{source}")
            yield from _repair(verdict)
            return
        yield from _paragraph(f"why: {verdict.reason}")
        if verdict.verdict == "not applicable":
            return
        yield from _steps(verdict.rule, counterexample_lines(verdict), told)
        if verdict.counterexample:
            yield from _paragraph(f"the last step is allowed by {verdict.counterexample[-1].place}")
        if verdict.second:
            yield from _paragraph(OTHER)
            for number, line in enumerate(second_lines(verdict), 1):
                yield from _paragraph(f"{number}. {line}", hanging="   ")
            yield from _paragraph(f"its last step is allowed by {verdict.second[-1].place}")
        if verdict.at is not None:
            yield from _paragraph(f"written at {verdict.at}")
        yield from _repair(verdict)
        place = verdict.place if verdict.departure is None else verdict.departure.origin.place("rule")
        yield from _paragraph(f"rule: {verdict.hardness}, {verdict.source}  [{place}]")

    def kept(self, verdict: Verdict, told: dict[str, list[str]]) -> Iterator[str]:
        """Why a rule holds, and a case in which it matters."""
        yield from _paragraph(f"why: {verdict.reason}")
        lines = witness_lines(verdict)
        if lines:
            yield from _paragraph("for example:")
            yield from _steps(verdict.rule, lines, told)


def _steps(rule: str, lines: list[str], told: dict[str, list[str]]) -> Iterator[str]:
    """Numbered steps, without the first of them where another rule of this pathway has told them already."""
    shared, earlier = shared_steps(lines, told)
    if shared:
        yield from _paragraph(f"Steps 1 to {shared} as above, for {earlier}.", hanging="   ")
    for number, line in enumerate(lines[shared:], shared + 1):
        yield from _paragraph(f"{number}. {line}", hanging="   ")
    if lines:
        told[rule] = lines


def _repair(verdict: Verdict) -> list[str]:
    return _paragraph(f"repair: {verdict.repair}") if verdict.repair else []


def shared_steps(lines: Sequence[str], told: Mapping[str, Sequence[str]]) -> tuple[int, str]:
    """How many first steps were told already, and for which rule: the one that has most of them, told first."""
    best = (0, "")
    for rule, others in told.items():
        same = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(lines, others, strict=False))))
        if same > best[0]:
            best = (same, rule)
    return best if best[0] >= _WORTH_SHARING else (0, "")


def _paragraph(text: str, hanging: str = "  ") -> list[str]:
    return wrap(
        text, WIDTH, initial_indent="      ", subsequent_indent=f"      {hanging}",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def summary(item: Checked) -> str:
    """`24 rules: 20 hold, 1 broken; 2 errors`; of a pathway that could not be loaded, why."""
    errors = sum(finding.severity == "error" for finding in item.findings)
    warnings = len(item.findings) - errors
    faults = [_count(n, what) for n, what in ((errors, "error"), (warnings, "warning")) if n]
    if item.fingerprint is None:
        pieces = [f"its piece '{name}' has {_count(number, 'error')}" for name, number in item.broken_pieces]
        own = [f"it has {', '.join(faults)}"] if faults else []
        return f"not checked: {', and '.join([*own, *pieces])}"
    counts = [
        f"{number} {_SPOKEN.get(outcome, outcome)}"
        for outcome in _GROUPS
        if (number := sum(verdict.verdict == outcome for verdict in item.verdicts))
    ]
    text = f"{_count(len(item.verdicts), 'rule')}{': ' if counts else ''}{', '.join(counts)}"
    return f"{text}; {', '.join(faults) if faults else 'no findings'}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
