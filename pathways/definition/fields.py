"""How to speak of a pathway's file: each key to what belongs under it, in words and as an author would write it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel

from pathways.definition.model import (
    KINDS,
    ArrowSpec,
    AttributeSpec,
    Bounds,
    DepartureSpec,
    GuardSpec,
    InterruptSpec,
    LaneSpec,
    OtherwiseSpec,
    PathwayDefinition,
    StandardSpec,
    TargetSpec,
    WhenSpec,
)
from pathways.definition.report import listed
from pathways.definition.shape import Grammar, Wanted
from pathways.definition.stray import kind_called, stray

# Other words for the kinds of states.
_OTHER_KINDS: Final[Mapping[str, str]] = {
    "meeting": "panel", "board": "panel", "conference": "panel", "step": "task", "activity": "task", "action": "task",
    "state": "task", "start": "task", "choice": "decision", "gateway": "decision", "question": "decision",
    "branch": "decision", "delay": "wait", "pause": "wait", "timer": "wait", "fork": "parallel", "split": "parallel",
    "subprocess": "use", "sub-process": "use", "include": "use", "pathway": "use", "final": "end", "stop": "end",
    "finish": "end", "closed": "end", "outcome": "end",
}  # fmt: skip

# Other words for fields; each counts only where the field that is meant may stand.
OTHER_FIELDS: Final[Mapping[str, str]] = {
    "type": "kind", "next": "then", "goto": "then", "go_to": "then", "leads_to": "then", "if": "when", "case": "when",
    "condition": "when", "else": "otherwise", "default": "otherwise", "name": "title", "label": "title", "team": "lane",
    "who": "lane", "role": "lane", "deadline": "target", "limit": "target", "sla": "target", "due": "target",
    "timeout": "after", "comment": "note", "remark": "note", "description": "note", "choices": "choose",
    "options": "choose", "cases": "choose", "switch": "choose", "result": "outcome", "initial": "start",
    "id": "pathway", "steps": "states", "stages": "states", "nodes": "states", "variables": "attributes",
    "data": "attributes", "roles": "lanes", "teams": "lanes", "swimlanes": "lanes", "events": "interrupts",
}  # fmt: skip
# What belongs under each key: in words, and as an author would write it.
FIELDS: Final[Mapping[str | tuple[type[BaseModel], str], Wanted]] = {
    "pathway": ("the id of a pathway", "pathway: child"),
    "title": ("a few words to show", "title: Child referral pathway"),
    "version": ("the version of this definition", 'version: "2018.1"'),
    "status": ("'as-is', 'proposed' or 'shared'", "status: as-is"),
    "guidance": ("the name of the guidance", "guidance: cdg_2015"),
    "note": ("a remark", "note: As agreed with the panel"),
    "source": ("where this is written down", "source: Peer review 2018, section 4"),
    "sources": ("a list of where this is written down", "sources: [Peer review 2018]"),
    "hardness": ("how binding the source is", "hardness: STATUTE"),
    "lanes": ("short names of those who take part, each with the name to show", "lanes: {mash: Safeguarding hub}"),
    "attributes": ("attributes by name", "attributes: {consent: {values: [granted, refused]}}"),
    "start": ("the name of the first state, or a list of names", "start: referral"),
    "states": ("states by name", "states: {referral: {lane: mash, then: triage}}"),
    "interrupts": ("interrupts by name", "interrupts: {withdrawn: {during: [support], then: closed}}"),
    "targets": ("targets by name", "targets: {to_panel: {from: referral, to: panel, within: 30 working days}}"),
    "departures": ("a list of rules that are broken, each with its reason", "departures: [{rule: TH-43, reason: ...}]"),
    "kind": (listed(KINDS), "kind: decision"),
    "lane": ("the name of one lane", "lane: mash"),
    "tags": ("a list of words", "tags: [feedback]"),
    "with": ("a list of lanes", "with: [prevent, so15]"),
    "target": ("a duration with its unit, or 'none'", "target: 5 working days"),
    "within": ("a duration with its unit, or 'none'", "within: 5 working days"),
    "for": ("a duration with its unit", "for: 6 months"),
    "after": ("one duration and the state to go to then", "after: {10 working days: escalation}"),
    "finds": ("an attribute, a list of attributes, or attributes with the values they may be found to have",
              "finds: {consent: [granted, refused]}"),
    "set": ("attributes, each with the value it is given", "set: {consent: refused}"),
    "add": ("attributes, each with the whole number to add", "add: {reviews: 1}"),
    "then": ("the name of one state", "then: triage"),
    "otherwise": ("the name of one state", "otherwise: channel"),
    "choose": ("a list of branches", "choose: [{when: {concern: none}, then: closed}, {otherwise: channel}]"),
    "when": ("attributes and the values they must have", "when: {consent: [refused, unlikely]}"),
    "all": ("a list of conditions", "all: [{concern: none}, {consent: refused}]"),
    "any": ("a list of conditions", "any: [{concern: none}, {consent: refused}]"),
    "not": ("a condition", "not: {consent: granted}"),
    "order": ("the word 'matters', or nothing", "order: matters"),
    "branches": ("branches by name, each with its states by name", "branches: {health: {ask_gp: {then: done}}}"),
    "enter": ("the name of a start of the other pathway", "enter: referral"),
    "exits": ("for each outcome of the other pathway, a state here", "exits: {exited: feedback}"),
    "outcome": ("one word for how the referral ended", "outcome: closed_nfa"),
    "values": ("a list of values", "values: [granted, refused]"),
    "range": ("the lowest and the highest whole number", "range: [0, 12]"),
    "from": ("the word 'arrival'", "from: arrival"),
    "starts": ("one of its values", "starts: unknown"),
    "during": ("a list of states, or 'anywhere'", "during: [support]"),
    (TargetSpec, "from"): ("the name of one state", "from: referral"),
    "to": ("the name of one state", "to: panel"),
    "rule": ("the id of a rule", "rule: TH-43-entry"),
    "reason": ("why the rule is broken", "reason: No single entry point in 2018"),
    "at_least": ("a whole number", "at_least: 3"),
    "at_most": ("a whole number", "at_most: 5"),
}  # fmt: skip

# Entries that the author names or lists: what one entry is, and how it is written.
_ENTRIES: Final[Mapping[str | type[BaseModel], Wanted]] = {
    "lanes": ("the name to show", "{}: Safeguarding hub"),
    "attributes": ("its values or its range", "{}: {values: [granted, refused]}"),
    "states": ("the fields of a state", "{}: {lane: mash, then: triage}"),
    "branches": ("states by name", "{}: {ask: {then: done}}"),
    "branches.": ("the fields of a state", "{}: {lane: mash, then: triage}"),
    "interrupts": ("when it may happen and where it leads", "{}: {during: [support], then: closed}"),
    "targets": ("two states and a duration", "{}: {from: referral, to: panel, within: 5 working days}"),
    "after": ("the state to go to then", "{}: escalation"),
    "exits": ("a state here", "{}: feedback"),
    "set": ("one value", "{}: refused"),
    "add": ("a whole number", "{}: 1"),
    "finds": ("a list of the values that may be found", "{}: [granted, refused]"),
    GuardSpec: ("one or more of its values", "{}: [refused, unlikely]"),
    "- choose": ("a branch with 'when:' and 'then:', or with 'otherwise:'", "- {when: {concern: none}, then: closed}"),
    "- departures": ("the id of a rule and the reason", "- {rule: TH-43-entry, reason: ...}"),
    "- any": ("a condition", "- {concern: none}"),
    "- all": ("a condition", "- {concern: none}"),
    "- range": ("a whole number", "range: [0, 12]"),
    "- sources": ("a few words", "sources: [Peer review 2018]"),
}
# How to speak of a condition, in every kind of file.
CALLED: Final[Mapping[type[BaseModel] | str, str]] = {GuardSpec: "a condition", Bounds: "a test of a whole number"}

PATHWAY: Final = Grammar(
    model=PathwayDefinition,
    file="a definition",
    called={
        **CALLED,
        PathwayDefinition: "a pathway",
        **{model: kind_called(kind) for kind, model in KINDS.items()},
        LaneSpec: "a lane",
        AttributeSpec: "an attribute",
        InterruptSpec: "an interrupt",
        TargetSpec: "a target",
        DepartureSpec: "a departure",
        StandardSpec: "a standard",
        ArrowSpec: "a way out",
        "after": "a timeout",
        "exits": "an exit",
        "branches": "a branch",
        WhenSpec: "a branch of a decision",
        OtherwiseSpec: "a branch of a decision",
    },
    fields=FIELDS,
    entries=_ENTRIES,
    begins=(
        "lines such as 'pathway: child' and 'title: Child referral pathway'",
        "begin with 'pathway:', 'version:', 'status:', 'lanes:', 'start:' and 'states:'",
    ),
    synonyms=OTHER_FIELDS,
    kinds=tuple(KINDS),
    other_kinds=_OTHER_KINDS,
    facts={
        ("when", "missing"): "this branch does not say when it applies",
        ("otherwise", "missing"): "this branch does not say where it leads",
        ("kind", "word"): "'{}' is not a kind of state",
    },
    remedies={
        ("when", "missing"): "add 'when: {...}', or write 'otherwise:' for the default",
        ("choose", "missing"): "add 'choose:' with a list of branches, or remove 'kind: decision'",
        ("outcome", "missing"): "add 'outcome: {}' (or another word)",
        ("kind", "word"): "write one of these, or remove the line: a state is a task by default",
        ("then", "list"): "name one state; to do several things side by side use 'kind: parallel', to choose between "
        "them use 'kind: decision'",
    },
    stray=stray,
)
