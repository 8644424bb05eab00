"""Why an event is not possible: where the referral stands and what was tried, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pathways.definition.guards import reads, words
from pathways.definition.linked import Found, LinkedPathway
from pathways.definition.report import listed, nearest
from pathways.errors import RefusedError
from pathways.machine.names import near_name
from pathways.machine.steps import Possible


@dataclass(frozen=True)
class Attempt:
    """An event that was tried, and how things stand.

    Parameters
    ----------
    at, found
        Where it was to happen, if that was said, and what was to be found.
    standing
        The state of every region that is running, region 0 first.
    """

    pathway: LinkedPathway
    event: str
    at: str | None
    found: Mapping[str, str]
    standing: Sequence[str]
    values: Mapping[str, str | None]
    possible: Sequence[Possible]


def refused(attempt: Attempt) -> RefusedError:
    """The reason why the event cannot happen, and what can."""
    reason = _reason(attempt)
    outcome = attempt.pathway.states[attempt.standing[0]].outcome
    if outcome is not None or not attempt.possible:
        return RefusedError(reason)
    is_split = len(attempt.standing) > 1
    return RefusedError(reason, "; ".join(f"{o} at '{o.at}'" if is_split else str(o) for o in attempt.possible))


def _reason(attempt: Attempt) -> str:
    pathway, event, at, standing = attempt.pathway, attempt.event, attempt.at, attempt.standing
    here = f"the referral stands at {' and '.join(repr(name) for name in standing)}"
    first = pathway.states[standing[0]]
    if first.kind == "end":
        return f"'{event}' cannot happen: the referral has ended at '{first.name}' ({first.outcome})"
    stuck = [name for name in standing if pathway.states[name].kind == "decision"]
    if stuck:
        known = ", ".join(f"{name} {attempt.values[name] or 'not known'}" for name in pathway.states[stuck[0]].weighed)
        return f"'{event}' cannot happen: the decision '{stuck[0]}' has no branch for this referral ({known})"
    if event not in ("complete", "timeout") and event not in pathway.interrupts:
        near = near_name(event, ["complete", "timeout", *pathway.interrupts])
        return f"'{event}' is not an event of '{pathway.id}'{f'; nearest is {near!r}' if near else ''}"
    if at is not None and at not in pathway.states:
        near = near_name(at, pathway.states)
        return f"'{at}' is not a state of '{pathway.id}'{f'; nearest is {near!r}' if near else ''}"
    if at is not None and at not in standing:
        return f"'{event}' cannot happen at '{at}': {here}"
    offers = [offer for offer in attempt.possible if offer.event == event and at in (None, offer.at)]
    if len(offers) > 1:
        return f"'{event}' is possible in several places: say at which, {listed(offer.at for offer in offers)}"
    if not offers and event in pathway.interrupts:
        return _interrupt_reason(attempt, here)
    if not offers and event == "timeout":
        return f"'timeout' cannot happen: {here}, and no time limit ('after') is written there"
    if not offers:
        return f"'complete' cannot happen at '{at}': it goes on by itself when all its branches are done"
    if event != "complete":
        return f"'{event}' finds nothing: leave out {listed(attempt.found)}"
    return _findings_reason(offers[0].at, pathway.states[offers[0].at].finds, attempt.found)


def _interrupt_reason(attempt: Attempt, here: str) -> str:
    event, at, values = attempt.event, attempt.at, attempt.values
    interrupt = attempt.pathway.interrupts[event]
    if interrupt.when is None or not any(name in interrupt.during for name in attempt.standing if at in (None, name)):
        return f"'{event}' can happen only during {listed(interrupt.during, limit=6)}; {here}"
    now = ", ".join(f"{name.replace('_', ' ')} is {values[name] or 'not known'} now" for name in reads(interrupt.when))
    return f"'{event}' can happen only when {words(interrupt.when)}; {now}"


def _findings_reason(state: str, finds: Sequence[Found], found: Mapping[str, str]) -> str:
    """Which finding is missing, not a value it may take, or not found here."""
    wanted = {one.attribute: one.values for one in finds}
    for attribute, values in wanted.items():
        one_of = f"give one of {', '.join(values)}"
        if attribute not in found:
            return f"'{state}' finds '{attribute}': {one_of}"
        if found[attribute] not in values:
            near = nearest(found[attribute], values)
            hint = f"; nearest is '{near}'" if near else ""
            return f"'{state}' cannot find that '{attribute}' is '{found[attribute]}': {one_of}{hint}"
    extra = [attribute for attribute in found if attribute not in wanted]
    finding = f"only {listed(wanted)}" if wanted else "nothing"
    return f"'{state}' does not find {listed(extra)}: it finds {finding}"
