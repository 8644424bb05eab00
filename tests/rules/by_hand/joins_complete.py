"""Read off the pathways by eye."""

BRANCHES = """
attributes:
  advice: {{values: [go, stop]}}
  seen: {{values: ["no", "yes"], starts: "no"}}
start: begin
states:
  begin: {{lane: team, then: both}}
  both:
    kind: parallel
    lane: team
    branches:
      one: {one}
      two: {two}
    then: over
  over: {{kind: end, lane: team, outcome: over}}
  gone: {{kind: end, lane: team, outcome: gone}}
{rest}"""


def branches(one: str, two: str, rest: str = "") -> str:
    return BRANCHES.format(one=one, two=two, rest=rest)


WORK = "{work: {lane: team, then: done}}"
PATHWAY = branches("{look: {lane: team, finds: advice, then: done}}", WORK)

# Round until the advice is 'go', which may be found each time.
AGAIN = branches(
    "{look: {lane: team, finds: advice, then: sort}, "
    "sort: {kind: decision, lane: team, choose: [{when: {advice: go}, then: done}, {otherwise: look}]}}",
    WORK,
)

# Who was told to stop is not asked again.
WAITS = branches(
    "{look: {lane: team, finds: advice, then: sort}, "
    "sort: {kind: decision, lane: team, choose: [{when: {advice: go}, then: done}, {otherwise: wait}]}, "
    "wait: {kind: wait, lane: team, then: sort}}",
    WORK,
)

# The same, but an interrupt of the whole takes the referral away: the branches can still not be finished.
TAKEN_AWAY = WAITS + "interrupts: {called_off: {during: both, then: gone}}\n"

# Cross wait: the first branch waits to be seen by the second, which sees it always, once or never.
SEES = branches(
    "{wait: {kind: wait, lane: team, then: sort}, "
    "sort: {kind: decision, lane: team, choose: [{when: {seen: 'yes'}, then: done}, {otherwise: wait}]}}",
    "{work: {lane: team, set: {seen: 'yes'}, then: done}}",
)
NEVER_SEES = SEES.replace("set: {seen: 'yes'}, ", "")
MAY_NOT_SEE = SEES.replace("set: {seen: 'yes'}, then: done", "set: {seen: 'yes'}, after: {2 days: done}, then: done")

# Only an interrupt ends the watch.
WATCH = branches(
    "{watch: {kind: wait, lane: team, then: watch}, report: {lane: team, then: done}}",
    WORK,
    "interrupts: {seen_enough: {during: both.one.watch, then: both.one.report}}\n",
)

INNER = branches(
    "{inner: {kind: parallel, lane: team, branches: "
    "{a: {x: {lane: team, then: done}}, b: {y: {kind: wait, lane: team, then: y}}}, then: done}}",
    WORK,
)

CASES = [
    ("", "holds", []),
    ("", "holds", [], AGAIN),
    ("", "broken", ["begin", "both", "both.one.sort"], WAITS),
    ("", "broken", ["begin", "both", "both.one.sort"], TAKEN_AWAY),
    ("", "holds", [], SEES),
    ("", "broken", ["begin", "both"], NEVER_SEES),
    ("", "broken", ["begin", "both", "both.two.work"], MAY_NOT_SEE),
    ("", "broken", ["begin", "both"], WATCH),
    ("state: both.one.inner", "broken", ["begin", "both"], INNER),
    ("state: begin", "not applicable", []),
    ("state: both", "broken", ["begin", "both"], INNER),
    ("", "not applicable", [], "start: a\nstates:\n  a: {lane: team, then: b}\n  b: {kind: end, outcome: b}\n"),
    ("", "not applicable", [], PATHWAY.replace("then: both}", "then: over}")),
]

FAULTS = [
    ("pathways.rules.kinds.joins_complete", "is not MoveKind.INTERRUPT", "is not MoveKind.TIMEOUT"),
    ("pathways.rules.kinds.joins_complete", "move.kind is MoveKind.JOIN and move.state == parallel", "True"),
    ("pathways.rules.kinds.joins_complete", "if not joined[index]), None)", "if joined[index]), None)"),
    ("pathways.rules.kinds.joins_complete", "in space.visited]", "in space.visited or True]"),
    ("pathways.rules.kinds.joins_complete", "move.kind is MoveKind.JOIN and move.state == parallel", "False"),
    ("pathways.rules.kinds.joins_complete", "again = True\n    return", "again = False\n    return"),
]
