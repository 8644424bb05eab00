"""Labels that other people's programs stumble over, and pathways full of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from pathways.definition import link, parse_pathway
from pathways.definition.linked import LinkedPathway
from pathways.testing.written import to_document

NASTY = (
    '"quotes" \'and\' `ticks`', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', 'a & b &amp; &#60;',
    "=1+cmd|' /C calc'!A0", '\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627', '\u202eesrever\u202c',
    "w" * 200, "word " * 40, '\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467', 'two\nlines\r\nand\ta tab',
    '**bold** _it_ [link](javascript:alert(1))', '1. first', '- item', '# head', 'end', 'subgraph x', '%% note',
    '%%{init: {}}%%', '}}]])) --> n1', 'x"]; click n0 "javascript:alert(1)"', '---', '::: warn', '#quot; #35;',
    '$x^2$ \\frac{a}', '\\N \\l {a|b}', ']]> <![CDATA[', '-- > <!-- -->', '\x00\x07\x1b[31m', '\ufffe',
    '{{ jinja }} {% raw %}', 'a _x000D_ b', '%s %n {0}', ' ',
)  # fmt: skip

labels = st.one_of(st.sampled_from(NASTY), st.text(min_size=1, max_size=40)).filter(lambda text: text != "")


def pathway(texts: list[str]) -> LinkedPathway:
    """A small pathway with every kind of state, whose labels are these texts, in turn."""
    number = 0

    def text() -> str:
        nonlocal number
        number += 1
        return texts[number % len(texts)]

    states: dict[str, Any] = {
        "a": {"title": text(), "lane": "team", "finds": "risk", "note": text(), "source": text(),
              "then": {"then": "q", "title": text()}, "after": {"3 days": {"then": "both", "title": text()}}},
        "q": {"kind": "decision", "title": text(), "lane": "police", "choose": [
            {"when": {"risk": "low"}, "then": "both", "title": text()}, {"otherwise": "w", "title": text()}]},
        "w": {"kind": "wait", "title": text(), "lane": "team", "for": "6 months", "then": "p"},
        "p": {"kind": "panel", "title": text(), "lane": "police", "then": "both"},
        "both": {"kind": "parallel", "title": text(), "lane": "team", "branches": {
            "one": {"x": {"title": text(), "lane": "team", "then": "done"}},
            "two": {"y": {"title": text(), "lane": "police", "then": "done"}}}, "then": "closed"},
        "closed": {"kind": "end", "title": text(), "outcome": "closed", "lane": "team"},
    }  # fmt: skip
    plain = {
        "pathway": "odd", "title": text(), "version": text(), "status": "as-is", "note": text(),
        "lanes": {"team": text(), "police": text()},
        "attributes": {"risk": {"title": text(), "values": ["low", "high"], "starts": "low"}},
        "start": "a", "states": states,
        "interrupts": {"event": {"title": text(), "during": ["w"], "then": "closed"}},
    }  # fmt: skip
    definition = parse_pathway(to_document(plain, "odd.yaml"))
    return link(definition, {"odd": definition})
