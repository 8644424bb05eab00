"""Pathways and policies from the YAML an author would write, for these tests."""

from __future__ import annotations

from textwrap import dedent

from pathways.commands.evidence import evidence_of
from pathways.definition import link, parse_pathway
from pathways.errors import Finding, Place
from pathways.machine import CompiledPathway, compile_pathway
from pathways.rules import BUILT_IN, Kinds, Policy, lint, parse_policy
from pathways.rules.evidence import Evidence, Schedule
from pathways.simulation import parse_study
from tests.reading import read_document

HEAD = """\
pathway: {name}
version: "1"
status: {status}
lanes: {{team: Team, mash: MASH}}
"""

# Two doors, one of which goes round the MASH; consent and concern found on the way; an attic that nothing leads to.
TWO_DOORS = """
attributes:
  age:     {values: [child, adult], from: arrival}
  concern: {values: [none, radicalisation]}
  consent: {values: [not_sought, granted, refused], starts: not_sought}
start: [referral, police]
states:
  referral: {lane: team, then: mash, title: Notice a concern}
  police:   {lane: team, then: by_age}
  by_age:
    kind: decision
    lane: team
    choose:
      - {when: {age: child}, then: mash}
      - {otherwise: assess}
  mash:     {lane: mash, then: assess, tags: [safeguard]}
  assess:   {lane: team, finds: concern, then: talk}
  talk:     {lane: team, finds: {consent: [granted, refused]}, then: route}
  route:
    kind: decision
    lane: team
    choose:
      - {when: {concern: none}, then: closed}
      - {when: {consent: refused}, then: pcm}
      - {otherwise: channel}
    order: matters
  pcm:      {lane: team, then: feedback}
  channel:  {kind: panel, lane: team, then: feedback}
  feedback: {lane: team, then: done_with}
  closed:   {kind: end, lane: team, outcome: closed_nfa}
  done_with: {kind: end, lane: team, outcome: supported}
  attic:    {lane: team, then: attic_end}
  attic_end: {kind: end, lane: team, outcome: attic}
"""


def compiled(
    body: str, *, name: str = "hand", status: str = "as-is", pieces: dict[str, str] | None = None
) -> CompiledPathway:
    """A pathway from all that follows its lanes; `pieces` likewise, by id, of status `shared`."""
    texts = {name: (body, status), **{piece: (text, "shared") for piece, text in (pieces or {}).items()}}
    library = {
        each: parse_pathway(read_document(HEAD.format(name=each, status=s) + dedent(text), f"{each}.yaml"))
        for each, (text, s) in texts.items()
    }
    return compile_pathway(link(library[name], library))


def findings(body: str, *, status: str = "as-is", pieces: dict[str, str] | None = None) -> list[Finding]:
    return lint(compiled(body, status=status, pieces=pieces))


def policy(rules: str, *, name: str = "p", applies_to: str = "[hand]", kinds: Kinds = BUILT_IN) -> Policy:
    """A policy from its rules, each a flow mapping without hardness and source."""
    lines = [f"policy: {name}", f"applies_to: {applies_to}", "rules:"]
    for line in dedent(rules).strip().splitlines():
        lines.append(f"  - {{{line.strip()}, hardness: PEER_REVIEW, source: test}}")
    return parse_policy(read_document("\n".join(lines) + "\n", f"policies/{name}.yaml"), kinds)


def case_evidence(gaps: dict[str, int]) -> Evidence:
    """What a study says that schedules panel states, each with the days of its longest gap."""
    dates = ("3 December 2018", "7 January 2019")
    schedules = {
        state: (Schedule("panel", "first Monday", None, gap, dates, Place("study.yaml")),)
        for state, gap in gaps.items()
    }
    return Evidence("study", "A study", schedules)


# A review that finds whether there is a concern; support in two branches until there is none; and an attic.
REVIEWS = """
attributes:
  concern: {values: [none, some]}
start: door
states:
  door:   {lane: team, then: review}
  review: {kind: panel, lane: mash, title: Review, finds: concern, then: go_on}
  go_on:
    kind: decision
    lane: mash
    choose: [{when: {concern: none}, then: exit}, {otherwise: support}]
  support:
    kind: parallel
    lane: team
    branches:
      a: {visit: {lane: team, then: done}}
      b: {call: {lane: team, then: done}}
    then: review
  exit:   {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
  attic:  {lane: team, then: attic_end}
  attic_end: {kind: end, lane: team, outcome: attic}
"""


def evidence(study: str, *bodies: str, **others: str) -> tuple[Evidence, ...]:
    """What a study says of the pathway `hand`, whose body is given; the study's head is left out of its text."""
    pathways = {"hand": compiled(bodies[0]), **{name: compiled(body, name=name) for name, body in others.items()}}
    found, faults = evidence_of(parse_study(read_document(STUDY_HEAD + dedent(study), "simulations/s.yaml")), pathways)
    assert not faults, "\n".join(map(str, faults))
    return (found["hand"],)


STUDY_HEAD = """\
study: s
title: By hand
clock: {starts: 2018-01-01, length: 104 weeks, calendar: england}
"""
