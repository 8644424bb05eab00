"""What became of every edit to what `pathways check --mutants` prints: scores, and what nobody would notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from textwrap import fill
from typing import Final

from pathways.definition.linked import LinkedPathway
from pathways.rules.behaviour.alike import Reach
from pathways.rules.mutation.coverage import Coverage, Tried
from pathways.rules.mutation.made import Mutant, Mutation
from pathways.rules.render import WIDTH

MOST_STATES: Final = 15
MOST_EDITS: Final = 5  # shown of one state; --json has them all
_REACH: Final = {
    Reach.OUTCOME: "ends otherwise",
    Reach.STEPS: "goes another way",
    Reach.VALUES: "records otherwise",
    None: "how far it goes is undecided",
}
_RECORDS: Final = {
    "drop a tag": "tags", "drop a partner": "partners ('with')", "give to another lane": "lanes",
    "drop a standard": "time standards", "drop a source": "sources", "lengthen a wait": "lengths of waits",
}  # fmt: skip


def mutation_text(tried: Sequence[Tried]) -> str:
    """For each pathway: how much the rules notice, what nobody would, and what no rule speaks of."""
    return "\n\n".join("\n".join(_pathway(each)) for each in tried)


def _pathway(each: Tried) -> Iterator[str]:
    mutation = each.mutation
    yield f"{mutation.compiled.id}  ({each.file})"
    if not mutation.rules:
        yield "  no rule speaks of it"
        return
    if "undecided" in mutation.before.values():
        yield "  undecided: there are too many different cases to look at every one, so no edit was tried"
        return
    yield from _score(mutation)
    yield ""
    yield "  What each policy notices"
    for policy in mutation.rules:
        yield from _policy(mutation, policy)
    yield ""
    yield from _unnoticed(mutation)
    yield ""
    yield from _uncovered(each.coverage)


def _score(mutation: Mutation) -> Iterator[str]:
    made, counted = len(mutation.mutants), mutation.counted
    refused, same = len(mutation.of("refused")), len(mutation.of("no difference"))
    yield from _wrapped(
        f"{made} small edits that a tired author could make were tried. {refused} are refused by the checks of the "
        f"definition itself, {same} change nothing that can happen. {len(counted)} are left that somebody should "
        "notice.",
        "  ",
    )
    if made < mutation.known and mutation.known > len(mutation.mutants):
        yield from _wrapped(
            f"The operators know {mutation.known}; those that make the same pathway count once, and of more than the "
            "limit an even sample is taken.", "  ",
        )  # fmt: skip
    noticed = [m for m in counted if m.fate == "noticed"]
    silent = [m for m in counted if m.fate == "unnoticed" and m.silenced]
    leave = "leaves" if len(silent) == 1 else "leave"
    quiet = f"; {len(silent)} more only {leave} a rule without an occasion, which fails nothing" if silent else ""
    warned = sum(not m.by for m in noticed)
    by_warning = f", {warned} of them only by a warning of those checks" if warned else ""
    ways = [m for m in counted if not m.edit.is_record]
    seen = [m for m in ways if m.fate == "noticed"]
    yield from _wrapped(
        f"Noticed: {_share(len(noticed), len(counted))}{by_warning}{quiet}. Of those that change where referrals "
        f"go or what is recorded of them: {_share(len(seen), len(ways))}.",
        "  ",
    )


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part // whole}%)" if whole else "0 of 0"


def _policy(mutation: Mutation, policy: str) -> Iterator[str]:
    rules = mutation.rules[policy]
    yield (
        f"    {policy}: {_share(len(mutation.noticed_by(rules)), len(mutation.counted))}, "
        f"{len(mutation.alone(rules))} of them that nothing else notices"
    )
    for words, found in (
        ("broken already, so that they can notice nothing", mutation.standing(policy, "broken", "departed")),
        ("without an occasion in this pathway", mutation.standing(policy, "not applicable")),
        ("noticed nothing", mutation.never_noticing(policy)),
        ("never the only one to notice", mutation.never_alone(policy)),
    ):
        if found:
            yield from _wrapped(f"{words}: {', '.join(found)}", "      ")


def _unnoticed(mutation: Mutation) -> Iterator[str]:
    left = [m for m in mutation.of("unnoticed") if not m.edit.is_record]
    if left:
        yield "  What nobody would notice, worst first"
    else:
        yield "  Every slip that changes where referrals go, or what is recorded of them, is noticed."
    groups = list(by_state(left))
    for at, mutants in groups[:MOST_STATES]:
        yield ""
        yield f"    {_titled(mutation.compiled.linked, at)}"
        for mutant in mutants[:MOST_EDITS]:
            place = mutant.edit.place
            yield from _wrapped(f"{place.file}:{place.line}  {_deed(mutant)}", "      ")
        if len(mutants) > MOST_EDITS:
            yield f"      and {len(mutants) - MOST_EDITS} more"
    if len(groups) > MOST_STATES:
        rest = sum(len(mutants) for _, mutants in groups[MOST_STATES:])
        names = ", ".join(f"'{at}'" for at, _ in groups[MOST_STATES:])
        yield ""
        yield from _wrapped(f"and {rest} more at {names}; --json lists every one", "    ")
    records = Counter(m.edit.operator for m in mutation.of("unnoticed") if m.edit.is_record)
    if records:
        told = ", ".join(f"{_RECORDS[operator]} {number}" for operator, number in records.most_common())
        yield ""
        yield from _wrapped(f"What is written about states and could be lost or changed unnoticed: {told}.", "  ")


def _deed(mutant: Mutant) -> str:
    own = f"at '{mutant.edit.at}', "
    silent = len(mutant.silenced)
    quiet = f"; {silent} rule{'s' if silent > 1 else ''} would have no occasion any more" if silent else ""
    return f"{mutant.edit.words.removeprefix(own)} ({_REACH.get(mutant.reach, '')}{quiet})"


def by_state(mutants: Sequence[Mutant]) -> Iterator[tuple[str, list[Mutant]]]:
    """Edits by the state they touch: first where they go farthest, then where there are most."""
    groups: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        groups.setdefault(mutant.edit.at, []).append(mutant)

    def worst(mutant: Mutant) -> int:
        return int(Reach.NOTHING if mutant.reach is None else mutant.reach)

    for own in groups.values():
        own.sort(key=worst)
    yield from sorted(groups.items(), key=lambda group: (worst(group[1][0]), -len(group[1])))


def _titled(linked: LinkedPathway, name: str) -> str:
    known = linked.states.get(name) or linked.interrupts.get(name)
    return f"'{name}'" if known is None else f"'{name}' ({known.title})"


def _uncovered(coverage: Coverage) -> Iterator[str]:
    yield "  What no rule speaks of"
    if coverage.states:
        names = ", ".join(coverage.states)
        yield from _wrapped(f"{len(coverage.states)} of {coverage.number_of_states} states: {names}", "    ")
    if coverage.ways:
        ways = ", ".join(f"{name} > {to}" for name, to in coverage.ways)
        yield from _wrapped(f"ways between them: {ways}", "    ")
    if coverage.attributes:
        yield from _wrapped(f"attributes: {', '.join(coverage.attributes)}", "    ")
    for name, values in coverage.values:
        yield from _wrapped(f"values of {name}: {', '.join(values)}", "    ")


def _wrapped(text: str, start: str) -> list[str]:
    return fill(
        text, WIDTH, initial_indent=start, subsequent_indent=f"{start}  ", break_long_words=False,
        break_on_hyphens=False,
    ).split("\n")  # fmt: skip
