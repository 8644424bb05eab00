"""Read off the pathways by eye. The counterexample is the first of the two referrals; see also test_kinds_graph."""

BODY = """
attributes:
  sector: {values: [education, police], from: arrival}
  area: {values: [north, south], from: arrival}
  concern: {values: [none, radicalisation]}
  urgency: {values: [low, high], starts: low}
start: begin
states:
  begin: {lane: team, finds: concern, then: triage}
  triage:
    kind: decision
    lane: team
    choose:
      {{first}}
      - {when: {concern: none}, then: closed}
      - {otherwise: work}
    order: matters
  work: {lane: team, then: later}
  later: {kind: decision, lane: team, choose: {{second}}}
  urgent: {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
  supported: {kind: end, lane: team, outcome: supported}
"""


def pathway(first: str = "", second: str = "[{otherwise: supported}]", rest: str = "") -> str:
    return BODY.replace("{{first}}", first).replace("{{second}}", second) + rest


PATHWAY = pathway()

READS = pathway("- {when: {sector: education, concern: none}, then: urgent}")

# A branch of its own that leads where the next one leads too.
NO_MATTER = pathway("- {when: {sector: education, concern: none}, then: closed}")

# By sector the urgency is set, which is read later; or is written down only.
VIA = pathway(
    "- {when: {sector: education, concern: radicalisation}, then: work, set: {urgency: high}}",
    "[{when: {urgency: high}, then: urgent}, {otherwise: supported}]",
)
WRITTEN = pathway("- {when: {sector: education, concern: radicalisation}, then: work, set: {urgency: high}}")

# An interrupt for some only; and one that is for all.
FOR_SOME = pathway(rest="interrupts: {call: {during: work, when: {sector: police}, then: urgent}}\n")
FOR_ALL = pathway(rest="interrupts: {call: {during: work, then: urgent}}\n")

# Not known on arrival, but found: what is found makes the difference, unless it is forgotten before it is read.
FOUND = READS.replace("police], from: arrival}", "police]}").replace("finds: concern,", "finds: [concern, sector],")
FORGOTTEN = FOUND.replace("sector], then: triage}", "sector], then: lose}").replace(
    "  triage:", "  lose: {lane: team, set: {sector: police}, then: triage}\n  triage:", 1
)

# A branch covers one sector only: the other is stuck.
STUCK = pathway(second="[{when: {sector: police}, then: supported}]")

# In one of two branches, and after a time limit.
BRANCHES = """
attributes:
  sector: {values: [education, police], from: arrival}
start: both
states:
  both:
    kind: parallel
    lane: team
    branches:
      one: {a: {kind: wait, lane: team, after: {2 days: sort}, then: done},
            sort: {kind: decision, lane: team, choose: [{when: {sector: police}, then: b}, {otherwise: done}]},
            b: {lane: team, then: done}}
      two: {c: {lane: team, then: done}}
    then: closed
  closed: {kind: end, lane: team, outcome: closed}
"""

# One value only: no two referrals differ.
ONE = PATHWAY.replace("[education, police]", "[education]").replace("sector: education", "area: north")

# Two attributes that make a difference only together.
TOGETHER = pathway("- {when: {any: [{sector: education, area: south}, {sector: police, area: north}]}, then: urgent}")

CASES = [
    ("attribute: sector", "holds", []),
    ("attribute: [sector, area]", "holds", []),
    ("attribute: concern", "broken", ["begin", "triage", "closed"]),
    ("attribute: urgency", "not applicable", []),
    ("attribute: faith", "not applicable", []),
    ("attribute: sector", "broken", ["begin", "triage", "urgent"], READS),
    ("attribute: area", "holds", [], READS),
    ("attribute: sector", "holds", [], NO_MATTER),
    ("attribute: sector", "broken", ["begin", "triage", "work", "later", "urgent"], VIA),
    ("attribute: sector", "holds", [], WRITTEN),
    ("attribute: sector, recorded: urgency", "broken", ["begin", "triage", "work"], WRITTEN),
    ("attribute: area, recorded: urgency", "holds", [], WRITTEN),
    ("attribute: sector", "broken", ["begin", "triage", "work", "urgent"], FOR_SOME),
    ("attribute: sector", "holds", [], FOR_ALL),
    ("attribute: sector", "holds", [], FORGOTTEN),
    ("attribute: sector", "broken", ["begin", "triage", "urgent"], FOUND),
    ("attribute: sector", "broken", ["begin", "triage", "work", "later", "supported"], STUCK),
    ("attribute: sector", "broken", ["both", "both.one.sort", "both.one.sort"], BRANCHES),
    ("attribute: sector", "not applicable", [], ONE),
    ("attribute: sector", "broken", ["begin", "triage", "closed"], TOGETHER),
    ("attribute: [sector, area]", "broken", ["begin", "triage", "closed"], TOGETHER),
]

FAULTS = [
    ("pathways.rules.twins", "if attribute not in self.attributes)", ")"),
    ("pathways.rules.twins", "if mine.keys() != theirs.keys():", "if False:"),
    ("pathways.rules.twins", "number if self.finds else number + 1", "number + 1"),
    ("pathways.rules.twins", "move.interrupt, found, target)", "found)"),
    ("pathways.rules.twins", "if self.differs(reached, other_reached):", "if reached != other_reached:"),
    ("pathways.rules.twins", "if self.differs(reached, other_reached):", "if False:"),
    (
        "pathways.rules.twins",
        "for other, other_reached in theirs[label]:",
        "for other, other_reached in theirs[label][:1]:",
    ),
    ("pathways.rules.twins", "& ~fields, [])", ", [])"),
    ("pathways.rules.kinds.indifferent_to", "reads = sum(1 << attribute for attribute in recorded)", "reads = 0"),
    ("pathways.rules.kinds.indifferent_to", "len(pathway.domains[attribute]) > 1", "True"),
]
