"""Words that try to become markup, script or an address in a drawing, and a workspace with one in each place."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from typing import Final

from tests.web.hostile import PATHWAY, POLICY, STUDY

# Each does what a browser or its driver sees: a dialog, a request, a change of title, a mark on the window.
_DOES: Final = ("window.hacked=1", "alert(1)", "fetch('http://evil.example/x')", "document.title='hacked'")
_SHAPES: Final = (
    "<script>{0}</script>",
    "</text><script>{0}</script><text>",
    "</title></svg><script>{0}</script><svg>",
    "]]></desc><script><![CDATA[{0}]]></script>",
    '<script xlink:href="data:text/javascript,{0}"/>',
    '"/><script>{0}</script><g x="',
    "' onload='{0}' x='",
    '" onload="{0}" x="',
    '" onclick="{0}" onfocus="{0}" autofocus="" tabindex="0',
    '<a xlink:href="javascript:{0}"><text>x</text></a>',
    '" xlink:href="javascript:{0}',
    '" href="jav&#x09;ascript:{0}',
    "JaVaScRiPt:{0}",
    " \tjavascript:{0}",
    "java\tscript:{0}",
    "&#106;avascript&colon;{0}",
    "vbscript:{0}",
    "data:text/html,<script>{0}</script>",
    "data:image/svg+xml,<svg onload='{0}'/>",
    '<image href="http://evil.example/x.png" onerror="{0}"/>',
    '<use href="data:image/svg+xml,&lt;svg id=x onload={0}/&gt;#x"/>',
    '<foreignObject><iframe srcdoc="&lt;script&gt;{0}&lt;/script&gt;"/></foreignObject>',
    '<animate attributeName="href" values="javascript:{0}" begin="0s" onbegin="{0}"/>',
    '<set attributeName="onmouseover" to="{0}"/><handler>{0}</handler>',
    "<style>@import url('http://evil.example/x');</style>{0}",
    'url(http://evil.example/x) "style="background:url(javascript:{0})',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;{0}',
    '<?xml-stylesheet href="http://evil.example/x.css"?>{0}',
    "--><script>{0}</script><!--",
    '", URL="javascript:{0}", image="/etc/passwd", shapefile="/etc/passwd", label=<<B>x</B>>, href="',
)
PAYLOADS: Final = tuple(shape.format(does) for shape, does in product(_SHAPES, _DOES))
# Where a link must never lead; the last ones are none once what nobody sees in them is taken out.
_SCHEMES: Final = (
    "javascript:alert(1)", "JAVASCRIPT:alert(1)", "vbscript:x", "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml;base64,PHN2Zy8+", "file:///etc/passwd", "blob:http://127.0.0.1/x", "about:blank",
    "view-source:x", "ws://evil.example", "chrome://settings", "ms-word:ofe|u|http://evil.example/x",
    "java\tscript:alert(1)", "java\nscript:alert(1)", "java\u200bscript:alert(1)", "\ufeffjavascript:alert(1)",
)  # fmt: skip
_AROUND: Final = (("", ""), (" ", ""), ("\t\n", "//"), ("\x00\x1f", "#x"), ("\u2028", ""), ("", "\n"))
ADDRESSES: Final = tuple(f"{before}{scheme}{after}" for scheme, (before, after) in product(_SCHEMES, _AROUND))
WHOLE: Final = """\
pathway: w{id}
title: {x}
version: {x}
status: proposed
lanes: {{desk: {x}, team: {x}}}
attributes:
  sector: {{title: {x}, values: [a, b], from: arrival}}
  need: {{title: {x}, values: [small, large]}}
start: first
states:
  first: {{lane: desk, title: {x}, then: {{then: all, title: {x}}}, after: {{3 days: {{then: inner, title: {x}}}}}}}
  all:
    kind: parallel
    lane: desk
    title: {x}
    branches: {{one: {{a: {{lane: desk, title: {x}, then: done}}}}, two: {{b: {{lane: team, title: {x}, then: done}}}}}}
    then: inner
  inner: {{kind: use, pathway: q{id}, lane: team, title: {x}, exits: {{helped: {{then: wait, title: {x}}}}}}}
  wait: {{kind: wait, lane: team, title: {x}, for: 6 months, then: board}}
  board: {{kind: panel, lane: team, title: {x}, then: over}}
  over: {{kind: end, lane: desk, title: {x}, outcome: helped}}
interrupts:
  stop: {{during: [wait], title: {x}, then: over}}
"""


def filled(template: str, id_: str, first: int) -> str:
    """A file with another payload in each of its places, from the one of that number on."""
    number = first

    def next_one(_: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return json.dumps(PAYLOADS[(number - 1) % len(PAYLOADS)])

    return re.sub("{x}", next_one, template.replace("{id}", id_)).replace("{{", "{").replace("}}", "}")


def drawn_workspace(folder: Path, firsts: range) -> Path:
    """For each number a pathway, one that uses one like it, a policy and a study; each place has the next payload."""
    piece = PATHWAY.partition("departures:")[0].replace("{id}", "q{id}", 1)
    (folder / "definitions" / "policies").mkdir(parents=True)
    (folder / "simulations").mkdir()
    (folder / "pyproject.toml").write_text('[tool.pathways]\nname = "Odd"\n')
    for first in firsts:
        id_ = f"p{first}"
        for path, template, start in (
            (f"definitions/{id_}.yaml", PATHWAY, 0),
            (f"definitions/q{id_}.yaml", piece, 20),
            (f"definitions/w{id_}.yaml", WHOLE, 40),
            (f"definitions/policies/rules_{id_}.yaml", POLICY, 60),
            (f"simulations/s-{id_}.yaml", STUDY, 70),
        ):
            (folder / path).write_text(filled(template, id_, first + start))
    return folder
