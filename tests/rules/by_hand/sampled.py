"""Read off the pathways by eye: a threshold is found, and some referrals are drawn into a sample and checked."""

BODY = """
attributes:
  sector: {values: [education, police], from: arrival}
  threshold: {values: [none, s17, s47, never_found]}
  qa: {values: ["no", sampled], starts: "no"}
start: look
states:
  look: {lane: team, finds: {threshold: [none, s17, s47], qa: ["no", sampled]}, then: due}
  due: {kind: decision, lane: team, choose: [{when: {qa: sampled{{also}}}, then: check}, {otherwise: on}]}
  check: {lane: team, tags: [quality], then: {{after}}}
  on: {lane: team, then: over}
  over: {kind: end, lane: team, outcome: over}
  trap: {lane: team, then: trap}
"""


def pathway(also: str = "", after: str = "over") -> str:
    return BODY.replace("{{also}}", also).replace("{{after}}", after)


PATHWAY = pathway()
NOT_S47 = pathway(", threshold: [none, s17]")
ONLY_NONE = pathway(", threshold: none")
FORGOTTEN = PATHWAY.replace("  look: {lane: team,", "  look: {lane: team, set: {threshold: none},")
TRAPPED = pathway(after="trap")

# On the way to the check, somebody looks again: what is found there is what is checked.
AGAIN = ONLY_NONE.replace("then: check}", "then: again}").replace(
    "  check:", "  again: {lane: team, finds: {threshold: [s17, s47]}, then: check}\n  check:"
)

# In a branch that is done as soon as it has been found.
BRANCHES = """
attributes: {threshold: {values: [none, s17]}}
start: begin
states:
  begin: {lane: team, then: both}
  both:
    kind: parallel
    lane: team
    branches: {one: {look: {lane: team, finds: threshold, then: done}}, two: {work: {lane: team, then: done}}}
    then: check
  check: {lane: team, then: over}
  over: {kind: end, lane: team, outcome: over}
"""

CASES = [
    ("state: check, of: threshold", "holds", []),
    ("state: '#quality', of: threshold", "holds", []),
    ("state: check, of: threshold", "broken", ["look", "due"], NOT_S47),
    ("state: check, of: threshold, values: [none, s17]", "holds", [], NOT_S47),
    ("state: check, of: threshold", "broken", ["look", "due"], ONLY_NONE),
    ("state: check, of: threshold", "broken", [], FORGOTTEN),
    ("state: check, of: sector", "holds", []),
    ("state: due, of: threshold", "holds", []),
    ("state: on, of: qa", "broken", ["look", "due"]),
    ("state: nowhere, of: threshold", "broken", ["look", "due"]),
    ("state: trap, of: threshold", "broken", None),
    ("state: check, of: threshold", "broken", None, TRAPPED),
    ("state: check, of: faith", "not applicable", []),
    ("state: check, of: threshold, values: never_found", "not applicable", []),
    ("state: check, of: threshold", "broken", ["look", "due"], AGAIN),
    ("state: check, of: threshold, values: [s17, s47]", "holds", [], AGAIN),
    ("state: check, of: threshold", "holds", [], BRANCHES),
    ("state: nowhere, of: threshold, values: s17", "broken", ["begin", "both", "both.one.look"], BRANCHES),
]

FAULTS = [
    ("pathways.rules.kinds.sampled", "if space.can_end[index]", "if True"),
    (
        "pathways.rules.kinds.sampled",
        "places = set(state.members) | set(pathway.starts)",
        "places = set(pathway.starts)",
    ),
    ("pathways.rules.kinds.sampled", "rule.values is None or v in rule.values", "True"),
    ("pathways.rules.kinds.sampled", "if not unseen:", "if seen:"),
    (
        "pathways.rules.kinds.sampled",
        "if any(a == attribute for a, _ in found.finds):",
        "if False:",
    ),
    ("pathways.rules.kinds.sampled", "values.update(value for a", "values.update(0 for a"),
]
