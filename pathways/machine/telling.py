"""The steps of a referral to sentences that can be read aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pathways.definition.guards import reads, words
from pathways.definition.linked import DONE, Interrupt, LinkedPathway, State
from pathways.definition.report import listed
from pathways.machine.steps import Possible, Step


def title_of(pathway: LinkedPathway, name: str) -> str:
    """A state's title; for `done`, what that means."""
    return "the end of this branch" if name == DONE else pathway.states[name].title


def spelt(value: str | None) -> str:
    return "not known" if value is None else value.replace("_", " ")


def finding_words(pathway: LinkedPathway, found: Iterable[tuple[str, str]]) -> str:
    """`Concern: radicalisation`."""
    return ", ".join(f"{pathway.attributes[name].title}: {spelt(value)}" for name, value in found)


def who(pathway: LinkedPathway, state: State) -> str:
    """The lane that works on it, and with whom."""
    others = [pathway.lanes[lane] for lane in state.with_lanes]
    return pathway.lanes[state.lane] + (f", with {' and '.join(others)}" if others else "")


def tell_step(pathway: LinkedPathway, step: Step) -> str:
    """One step as a sentence: what happened, why, and what it changed."""
    title = title_of(pathway, step.state)
    if step.kind == "decide":
        told = _tell_decision(pathway, step)
    elif step.kind == "join":
        told = f"{title}: all its branches are done."
    elif step.kind == "timeout":
        after = pathway.states[step.state].after
        told = f"{title}: {after[0] if after else 'the time'} passed, and it is left that way."
    elif step.kind == "interrupt":
        told = f"{pathway.interrupts[step.event].title}, during: {title}."
    else:
        told = f"{title}: {finding_words(pathway, step.found) or 'done'}."
    new = [(name, value) for name, value in step.changed if (name, value) not in step.found]
    if new:
        told += f" Now {', '.join(f'{pathway.attributes[n].title}: {spelt(v)}' for n, v in new)}."
    return told


def _tell_decision(pathway: LinkedPathway, step: Step) -> str:
    state = pathway.states[step.state]
    branch = state.choose[step.choice or 0]
    to = title_of(pathway, step.target)
    asks = state.title if state.title.endswith("?") else f"{state.title}:"
    if branch.when is None:
        known = ", ".join(f"{pathway.attributes[name].title}: {spelt(value)}" for name, value in step.weighed)
        return f"{asks} by default to {to}{f' ({known})' if known else ''}."
    told = f"{asks} {words(branch.when)}, so to {to}."
    default = state.choose[-1]
    if default.when is None:
        told += f" (The default would lead to {title_of(pathway, default.arrow.to)}.)"
    return told


def tell_trace(pathway: LinkedPathway, steps: Iterable[Step]) -> Iterator[str]:
    """Every step, the events numbered and what followed from them by itself below."""
    number = 0
    for step in steps:
        if step.kind in ("decide", "join"):
            yield f"      {tell_step(pathway, step)}"
        else:
            number += 1
            yield f"{number:>4}. {tell_step(pathway, step)}"


def cannot_words(pathway: LinkedPathway, interrupt: Interrupt, values: Mapping[str, str | None], *, here: bool) -> str:
    """Why an interrupt cannot happen now: the referral is not where it may strike, or a condition is not met."""
    if not here:
        during = [pathway.states[name].title for name in interrupt.during]
        return f"{interrupt.title} cannot happen here, only during {listed(during, limit=4)}."
    if interrupt.when is None:
        return f"{interrupt.title} cannot happen before the decision here is made."
    now = " and ".join(f"{spelt(name)} is {spelt(values[name])}" for name in reads(interrupt.when))
    return f"{interrupt.title} can happen here only when {words(interrupt.when)}; now {now}."


def offer_words(pathway: LinkedPathway, offer: Possible) -> str:
    """What an event would mean, before it happens."""
    state = pathway.states[offer.at]
    if offer.event in pathway.interrupts:
        interrupt = pathway.interrupts[offer.event]
        return f"{interrupt.title} (leads to {title_of(pathway, interrupt.arrow.to)})"
    if offer.event == "timeout" and state.after is not None:
        return f"{state.after[0]} pass and it is still here (leads to {title_of(pathway, state.after[1].to)})"
    finds = " and ".join(pathway.attributes[name].title for name, _ in offer.finds)
    to = title_of(pathway, state.then.to) if state.then is not None else ""
    return f"Done; what it finds is asked next ({finds})" if finds else f"Done (goes on to {to})"
