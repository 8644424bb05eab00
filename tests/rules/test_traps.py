"""Traps: pathways on which checkers go wrong, small enough to work out the answers by hand.

The answers were worked out without the checker. A number is how many steps the shortest counterexample has, the arrival
included; a list is the states that it comes to.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

import pytest

from pathways.rules import BUILT_IN, Verdict, check
from tests.rules.build import compiled, evidence, policy

Told = tuple[str, str, list[str] | int | None]

# Each branch waits for the other: `hold` until `prepare` has made it ready, and the join until both are done.
# Time limits go round; `late` is written and read by nobody, so no rule may depend on whether it is kept.
CROSS_WAITS: Final = """
attributes:
  ready: {values: ["yes", "no"], starts: "no"}
  late:  {values: ["yes", "no"], starts: "no"}
start: both
states:
  both:
    kind: parallel
    lane: team
    branches:
      a:
        prepare:
          lane: team
          after: {2 days: {then: prepare, set: {late: "yes"}}}
          then: {then: done, set: {ready: "yes"}}
      b:
        hold:  {kind: wait, lane: mash, then: asked}
        asked: {kind: decision, lane: mash, choose: [{when: {ready: "yes"}, then: act}, {otherwise: hold}]}
        act:   {lane: team, then: done}
    then: closed
  closed: {kind: end, lane: team, outcome: closed}
"""
CROSS_WAITS_RULES: Final[list[Told]] = [
    ("kind: only_when, state: both.b.act, when: {ready: 'yes'}", "holds", []),
    ("kind: precedes, first: both.a.prepare, then: both.b.act", "holds", []),  # entered with the parallel state
    ("kind: precedes, first: both.b.act, then: both.a.prepare", "broken", ["both"]),
    ("kind: precedes, first: both.b.act, then: closed", "holds", []),  # the join waits: no early join
    ("kind: always_through, state: both.b.act", "holds", []),
    ("kind: always_through, state: both.b.asked, from: both.a.prepare, to: closed", "holds", []),
    ("kind: always_through, state: both.a.prepare, from: both.b.asked, to: both.b.act", "broken", 4),
    ("kind: can_always_end", "holds", []),
    ("kind: no_dead_end", "holds", []),
    ("kind: joins_complete", "holds", []),
    ("kind: no_livelock", "holds", []),
    ("kind: no_livelock, forbids: loops", "broken", 2),  # prepare goes round by itself
    ("kind: no_livelock, forbids: timeless_loops", "holds", []),  # `hold` takes time
    ("kind: at_most, state: both.b.hold, times: 1", "broken", ["both", "both.b.asked", "both.b.hold"]),
    ("kind: at_most, state: both, times: 1", "holds", []),
    ("kind: exactly, state: both.b.act, times: 1", "holds", []),
    ("kind: at_least, state: both.b.asked, times: 1, to: both.b.act", "holds", []),
    ("kind: at_least, state: both.b.asked, times: 2, to: both.b.act", "broken", 4),
    ("kind: only_when, state: closed, when: {ready: 'yes'}", "holds", []),
    ("kind: only_when, state: closed, when: {late: 'no'}", "broken", 7),  # one time limit, and the five other moves
    ("kind: kept, state: both.b.act, when: {ready: 'yes'}", "holds", []),
    ("kind: kept, state: both.b.hold, when: {ready: 'no'}", "broken", ["both", "both.a.prepare"]),
    ("kind: kept, state: both.b.asked, when: {ready: 'yes'}", "not applicable", []),  # a decision is over at once
    ("kind: followed_by, state: both.b.asked, by: both.b.act", "holds", []),  # of those that end
    ("kind: followed_by, state: both.b.asked, by: both.b.act, at_once: 'true'", "broken", 3),
    ("kind: repeats_until, state: both.b.hold, until: {ready: 'yes'}", "holds", []),
    ("kind: repeats_until, state: both.b.hold, until: {late: 'yes'}", "broken", 6),
    ("kind: default_outcome, at: both.b.asked, outcome: both.b.act", "holds", []),  # by way of `hold`
    ("kind: default_outcome, at: both.b.asked, outcome: both.a.prepare", "broken", None),
    ("kind: standing_option, state: both, to: closed", "broken", ["both"]),
    ("kind: standing_option, state: both.b.act, to: closed", "holds", []),  # who acts is ready, so the join comes next
    ("kind: set_before_read, attributes: ready, unset: {ready: 'no'}", "broken", ["both", "both.b.asked"]),
    ("kind: set_before_read, attributes: ready", "not applicable", []),  # it has a value from the start
    ("kind: exclusive, states: [both.a.prepare, both.b.hold]", "broken", ["both"]),  # in one move
    ("kind: separation_of_duties, first: both.a.prepare, second: both.b.act", "broken", 4),
    ("kind: separation_of_duties, first: both.a.prepare, second: both.b.asked", "holds", []),
    ("kind: within, from: both, to: closed, within: 1 year", "broken", None),
    ("kind: sampled, state: both.b.act, of: ready", "not applicable", []),  # set, but found by nobody
    ("kind: indifferent_to, attribute: late", "not applicable", []),
    ("kind: formula, formula: 'always (enter(both.b.act) implies in(both))'", "holds", []),
    ("kind: formula, formula: 'always (enter(both.b.act) implies in(both.a.prepare))'", "broken", 4),
    ("kind: declare, template: chain_response, a: both.b.act, b: closed", "broken", 5),
    ("kind: pattern, pattern: universality, holds: {ready: 'no'}, before: both.b.act", "broken", None),
]

# Each review may find the concern once more: it can go on for ever, and hardly ever does.
# The concern may come back at the exit, after the decision that saw it gone.
ALMOST_SURELY: Final = """
attributes:
  concern: {values: [none, some]}
start: door
states:
  door:   {lane: team, then: review}
  review: {kind: panel, lane: mash, finds: concern, then: go_on}
  go_on:
    kind: decision
    lane: mash
    choose: [{when: {concern: none}, then: exit}, {otherwise: support}]
  support: {lane: team, then: review}
  exit:   {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
interrupts:
  comes_back: {during: [exit], set: {concern: some}, then: exit}
"""
ALMOST_SURELY_RULES: Final[list[Told]] = [
    ("kind: followed_by, state: support, by: exit", "holds", []),
    ("kind: always_through, state: exit, from: support", "holds", []),
    ("kind: can_always_end", "holds", []),
    ("kind: no_livelock", "holds", []),
    ("kind: no_livelock, forbids: loops", "broken", None),
    ("kind: at_most, state: review, times: 2", "broken", 8),
    ("kind: at_least, state: review, times: 2", "broken", ["door", "review", "go_on", "exit", "closed"]),
    ("kind: exactly, state: door, times: 1", "holds", []),
    ("kind: default_outcome, at: go_on, outcome: exit", "holds", []),  # nobody who ends goes without
    ("kind: default_outcome, at: go_on, outcome: closed", "holds", []),
    ("kind: repeats_until, state: review, until: {concern: none}, before: exit", "holds", []),
    ("kind: repeats_until, state: review, until: {concern: some}, before: exit", "broken", 4),
    ("kind: only_when, state: exit, when: {concern: none}", "broken", ["door", "review", "go_on", "exit", "exit"]),
    ("kind: kept, state: exit, when: {concern: none}", "broken", ["door", "review", "go_on", "exit", "exit"]),
    ("kind: kept, state: support, when: {concern: some}", "holds", []),
    ("kind: only_when, state: closed, when: {concern: none}", "broken", 6),
    ("kind: exclusive, states: [support, exit], from: review", "holds", []),  # counted anew from each review
    ("kind: exclusive, states: [support, exit]", "broken", 7),
    ("kind: never, state: review, after: review", "broken", 5),
    ("kind: never, state: door, after: door", "holds", []),  # after is strict
    ("kind: sampled, state: exit, of: concern", "holds", []),  # `some` gets there by the interrupt
    ("kind: sampled, state: support, of: concern", "broken", None),
    ("kind: indifferent_to, attribute: concern", "broken", None),
    ("kind: within, from: door, to: closed, within: 1 year", "broken", None),
    ("kind: declare, template: alternate_response, a: support, b: review", "holds", []),
    ("kind: declare, template: alternate_succession, a: review, b: support", "broken", None),
    ("kind: pattern, pattern: existence, state: support, after: door, before: exit", "broken", 4),
    ("kind: formula, formula: 'eventually in(exit)'", "holds", []),
    ("kind: formula, formula: 'always (concern = some implies eventually concern = none)'", "broken", 6),
]
# Three reviews of four find the concern again: four reviews on average, and everybody comes to the exit in the end.
STUDY: Final = """
pathways: {hand: hand}
arrivals: {hand: {rate: 30 per year}}
teams: {team: {staff: 1}, mash: {staff: 1}}
panels: {panel: {meets: first Wednesday, slots: 8}}
service_times: {"lane:team": {team: team, fixed: 2 hours}, hand.review: {panel: panel}}
findings: {hand.review: {concern: {none: 25%, some: 75%}}}
interrupts: {}
"""
FIGURES: Final[list[Told]] = [
    ("kind: share, of: exit, at_least: 100%", "holds", []),  # almost surely is all of them
    ("kind: share, of: support, at_most: 75%", "holds", []),
    ("kind: share, of: support, at_most: 74.9999999%", "broken", None),
    ("kind: share, of: exit, among: support, at_least: 100%", "holds", []),
    ("kind: share, of: exit, when: {concern: some}, at_most: 0%", "holds", []),  # the study has no interrupt
    ("kind: expected, visits: review, at_least: 4, at_most: 4", "holds", []),
    ("kind: expected, visits: support, at_least: 3, at_most: 3", "holds", []),
    ("kind: expected, visits: support, from: support, at_least: 4, at_most: 4", "holds", []),  # the first is one
    ("kind: expected, visits: review, at_most: 3.9999999", "broken", None),
]

# Consent is only ever found to be granted, so that the conditions about refusal can never be true; nothing sets `age`.
VACUOUS: Final = """
attributes:
  consent: {values: [granted, refused, unlikely]}
  age: {values: [child, adult]}
start: talk
states:
  talk: {lane: team, finds: {consent: [granted]}, then: route}
  route:
    kind: decision
    lane: team
    choose: [{when: {consent: refused}, then: pcm}, {when: {consent: granted}, then: channel}]
  pcm:     {lane: mash, tags: [safeguard], finds: {consent: [refused]}, then: done_with}
  channel: {lane: team, tags: [safeguard], then: done_with}
  attic:
    kind: parallel
    lane: team
    branches: {a: {one: {lane: team, then: done}}}
    then: done_with
  done_with: {kind: end, lane: team, outcome: closed}
"""
OTHER: Final = """
start: look
states:
  look: {lane: team, tags: [safeguard], then: over}
  over: {kind: end, lane: team, outcome: over}
"""
VACUOUS_RULES: Final[list[Told]] = [
    ("kind: only_when, state: pcm, when: {consent: refused}", "not applicable", []),
    ("kind: only_when, state: channel, when: {consent: [granted, refused]}", "holds", []),
    ("kind: only_when, state: channel, when: {age: child}", "broken", 3),  # never set is none of its values
    ("kind: only_when, state: channel, when: {not: {age: child}}", "holds", []),
    ("kind: only_when, state: channel, when: {nowhere: known}", "broken", 3),  # an attribute that is not there
    ("kind: never, state: pcm", "holds", []),
    ("kind: never, state: channel, when: {consent: refused}", "holds", []),
    ("kind: never, state: channel, after: pcm", "not applicable", []),
    ("kind: always_through, state: channel, to: pcm", "not applicable", []),
    ("kind: always_through, state: pcm, from: channel", "broken", 4),
    ("kind: always_through, state: pcm, when: {age: child}", "not applicable", []),
    ("kind: precedes, first: channel, then: pcm", "not applicable", []),
    ("kind: precedes, first: pcm, then: channel", "broken", 3),
    ("kind: followed_by, state: pcm, by: talk", "not applicable", []),
    ("kind: followed_by, state: talk, by: pcm, unless: {consent: granted}", "holds", []),
    ("kind: followed_by, state: talk, by: pcm, unless: {consent: refused}", "broken", 4),
    ("kind: at_most, state: pcm, times: 1", "not applicable", []),
    ("kind: at_most, state: channel, times: 0, when: {consent: refused}", "holds", []),
    ("kind: at_least, state: pcm, times: 1", "broken", 4),
    ("kind: exactly, state: pcm, times: 0", "holds", []),
    ("kind: exclusive, states: [channel, pcm]", "not applicable", []),
    ("kind: repeats_until, state: pcm, until: {consent: refused}", "not applicable", []),
    ("kind: kept, state: pcm, when: {consent: refused}", "not applicable", []),
    ("kind: kept, state: channel, when: {not: {consent: refused}}", "holds", []),
    ("kind: kept, state: talk, when: {not: {consent: granted}}", "holds", []),  # not asked yet
    ("kind: default_outcome, at: route, outcome: channel", "broken", None),  # there is no default
    ("kind: standing_option, state: pcm, to: channel", "not applicable", []),
    ("kind: standing_option, state: channel, to: done_with, when: {consent: refused}", "not applicable", []),
    ("kind: standing_option, state: talk, to: channel", "holds", []),  # by the decision that follows at once
    ("kind: standing_option, state: talk, to: [channel, pcm], each: 'true'", "broken", ["talk"]),
    ("kind: no_dead_end", "holds", []),  # what no branch covers never arrives
    ("kind: can_always_end", "holds", []),
    ("kind: joins_complete", "not applicable", []),  # no referral comes to the attic
    ("kind: separation_of_duties, first: talk, second: attic", "not applicable", []),
    ("kind: set_before_read, attributes: age", "not applicable", []),
    ("kind: set_before_read, attributes: consent", "holds", []),
    ("kind: sampled, state: channel, of: consent", "holds", []),  # what `pcm` would find is found by nobody
    ("kind: sampled, state: channel, of: consent, values: refused", "not applicable", []),
    ("kind: indifferent_to, attribute: consent", "not applicable", []),  # it never differs
    ("kind: within, from: pcm, to: done_with, within: 1 day", "not applicable", []),
    ("kind: reviewed_after, state: pcm, reviews: {channel: 6 months}", "not applicable", []),
    ("kind: declare, template: response, a: pcm, b: talk", "not applicable", []),
    ("kind: declare, template: not_co_existence, a: pcm, b: talk", "not applicable", []),
    ("kind: pattern, pattern: absence, state: channel, after: pcm", "not applicable", []),
    ("kind: pattern, pattern: response, state: channel, by: pcm, before: attic", "not applicable", []),
    ("kind: formula, formula: 'always (enter(pcm) implies consent = refused)'", "not applicable", []),
    ("kind: formula, formula: 'always (consent = refused implies enter(pcm))'", "not applicable", []),
    ("kind: never_reads, attributes: age", "holds", []),
    ("kind: never_reads, attributes: consent", "broken", []),  # written, even if it never makes a difference
    ("kind: ends_have_outcome, outcomes: [closed]", "holds", []),
    ("kind: every_lane_used", "holds", []),
    ("kind: counterpart, of: other, state: '#safeguard', counterparts: {look: channel}", "holds", []),
    ("kind: counterpart, of: other, state: '#safeguard', counterparts: {look: pcm}", "broken", []),  # nobody gets there
]

# A decision with a gap for what is unset, taken by a `not`; another is stuck with it; a third goes round in no time.
UNSET: Final = """
attributes:
  x: {values: ["yes", "no"]}
  y: {values: ["yes", "no"]}
start: [first, second, third]
states:
  first:
    kind: decision
    lane: team
    choose: [{when: {x: "yes"}, then: a}, {when: {not: {x: "yes"}}, then: b}]
  second: {lane: team, finds: y, then: stuck}
  stuck:
    kind: decision
    lane: mash
    choose: [{when: {y: "yes"}, then: x_known}, {otherwise: b}]
  x_known:
    kind: decision
    lane: mash
    choose: [{when: {x: "yes"}, then: a}, {when: {x: "no"}, then: b}]
  third: {kind: decision, lane: team, choose: [{when: {x: "no"}, then: b}, {otherwise: fourth}]}
  fourth: {kind: decision, lane: team, choose: [{otherwise: third}]}
  a: {lane: team, then: closed}
  b: {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
"""
UNSET_RULES: Final[list[Told]] = [
    ("kind: never, state: a", "holds", []),
    ("kind: only_when, state: b, when: {x: 'no'}", "broken", ["first", "b"]),
    ("kind: only_when, state: b, when: {not: {x: 'yes'}}", "holds", []),
    ("kind: only_when, state: b, when: {not: {not: {x: 'no'}}}", "broken", ["first", "b"]),
    ("kind: only_when, state: x_known, when: {x: 'yes'}", "not applicable", []),  # who comes there is never closed
    ("kind: never, state: x_known", "holds", []),
    ("kind: followed_by, state: third, by: b", "not applicable", []),
    ("kind: precedes, first: second, then: b", "broken", ["first", "b"]),
    ("kind: no_dead_end", "broken", ["second", "stuck", "x_known"]),
    ("kind: can_always_end", "broken", ["third"]),
    ("kind: no_livelock", "broken", ["third", "fourth", "third"]),
    ("kind: no_livelock, forbids: timeless_loops", "broken", ["third", "fourth", "third"]),
    ("kind: set_before_read, attributes: x", "broken", ["first"]),
    ("kind: set_before_read, attributes: x, at: x_known", "broken", ["second", "stuck", "x_known"]),
    ("kind: set_before_read, attributes: y", "holds", []),
    ("kind: set_before_read, attributes: y, unset: {y: 'no'}", "broken", ["second", "stuck"]),
    ("kind: standing_option, state: x_known, to: b", "broken", ["second", "stuck", "x_known"]),  # held up there
    ("kind: standing_option, state: third, to: b", "broken", ["third"]),  # a round that never ends
    ("kind: single_entry", "broken", 1),
    ("kind: single_entry, state: [first, second, third]", "broken", 1),
    ("kind: kept, state: b, when: {x: 'no'}", "broken", ["first", "b"]),
    ("kind: at_least, state: b, times: 1", "holds", []),  # of those that are closed
    ("kind: always_through, state: b", "holds", []),
    ("kind: sampled, state: b, of: y", "broken", None),  # who was found `yes` is stuck
    ("kind: indifferent_to, attribute: y", "broken", None),
    ("kind: default_outcome, at: stuck, outcome: b", "holds", []),
    ("kind: default_outcome, at: third, outcome: b", "broken", None),
    ("kind: never_reads, attributes: y", "broken", []),
]

# Nested branches, cut short by an interrupt of the outermost; entered again afterwards.
CUT_SHORT: Final = """
attributes:
  consent: {values: [granted, refused], starts: granted}
start: outer
states:
  outer:
    kind: parallel
    lane: team
    branches:
      a: {support: {lane: team, then: done}}
      b:
        plan: {lane: mash, then: inner}
        inner:
          kind: parallel
          lane: mash
          branches: {c: {x: {lane: mash, then: done}}, d: {y: {lane: team, then: done}}}
          then: done
    then: closed
  talk:  {lane: team, finds: consent, then: asked}
  asked: {kind: decision, lane: team, choose: [{when: {consent: granted}, then: outer}, {otherwise: off}]}
  off:    {kind: end, lane: team, outcome: off}
  closed: {kind: end, lane: team, outcome: closed}
interrupts:
  withdrawn: {during: [outer], set: {consent: refused}, then: talk}
  noise: {during: [outer.b.inner.c.x], then: outer.b.inner.c.x}
"""
CUT_SHORT_RULES: Final[list[Told]] = [
    ("kind: kept, state: outer, when: {consent: granted}", "holds", []),  # left in the move that sets it
    ("kind: kept, state: outer.b.inner, when: {consent: granted}", "holds", []),
    ("kind: kept, state: talk, when: {consent: granted}", "broken", ["outer", "talk"]),
    ("kind: joins_complete", "holds", []),
    ("kind: joins_complete, state: outer.b.inner", "holds", []),
    ("kind: always_through, state: outer.b.inner", "broken", ["outer", "talk", "asked", "off"]),
    ("kind: always_through, state: outer.b.inner, to: closed", "holds", []),
    ("kind: always_through, state: outer.b.inner.d.y, from: outer, to: closed", "holds", []),
    ("kind: precedes, first: outer.b.inner.c.x, then: closed", "holds", []),
    ("kind: precedes, first: outer.b.inner.c.x, then: outer.b.inner.d.y", "holds", []),  # in one move
    ("kind: at_most, state: outer.a.support, times: 1", "broken", ["outer", "talk", "asked", "outer"]),
    ("kind: at_most, state: 'kind:parallel', times: 2", "broken", 5),  # outer, inner, and outer again
    ("kind: at_most, state: outer.b.inner.c.x, times: 1", "broken", ["outer", "outer.b.inner", "outer.b.inner.c.x"]),
    ("kind: never, state: outer, after: talk", "broken", 4),
    ("kind: never, state: outer.b.inner.d.y, after: outer.b.inner.d.y", "broken", 6),
    ("kind: followed_by, state: outer, by: talk", "broken", 7),
    ("kind: followed_by, state: talk, by: [outer, off], at_once: 'true'", "holds", []),
    ("kind: followed_by, state: outer, by: closed, at_once: 'true'", "broken", ["outer", "talk"]),
    ("kind: standing_option, state: outer, to: talk", "holds", []),  # wherever its branches stand
    ("kind: standing_option, state: outer.b.inner, to: closed", "broken", ["outer", "outer.b.inner"]),
    ("kind: exclusive, states: [closed, off]", "holds", []),
    ("kind: exclusive, states: [outer.b.inner.c.x, outer.b.inner.d.y]", "broken", ["outer", "outer.b.inner"]),
    ("kind: can_always_end", "holds", []),
    ("kind: ends_have_outcome, outcomes: closed", "broken", ["outer", "talk", "asked", "off"]),
    ("kind: has_owner, fields: lane", "holds", []),
    ("kind: has_owner, fields: target", "broken", []),
    ("kind: roles_match, state: outer.b.plan, owner: mash", "holds", []),
    ("kind: roles_match, state: outer.b.inner.d.y, owner: mash", "broken", []),
    ("kind: default_outcome, at: asked, outcome: off", "holds", []),
    ("kind: separation_of_duties, first: outer.b, second: talk", "not applicable", []),
    ("kind: separation_of_duties, first: outer.b.inner, second: talk", "broken", 3),  # by `y`
    ("kind: separation_of_duties, first: outer.b.plan, second: talk", "holds", []),
    ("kind: repeats_until, state: outer, until: {consent: refused}", "broken", 7),
    ("kind: formula, formula: 'always (leave(outer.b.inner) implies (in(outer) or in(talk)))'", "holds", []),
    ("kind: formula, formula: 'always (event(join) implies enter(closed))'", "broken", 5),
    ("kind: formula, formula: 'always (event(withdrawn) implies weak next weak next consent = refused)'", "broken", 4),
]

# One piece twice, and by a dotted name from elsewhere; its end is another state for each use.
TWICE: Final = """
attributes: {answer: {values: ["yes", "no"]}}
start: one
states:
  one: {kind: use, pathway: piece, lane: team, tags: [asking], exits: {clear: two, unclear: again}}
  again: {lane: team, finds: answer, then: one.write}
  two: {kind: use, pathway: piece, lane: team, tags: [asking], exits: {clear: closed, unclear: one}}
  closed: {kind: end, lane: team, outcome: closed}
"""
PIECES: Final = {
    "piece": """
attributes: {answer: {values: ["yes", "no"]}}
start: ask
states:
  ask: {lane: mash, finds: answer, then: write}
  write: {lane: mash, then: seen}
  seen: {kind: decision, lane: mash, choose: [{when: {answer: "yes"}, then: clear}, {otherwise: unclear}]}
  clear: {kind: end, lane: mash, outcome: clear}
  unclear: {kind: end, lane: mash, outcome: unclear}
"""
}
TWICE_RULES: Final[list[Told]] = [
    ("kind: precedes, first: one, then: two", "holds", []),
    ("kind: at_most, state: 'pathway:piece', times: 1", "broken", ["one.ask", "one.write", "one.seen", "two.ask"]),
    ("kind: at_most, state: 'pathway:piece', times: 2", "broken", 7),
    ("kind: at_most, state: '#asking', times: 1", "broken", 4),
    ("kind: at_most, state: one, times: 1", "broken", ["one.ask", "one.write", "one.seen", "again", "one.write"]),
    ("kind: at_most, state: one.ask, times: 1", "broken", 7),  # only from the second use
    ("kind: always_through, state: one.ask, from: one, to: two", "broken", 7),  # it was entered again at `write`
    ("kind: always_through, state: one.write, from: one, to: two", "holds", []),
    ("kind: never, state: again, after: two", "broken", 10),
    ("kind: never, state: one, after: again", "broken", 5),
    ("kind: never, state: one.write, after: one.write", "broken", 5),
    ("kind: only_when, state: two, when: {answer: 'yes'}", "holds", []),
    ("kind: only_when, state: one, when: {answer: 'no'}", "broken", 1),
    ("kind: followed_by, state: again, by: one, at_once: 'true'", "holds", []),
    ("kind: followed_by, state: again, by: one.ask, at_once: 'true'", "broken", 5),
    ("kind: followed_by, state: one, by: two", "holds", []),
    ("kind: exclusive, states: [one, two]", "broken", 4),
    ("kind: can_always_end", "holds", []),
    ("kind: no_livelock", "holds", []),
    ("kind: no_livelock, forbids: loops", "broken", 5),  # write, seen, again, write, with an answer of no
    ("kind: no_dead_end", "holds", []),
    ("kind: kept, state: one, when: {not: {answer: 'no'}}", "broken", ["one.ask", "one.write"]),
    ("kind: kept, state: one.seen, when: {answer: 'yes'}", "not applicable", []),
    ("kind: separation_of_duties, first: one, second: two", "broken", 4),
    ("kind: sampled, state: two, of: answer", "broken", None),  # nobody with a no
    ("kind: sampled, state: again, of: answer, values: 'no'", "holds", []),
    ("kind: ends_have_outcome, outcomes: closed", "holds", []),  # an end of a piece is no end
    ("kind: formula, formula: 'always (in(two) implies not in(one))'", "holds", []),
    ("kind: declare, template: precedence, a: one, b: again", "holds", []),
]

# Time limits against standards and fixed waits; branches side by side; no time at all at the start.
RACES: Final = """
attributes: {urgent: {values: ["yes", "no"], from: arrival}}
start: sort
states:
  sort: {kind: decision, lane: team, choose: [{when: {urgent: "yes"}, then: call}, {otherwise: both}]}
  call: {lane: team, target: 5 days, after: {2 days: late}, then: both}
  late: {lane: mash, target: 1 day, then: both}
  both:
    kind: parallel
    lane: team
    branches:
      a: {read: {lane: team, target: 3 days, then: done}}
      b: {wait: {kind: wait, lane: mash, for: 2 days, then: write}, write: {lane: mash, target: 2 days, then: done}}
    then: panel
  panel: {kind: panel, lane: mash, target: 1 week, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
"""
RACES_RULES: Final[list[Told]] = [
    ("kind: within, from: call, to: both, within: 3 days", "holds", []),  # 2 by the limit and 1; not 5
    ("kind: within, from: call, to: both, within: 2 days", "broken", 4),
    ("kind: within, from: both, to: panel, within: 4 days", "holds", []),  # the longest branch, not the sum
    ("kind: within, from: both, to: panel, within: 3 days", "broken", None),
    ("kind: within, from: sort, to: both, within: 1 minute, when: {urgent: 'no'}", "holds", []),  # none at all
    ("kind: within, from: sort, to: panel, within: 7 days", "holds", []),
    ("kind: within, from: sort, to: panel, within: 6 days", "broken", None),
    ("kind: within, from: late, to: call, within: 1 day", "not applicable", []),
    ("kind: reviewed_after, state: both, reviews: {panel: 3 days}, tolerance: 1 day", "holds", []),  # 2 to 4
    ("kind: reviewed_after, state: both, reviews: {panel: 4 days}, tolerance: 1 day", "broken", None),  # too soon
    ("kind: reviewed_after, state: sort, reviews: {late: 2 days}, tolerance: 1 day", "broken", None),  # nor for all
    ("kind: single_entry, state: sort", "holds", []),
    ("kind: kept, state: sort, when: {urgent: 'yes'}", "not applicable", []),
    ("kind: always_through, state: sort", "holds", []),
    ("kind: standing_option, state: call, to: late", "holds", []),
    ("kind: standing_option, to: late", "broken", ["sort", "both"]),  # nobody rests at the first decision
    ("kind: indifferent_to, attribute: urgent", "broken", None),
    ("kind: default_outcome, at: sort, outcome: both", "holds", []),
    ("kind: default_outcome, at: sort, outcome: panel", "holds", []),
    ("kind: set_before_read, attributes: urgent", "holds", []),
    ("kind: precedes, first: both.b.write, then: panel", "holds", []),
    ("kind: every_lane_used", "holds", []),
    ("kind: never_reads, attributes: urgent", "broken", []),
    ("kind: meets_at_least, state: panel, every: 1 week", "holds", []),
    ("kind: meets_at_least, state: panel, every: 6 days", "broken", []),
]

# A counter that stops at the ends of its range: three rounds, and a way out that no number reaches.
COUNTED: Final = """
attributes:
  rounds: {range: [0, 3], starts: 0}
  calls:  {range: [0, 1], starts: 0}
start: visit
states:
  visit: {lane: team, add: {rounds: 1}, after: {1 week: {then: visit, add: {calls: 1}}}, then: enough}
  enough:
    kind: decision
    lane: mash
    choose: [{when: {rounds: {at_least: 3}}, then: closed}, {otherwise: visit}]
  closed: {kind: end, lane: team, outcome: closed}
"""
COUNTED_RULES: Final[list[Told]] = [
    ("kind: at_most, state: enough, times: 3", "holds", []),
    ("kind: exactly, state: enough, times: 3", "holds", []),
    ("kind: at_most, state: enough, times: 2", "broken", 6),
    ("kind: at_most, state: visit, times: 3", "broken", None),  # the time limit does not count as a round
    ("kind: at_least, state: visit, times: 3", "holds", []),
    ("kind: only_when, state: closed, when: {rounds: 3}", "holds", []),
    ("kind: only_when, state: visit, when: {calls: 0}", "broken", ["visit", "visit"]),
    ("kind: only_when, state: closed, when: {calls: {at_most: 0}}", "broken", 8),
    ("kind: kept, state: visit, when: {rounds: {at_most: 2}}", "holds", []),
    ("kind: never, state: enough, when: {rounds: 0}", "holds", []),
    ("kind: no_livelock", "holds", []),
    ("kind: no_livelock, forbids: loops", "broken", None),
    ("kind: repeats_until, state: visit, until: {rounds: 3}", "holds", []),
    ("kind: default_outcome, at: enough, outcome: visit", "holds", []),
    ("kind: formula, formula: 'always (rounds = 3 implies not in(visit))'", "holds", []),
    ("kind: declare, template: exactly, a: enough, times: 3", "holds", []),
    ("kind: pattern, pattern: bounded_existence, state: enough, times: 2", "broken", 6),
]

# Two decisions by default lead past the outcome, the one written first on the longer way.
TWO_DEFAULTS: Final = """
attributes: {x: {values: ["yes", "no"], from: arrival}}
start: [far, near]
states:
  far:  {lane: team, then: step}
  step: {lane: mash, then: first}
  first:  {kind: decision, lane: team, choose: [{when: {x: "yes"}, then: panel}, {otherwise: off}]}
  near: {lane: team, then: second}
  second: {kind: decision, lane: team, choose: [{when: {x: "yes"}, then: panel}, {otherwise: off}]}
  panel: {lane: team, then: closed}
  off:    {kind: end, lane: team, outcome: off}
  closed: {kind: end, lane: team, outcome: closed}
"""
TWO_DEFAULTS_RULES: Final[list[Told]] = [
    ("kind: default_outcome, at: [first, second], outcome: panel", "broken", ["near", "second", "off"]),
    ("kind: default_outcome, at: 'kind:decision', outcome: panel", "broken", ["near", "second", "off"]),
]

TRAPS: Final = {
    "cross waits": (CROSS_WAITS, CROSS_WAITS_RULES),
    "almost surely": (ALMOST_SURELY, ALMOST_SURELY_RULES),
    "almost surely, in figures": (ALMOST_SURELY, FIGURES),
    "vacuous": (VACUOUS, VACUOUS_RULES),
    "unset": (UNSET, UNSET_RULES),
    "cut short": (CUT_SHORT, CUT_SHORT_RULES),
    "twice": (TWICE, TWICE_RULES),
    "races": (RACES, RACES_RULES),
    "counted": (COUNTED, COUNTED_RULES),
    "two defaults": (TWO_DEFAULTS, TWO_DEFAULTS_RULES),
}


def decided(name: str, *rules: str) -> list[Verdict]:
    """The rules of one policy, on a trap's pathway."""
    body, told = TRAPS[name]
    pathway = compiled(body, pieces=PIECES if "kind: use" in body else None)
    lines = [f"id: r{number}, says: s, {rule}" for number, rule in enumerate(rules)]
    found = evidence(STUDY, body) if told is FIGURES else ()
    return check(pathway, [policy("\n".join(lines))], others=[compiled(OTHER, name="other")], evidence=found)


def agrees(verdict: Verdict, expected: list[str] | int | None) -> bool:
    steps = [step.state for step in verdict.counterexample]
    return expected is None or (len(steps) if isinstance(expected, int) else steps) == expected


@pytest.mark.parametrize("name", TRAPS)
def test_no_trap_is_walked_into(name: str) -> None:
    wrong = []
    for rule, expected, steps in TRAPS[name][1]:
        (verdict,) = decided(name, rule)
        if verdict.verdict != expected or not agrees(verdict, steps):
            states = [step.state for step in verdict.counterexample]
            wrong.append(f"{rule}: {verdict.verdict}, not {expected} {steps}; {len(states)} {states} {verdict.reason}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", TRAPS)
def test_rules_do_not_depend_on_those_beside_them(name: str) -> None:
    """What one rule keeps apart changes neither what another is told, nor how long its counterexample is."""
    rules = [rule for rule, *_ in TRAPS[name][1]]
    for rule, verdict in zip(rules, decided(name, *rules), strict=True):
        (alone,) = decided(name, rule)
        one, other = ((v.verdict, v.reason, len(v.counterexample), v.loop) for v in (alone, verdict))
        assert one == other, rule


def test_every_kind_has_at_least_two_traps() -> None:
    kinds = Counter(rule.split(",")[0].removeprefix("kind: ") for _, told in TRAPS.values() for rule, *_ in told)
    assert {kind: kinds[kind] for kind in BUILT_IN.by_id if kinds[kind] < 2} == {}
