"""Read off the pathways by eye. 'attic' is reached by nobody; 'plain' has no further tag."""

OTHERS = {
    "other": """
start: check
states:
  check: {lane: mash, tags: [safeguard, first_look], then: care}
  care: {lane: team, tags: [safeguard, social_care], then: plain}
  plain: {lane: team, tags: [safeguard], then: over}
  over: {kind: end, lane: team, outcome: over}
"""
}

PATHWAY = """
start: questions
states:
  questions: {lane: team, tags: [safeguard], then: worker}
  worker: {lane: team, tags: [safeguard, social_care, more], then: over}
  over: {kind: end, lane: team, outcome: over}
  attic: {lane: team, tags: [safeguard, first_look], then: over}
"""
SAME_NAME = PATHWAY.replace("  over:", "  plain: {lane: team, tags: [safeguard], then: over}\n  over:").replace(
    "more], then: over", "more], then: plain"
)
UNTAGGED = SAME_NAME.replace("plain: {lane: team, tags: [safeguard],", "plain: {lane: team,")
NO_WORKER = PATHWAY.replace(", social_care, more]", "]")
MAP = "of: other, state: '#safeguard', counterparts: "

CASES = [
    ("of: other, state: '#safeguard'", "broken", []),
    (MAP + "{check: questions, plain: questions}", "holds", []),
    (MAP + "{check: attic, plain: questions}", "broken", []),
    (MAP + "{check: questions}", "broken", []),
    (MAP + "{check: questions}, reasons: {plain: none is needed}", "holds", []),
    (MAP + "{check: questions, plain: questions}", "broken", [], NO_WORKER),
    (MAP + "{check: questions, care: worker, plain: questions}", "holds", []),
    (MAP + "{check: questions, care: nowhere, plain: questions}", "broken", []),
    (MAP + "{check: questions}", "holds", [], SAME_NAME),
    (MAP + "{check: questions}", "broken", [], UNTAGGED),
    (MAP + "{chek: questions, check: questions, plain: questions}", "broken", []),
    ("of: other, state: care", "broken", []),
    ("of: other, state: '#social_care'", "holds", []),
    ("of: other, state: '#nothing'", "not applicable", []),
    ("of: hand, state: '#safeguard'", "not applicable", []),
    ("of: elsewhere, state: '#safeguard'", "undecided", []),
]

FAULTS = [
    ("pathways.rules.kinds.counterpart", "further and further <= set(state.tags)", "further <= set(state.tags)"),
    (
        "pathways.rules.kinds.counterpart",
        "further and further <= set(state.tags)",
        "further and further >= set(state.tags)",
    ),
    ("pathways.rules.kinds.counterpart", "for state in own if state.name in reached]", "for state in own]"),
    ("pathways.rules.kinds.counterpart", "if state.name not in rule.reasons]", "]"),
    ("pathways.rules.kinds.counterpart", "    if strange:", "    if False:"),
    ("pathways.rules.kinds.counterpart", "if state.name == theirs.name]", "]"),
    ("pathways.rules.kinds.counterpart", "return same or [", "return ["),
]
