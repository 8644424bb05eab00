"""Probabilities worked out by hand: products along the ways, summed.

Of all referrals half are police's. The police door finds radicalisation in 1/4, the school's in 1/2, so that
assess finds it in 3/8 of all. Of those 1/5 refuse (pcm), 4/5 come to the panel, which defers 3/8 of the time.
A deferred case comes back until it is decided, so all 4/5 are decided in the end.
"""

from tests.rules.build import evidence

PATHWAY = """
attributes:
  sector:  {values: [police, school], from: arrival}
  concern: {values: [none, radicalisation]}
  consent: {values: [granted, refused], starts: granted}
  view:    {values: [adopt, defer]}
  reason:  {values: [risk, other]}
start: [door, back]
states:
  door:   {lane: team, then: assess}
  back:   {lane: team, then: assess}
  assess: {lane: team, finds: concern, then: triage}
  triage:
    kind: decision
    lane: team
    choose:
      - {when: {concern: none}, then: closed}
      - {otherwise: talk}
  talk:   {lane: team, finds: consent, then: route}
  route:
    kind: decision
    lane: team
    choose:
      - {when: {consent: refused}, then: pcm}
      - {otherwise: panel}
  panel:  {kind: panel, lane: team, finds: view, then: decided}
  decided:
    kind: decision
    lane: team
    choose:
      - {when: {view: defer}, then: more}
      - {otherwise: checks}
  more:   {lane: team, then: panel}
  checks:
    kind: parallel
    lane: team
    branches:
      a: {ask: {lane: team, after: {10 working days: done}, then: done}}
      b:
        look: {lane: mash, finds: reason, then: by_reason}
        by_reason: {kind: decision, lane: mash, choose: [{when: {reason: risk}, then: deep}, {otherwise: done}]}
        deep: {lane: mash, then: done}
    then: support
  support: {kind: wait, lane: team, after: {4 weeks: late}, then: supported}
  late:    {lane: team, then: supported}
  pcm:     {lane: team, then: managed}
  attic:   {lane: team, then: attic_end}
  closed:    {kind: end, lane: team, outcome: closed_nfa}
  supported: {kind: end, lane: team, outcome: supported}
  managed:   {kind: end, lane: team, outcome: risk_managed}
  attic_end: {kind: end, lane: team, outcome: attic}
interrupts:
  moves_away: {during: [pcm], then: closed}
"""

STUDY = """
pathways: {hand: hand}
arrivals:
  police: {pathway: hand, rate: 30 per year, starts: {door: 1}, attributes: {sector: {police: 1}}}
  school: {pathway: hand, rate: 30 per year, starts: {door: 0.75, back: 0.25}, attributes: {sector: {school: 1}}}
teams: {team: {staff: 1}, mash: {staff: 1}}
panels: {panel: {meets: first Wednesday, slots: 8}}
service_times:
  "lane:team": {team: team, fixed: 2 hours}
  "lane:mash": {team: mash, fixed: 2 hours}
  hand.checks.a.ask: {lognormal: {mean: 9 working days, cv: 1}}
  hand.support: {exponential: {mean: 4 weeks}}
  hand.panel: {panel: panel}
findings:
  hand.assess:
    concern:
      - {when: {sector: police}, shares: {none: 75%, radicalisation: 25%}}
      - {otherwise: {none: 50%, radicalisation: 50%}}
  hand.talk: {consent: {granted: 80%, refused: 20%}}
  hand.panel: {view: {adopt: 62.5%, defer: 37.5%}}
  hand.checks.b.look: {reason: {risk: 60%, other: 40%}}
interrupts: {}
"""

EVIDENCE = evidence(STUDY, PATHWAY)
RED = "when: {consent: refused}"

CASES = [
    # 3/8 * 1/5 = 7.5 % of all, 20 % of those who talk
    ("of: pcm, at_most: 7.5%", "holds", []),
    ("of: pcm, at_most: 7.4999999999%", "broken", ["door", "assess", "triage", "talk", "route", "pcm"]),
    ("of: pcm, at_least: 7.5%", "holds", []),
    ("of: pcm, at_least: 7.5000000001%", "broken", ["door", "assess", "triage", "closed"]),
    ("of: pcm, among: talk, at_most: 20%, at_least: 20%", "holds", []),
    ("of: pcm, among: talk, at_most: 19%", "broken", None),
    ("of: talk, among: pcm, at_least: 100%", "holds", []),
    (f"of: pcm, at_least: 7.5%, {RED}", "holds", []),
    ("of: pcm, at_most: 0%, when: {consent: granted}", "holds", []),
    # a loop that is left almost surely, and branches side by side with a time limit that makes no difference
    ("of: 'outcome:supported', among: panel, at_least: 100%", "holds", []),
    ("of: checks, at_least: 30%, at_most: 30%", "holds", []),
    ("of: more, among: panel, at_least: 37.5%, at_most: 37.5%", "holds", []),
    ("of: more, among: panel, at_most: 37%", "broken", None),
    ("of: checks.b.deep, among: checks, at_least: 60%, at_most: 60%", "holds", []),
    # a limit that strikes: exp(-1) = 36.8 % of waits last longer than four weeks
    ("of: late, among: support, at_most: 36.8%", "holds", []),
    ("of: late, among: support, at_most: 36.7%", "broken", None),
    ("of: late, among: support, at_least: 36.78794%, at_most: 36.78795%", "holds", []),
    # nobody gets there
    ("of: pcm, among: attic, at_most: 1%", "not applicable", []),
    ("of: attic, at_most: 0%", "holds", []),
    ("of: nowhere, at_most: 1%", "not applicable", []),
    # no such study
    ("of: pcm, at_most: 1%, study: other", "undecided", []),
    ("of: pcm, at_most: 1%, scenario: other", "undecided", []),
    # by an attribute that is known, or not
    ("by: sector", "holds", []),
    ("of: pcm, by: consent, at_most: 8%", "holds", []),
    ("of: pcm, by: consent, at_most: 7%", "broken", None),
    ("by: concern", "broken", ["door"]),
    ("of: talk, by: concern", "holds", []),
    ("of: panel, by: view", "broken", ["door", "assess", "triage", "talk", "route", "panel"]),
    ("of: panel, by: colour", "broken", ["door", "assess", "triage", "talk", "route", "panel"]),
    ("of: attic, by: consent", "not applicable", []),
]

FAULTS = [
    ("pathways.rules.ratio", "above(at_most) > 0", "above(at_most) >= 0"),
    ("pathways.rules.ratio", "[one, -bound, *nothing]", "[one, bound, *nothing]"),
    ("pathways.rules.ratio", "True if below(at_most) < 0 else None", "None"),
    ("pathways.rules.chain", "stream.weight / total * share * chance", "stream.weight / total * chance"),
    ("pathways.rules.chain", "cases = drawn\n        found", "found"),
    ("pathways.rules.chain", "max((least - struck) / (1 - struck), Fraction(0))", "Fraction(0)"),
    ("pathways.rules.evidence", "when is None or when.at(values)", "when is None"),
    ("pathways.rules.solving", "own[node] -= row.pop(node, 0)", "row.pop(node, 0)"),
    (
        "pathways.rules.kinds.share",
        "if way is not None:\n                return _unrecorded",
        "if way is None:\n                return _unrecorded",
    ),
]
