"""Findings about single fields: which there are, where they stand, what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pathways.definition.catalogue.entry import Entry

SHAPE: Final[Mapping[str, Entry]] = {
    "unknown-field": Entry(
        "A field that is not known here",
        "A misspelt field would otherwise be ignored, and the pathway would not be what its author thinks.",
        "wen: {consent: refused}",
        "when: {consent: refused}",
    ),
    "misplaced-field": Entry(
        "A field of another kind of state",
        "Each kind of state has its own fields: a task leads on by 'then', a decision by 'choose', a use by 'exits'.",
        "triage: {kind: decision, then: channel}",
        "triage: {kind: decision, choose: [{otherwise: channel}]}",
    ),
    "end-with-exit": Entry(
        "An end that leads on",
        "Final means finished: re-opening is a new referral.",
        "closed: {kind: end, outcome: closed, then: referral}",
        "closed: {kind: end, outcome: closed}",
    ),
    "missing-field": Entry("A field that has to be there is not", "Without it there is no telling what is meant."),
    "unknown-kind": Entry(
        "A kind of state, or of rule, that there is not",
        "Of states: task: a team works on it. wait: time passes. panel: decided at a meeting. decision: policy "
        "chooses. parallel: branches side by side. use: another pathway put in. end: finished. What a kind of rule "
        "means is told by its own name, such as `pathways explain never`.",
        "kind: meeting",
        "kind: panel",
    ),
    "unknown-word": Entry(
        "A word from a fixed list is another",
        "These words have an agreed meaning.",
        "status: draft",
        "status: proposed",
    ),
    "wrong-shape": Entry(
        "A list, text or entries where something else belongs",
        "What is found and what is expected is said with it.",
        "when: concern is none",
        "when: {concern: none}",
    ),
    "empty-value": Entry(
        "A name without a value",
        "Either the value was forgotten, or what belongs to it is not indented under it.",
        "target:",
        "target: 5 working days",
    ),
    "not-indented": Entry(
        "The fields of a state begin in the column of its name",
        "They are then read as states themselves.",
        "screening:\nlane: mash",
        "screening:\n  lane: mash",
    ),
    "branch-without-states": Entry(
        "A branch that is written like a state",
        "A branch holds one or more states by name, the first being its start.",
        "branches: {health: {lane: gp, then: done}}",
        "branches: {health: {ask: {lane: gp, then: done}}}",
    ),
    "list-without-brackets": Entry(
        "A list without brackets",
        "Inside '{ }' a ',' begins the next entry.",
        "{values: yes, no}",
        "{values: [yes, no]}",
    ),
    "bad-name": Entry(
        "A name with other characters than a name may have",
        "Names are used in other files and in pictures. They have lower-case letters, digits, '_' and '-'. What people "
        "read is the title.",
        "MASH check: {lane: mash}",
        "mash_check: {lane: mash, title: MASH check}",
    ),
    "reserved-name": Entry(
        "A name that has a meaning of its own",
        "'done' finishes a branch, 'anywhere' stands for all states, 'complete' and 'timeout' are events that every "
        "state has of its own; 'all', 'any' and 'not' join conditions.",
        "done: {lane: mash}",
        "all_done: {lane: mash}",
    ),
    "bad-duration": Entry(
        "A duration without a unit, or with one that is not known",
        "Five what? Working days and days differ by a third. Units: seconds, minutes, hours, working hours, working "
        "days, days, weeks, months, years.",
        "target: 5",
        "target: 5 working days",
    ),
    "not-a-number": Entry("A whole number is expected", "", "add: {reviews: one}", "add: {reviews: 1}"),
    "bad-value": Entry(
        "A number, share, rate or date that is not written as one",
        "How it is written is said with it.",
        "rate: 40",
        "rate: 40 per year",
    ),
    "missing-then": Entry(
        "A task or wait that leads nowhere",
        "A referral would stay there for ever.",
        "screening: {lane: mash}",
        "screening: {lane: mash, then: triage}",
    ),
    "no-end": Entry(
        "No state is an end",
        "No referral could ever be closed, and a pathway that uses this one could never go on.",
        "",
        "closed: {kind: end, outcome: closed}",
    ),
    "otherwise-not-last": Entry(
        "'otherwise' before other branches",
        "Branches are tried in order and 'otherwise' always applies, so nothing below it is ever reached.",
        "choose:\n  - {otherwise: channel}\n  - {when: {concern: none}, then: closed}",
        "choose:\n  - {when: {concern: none}, then: closed}\n  - {otherwise: channel}",
    ),
    "second-default": Entry("More than one 'otherwise'", "A decision has one default outcome."),
    "when-and-otherwise": Entry(
        "A branch with both 'when' and 'otherwise'",
        "A branch has a condition or is the default.",
        "{when: {concern: none}, otherwise: closed}",
        "{when: {concern: none}, then: closed}",
    ),
    "then-and-otherwise": Entry(
        "A branch that names its next state twice",
        "'otherwise' names it already.",
        "{otherwise: channel, then: channel}",
        "{otherwise: channel}",
    ),
    "several-timeouts": Entry(
        "More than one timeout on a state",
        "The shortest is the only one that could ever happen.",
        "after: {5 days: chase, 10 days: escalation}",
        "after: {5 days: chase}",
    ),
    "duplicate-entry": Entry("The same word twice in a list", "One of the two is too much, or another was meant."),
}
