"""Read off the pathway by eye: two ways from `split`, a loop back to `ask`, two branches side by side."""

PATHWAY = """
attributes:
  consent: {values: [not_sought, granted, refused], starts: not_sought}
  reviews: {range: [0, 3], starts: 0}
  reason:  {values: [risk, choice]}
start: ask
states:
  ask:   {lane: team, finds: {consent: [granted, refused]}, after: {3 days: late}, then: split}
  split:
    kind: decision
    lane: team
    choose:
      - {when: {consent: refused}, then: pcm}
      - {otherwise: both}
  pcm:   {lane: team, tags: [police], finds: reason, add: {reviews: 1}, then: closed}
  both:
    kind: parallel
    lane: team
    branches:
      one: {a: {lane: team, then: b}, b: {lane: mash, then: done}}
      two: {c: {kind: wait, lane: mash, then: done}}
    then: closed
  late:  {lane: team, then: ask}
  closed: {kind: end, lane: team, outcome: closed}
  attic: {lane: team, then: closed}
interrupts:
  withdrawn: {during: both, set: {consent: refused}, then: pcm}
"""

CASES = [
    # implications under always: kept, broken, and without an occasion
    ("formula: 'always (enter(pcm) implies consent = refused)'", "holds", []),
    ("formula: 'always (enter(closed) implies consent = refused)'", "broken", ["ask", "split", "both", "both.one.b",
                                                                              "both.one.b", "both.two.c", "closed"]),
    ("formula: 'always (enter(attic) implies consent = refused)'", "not applicable", []),
    ("formula: 'always (enter(gone) implies enter(closed))'", "not applicable", []),
    ("formula: 'never enter(gone)'", "not applicable", []),
    ("formula: 'never enter(attic)'", "holds", []),
    ("formula: 'eventually enter(gone)'", "broken", ["ask", "split", "pcm", "closed"]),
    # only one of two parts has an occasion
    ("formula: 'always (enter(pcm) implies consent = refused) and always (enter(attic) implies true)'",
     "not applicable", []),
    ("formula: 'always (enter(pcm) implies consent = granted) and always (enter(attic) implies enter(pcm))'",
     "broken", ["ask", "split", "pcm"]),
    ("formula: 'always (enter(pcm) implies consent = granted) and always (enter(gone) implies enter(pcm))'",
     "broken", ["ask", "split", "pcm"]),
    ("formula: 'always (enter(pcm) implies consent = refused) and always (enter(gone) implies enter(pcm))'",
     "not applicable", []),
    # a condition within a demand
    ("formula: 'always (enter(pcm) implies (consent = granted implies eventually enter(closed)))'",
     "not applicable", []),
    ("formula: 'always (enter(ask) implies always (enter(attic) implies eventually enter(closed)))'",
     "not applicable", []),
    ("formula: 'always (enter(ask) implies (event(arrive) implies eventually enter(closed)))'", "holds", []),
    ("formula: 'always (enter(pcm) implies (consent = refused and (consent = granted implies reason known)))'",
     "not applicable", []),
    # one of two alternatives never comes about: no reason for alarm
    ("formula: 'always (enter(late) implies eventually (enter(ask) or enter(attic)))'", "holds", []),
    # said of nothing
    ("formula: 'enter(pcm) or not enter(pcm)'", "not applicable", []),
    # the first and the last step
    ("formula: 'enter(ask) and event(arrive)'", "holds", []),
    ("formula: 'next enter(split)'", "broken", ["ask", "late"]),
    ("formula: 'always (enter(closed) implies weak next false)'", "holds", []),
    ("formula: 'always (enter(closed) implies next true)'", "broken", ["ask", "split", "pcm", "closed"]),
    ("formula: 'eventually (enter(closed) and weak next false)'", "holds", []),
    # a negation inside until, strong and weak
    ("formula: '(not enter(closed)) until enter(split)'", "holds", []),
    ("formula: '(not enter(late)) until enter(pcm)'", "broken", ["ask", "late"]),
    ("formula: '(not enter(closed)) until enter(pcm)'", "broken",
     ["ask", "split", "both", "both.one.b", "both.one.b", "both.two.c", "closed"]),
    ("formula: '(not enter(b)) weak until enter(a)'", "not applicable", []),  # names of branches are in full
    ("formula: '(not enter(attic)) weak until enter(pcm)'", "not applicable", []),
    ("formula: 'not (enter(split) release (not enter(pcm)))'", "broken", ["ask", "split"]),
    ("formula: '(not enter(both.one.b)) weak until leave(both.one.a)'", "holds", []),
    # states entered again
    ("formula: 'always (enter(ask) implies (not (next eventually enter(ask))))'", "broken", ["ask", "late", "ask"]),
    ("formula: 'always (enter(late) implies next ((not enter(late)) until enter(ask)))'", "holds", []),
    # branches side by side, in either order
    ("formula: '(not leave(both.two.c)) weak until leave(both.one.b)'", "broken",
     ["ask", "split", "both", "both.two.c"]),
    ("formula: 'always (in(both.one.a) implies in(both))'", "holds", []),
    ("formula: 'always (enter(both) implies (enter(both.one.a) and enter(both.two.c)))'", "holds", []),
    ("formula: 'always (leave(both.one.b) implies in(both))'", "holds", []),  # the join is a step of its own
    ("formula: 'always (leave(both.one.b) implies next in(both))'", "broken",
     ["ask", "split", "both", "both.one.b", "both.one.b", "pcm"]),  # withdrawn
    ("formula: 'always (event(join) implies enter(closed))'", "holds", []),
    ("formula: 'always (leave(both) implies event(join))'", "broken", ["ask", "split", "both", "pcm"]),
    ("formula: 'always (event(withdrawn) implies leave(both))'", "holds", []),
    ("formula: 'always (event(timeout) implies enter(late))'", "holds", []),
    # values, bounds, and what is not known
    ("formula: 'always (leave(#police) implies reviews >= 1)'", "holds", []),
    ("formula: 'always (in(#police) implies reviews = 0)'", "holds", []),  # added on the way out
    ("formula: 'always (leave(#police) implies reviews > 1)'", "broken", ["ask", "split", "pcm", "closed"]),
    ("formula: 'always (reviews <= 1)'", "holds", []),
    ("formula: 'always (leave(pcm) implies reason known)'", "holds", []),
    ("formula: 'always (enter(closed) implies reason known)'", "broken", ["ask", "split", "both", "both.one.b",
                                                                         "both.one.b", "both.two.c", "closed"]),
    ("formula: 'always (reason != risk)'", "broken", ["ask", "split", "pcm", "closed"]),
    # an attribute that the pathway does not have is never set
    ("formula: 'always (enter(pcm) implies age = child)'", "broken", ["ask", "split", "pcm"]),
    ("formula: 'always (age = child implies never enter(pcm))'", "not applicable", []),
    ("formula: 'never (enter(pcm) and age = child)'", "not applicable", []),
]  # fmt: skip

FAULTS = [
    ("pathways.rules.ltlf.obligations", 'due(parts[0], strong=False)', 'due(parts[0], strong=True)'),
    ("pathways.rules.ltlf.obligations", 'not any(obligation & 1 for', 'not any(True for'),
    ("pathways.rules.ltlf.obligations", "letter), freed)", "letter), ANYTHING)"),
    ("pathways.rules.ltlf.normal", 'strong = (operator == "next") is positive', 'strong = operator == "next"'),
    ("pathways.rules.ltlf.normal", '"release": "until"}', '"release": "release"}'),
    ("pathways.rules.ltlf.formula", 'else Unary("not", left)', "else formula"),
    ("pathways.rules.ltlf.formula", "if makes_more else", "if False else"),
    ("pathways.rules.ltlf.formula", "return FALSE if asserted else formula", "return formula"),
    ("pathways.rules.ltlf.linking", "name not in pathway.linked.attributes", "False"),
    ("pathways.rules.ltlf.question", "linked.plain == TRUE", "False"),
    ("pathways.rules.ltlf.parser", '{">": 1, "<": -1}.get(sign, 0)', '{">": 1, "<": -1}.get(sign[0], 0)'),
]  # fmt: skip
