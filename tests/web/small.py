"""A short pathway with rules, and the workspace around it."""

from __future__ import annotations

from pathlib import Path

SMALL = """\
# Kept by hand.
pathway: help
title: Help desk   # as it says on the door
version: "1"
status: as-is
lanes: {desk: Desk, team: Team}
attributes:
  need: {values: [small, large]}
start: call
states:
  call:    {lane: desk, finds: need, target: 2 days, source: House rules, then: sort}
  sort:
    kind: decision
    lane: desk
    choose:
      - {when: {need: large}, then: visit}
      - {otherwise: closed}
  visit:   {lane: team, target: none, source: House rules, then: closed}
  closed:  {kind: end, lane: desk, outcome: helped}
"""
RULES = """\
policy: house
title: House rules
applies_to: [help]
rules:
  - id: H-1
    says: Everybody is visited
    kind: always_through
    state: visit
    hardness: ASSUMPTION
    source: House rules
  - id: H-2
    says: It can always end
    kind: can_always_end
    hardness: ASSUMPTION
    source: House rules
"""
STUDY = """\
study: waits
title: How long do people wait?
question: How long do people wait for a visit?
pathways: help
clock: {starts: 2024-01-01, warm_up: 4 weeks, length: 26 weeks}
replications: 20
seed: 7
arrivals:
  help: {rate: 200 per year, hardness: ASSUMPTION}
teams:
  team: {staff: 1, hardness: ASSUMPTION}
  desk: {staff: 1, hardness: ASSUMPTION}
service_times:
  help.call: {team: desk, fixed: 1 hour, hardness: ASSUMPTION}
  help.visit: {team: team, lognormal: {mean: 6 hours, cv: 1}, hardness: ASSUMPTION}
findings:
  help.call: {need: {small: 50%, large: 50%}, hardness: ASSUMPTION}
scenarios:
  two:
    teams.team.staff: 2
measures:
  - mean wait for help.visit
"""
# A piece, and the same pathway with it instead of a step; and rules about that.
PIECE = """\
pathway: visiting
title: Visiting
version: "1"
status: shared
lanes: {team: Team}
start: go
states:
  go:   {lane: team, tags: [seen], target: none, source: House rules, then: went}
  went: {kind: end, lane: team, outcome: done}
"""
USER = SMALL.replace("target: 2 days", "tags: [seen], target: 2 days").replace(
    "visit:   {lane: team, target: none, source: House rules, then: closed}",
    "visit:   {kind: use, pathway: visiting, lane: team, exits: {done: closed}}",
)
MORE = """\
  - {id: H-3, says: Whoever is large is seen, kind: followed_by, state: sort, by: "#seen", unless: {need: small},
     hardness: ASSUMPTION, source: House rules}
  - {id: H-4, says: Not everybody is visited, kind: share, of: visit, at_most: 60%, study: waits,
     hardness: ASSUMPTION, source: House rules}
"""


def small_workspace(folder: Path, pathway: str = SMALL, rules: str = RULES, study: str = STUDY) -> Path:
    (folder / "definitions" / "policies").mkdir(parents=True)
    (folder / "simulations").mkdir()
    (folder / "pyproject.toml").write_text('[tool.pathways]\nname = "Small"\n')
    (folder / "definitions" / "help.yaml").write_text(pathway)
    (folder / "definitions" / "policies" / "house.yaml").write_text(rules)
    (folder / "simulations" / "waits.yaml").write_text(study)
    return folder
