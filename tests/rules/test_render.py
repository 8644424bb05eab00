"""What `check` prints: golden text and the agreed JSON."""

from __future__ import annotations

import json

from pathways.rules import Checked, check, lint, render_text
from pathways.rules.formats import render_json
from tests.rules.build import compiled, policy

BODY = """
start: [front, side]
states:
  front: {lane: team, then: over}
  side: {lane: team, after: {2 days: parked}, then: over}
  parked: {lane: team, then: parked}
  over: {kind: end, lane: team, outcome: closed}
departures:
  - {rule: known, reason: There are two doors, source: Peer review}
  - {rule: stale, reason: It was so once}
"""
RULES = """
id: entry, says: One door, kind: single_entry
id: known, says: One door again, kind: single_entry
id: stale, says: Not both, kind: never, state: front, after: side
id: gone, says: No attic, kind: never, state: attic
id: fine, says: No way back, kind: never, state: side, after: front
"""


def checked() -> Checked:
    pathway = compiled(BODY)
    return Checked("hand", "hand.yaml", "f00d", tuple(lint(pathway)), tuple(check(pathway, [policy(RULES)])))


TRAP = "hand.yaml:10:30  'parked' has no way out, and it is not an end; a referral gets there by side > parked"
TEXT = f"""\
hand  (hand.yaml)
  5 rules: 1 broken, 1 stale departures, 1 departed, 1 hold, 1 not applicable; 1 error

  error: {TRAP}  [no-way-to-end]
    10 |   parked: {{lane: team, then: parked}}
       |                              ^^^^^^
      expected some way from every state to an end
      fix: lead one of these states on towards an end, or make it an end with an outcome

  x broken  entry: One door
      why: a referral can arrive at any of 2 doors: 'Front' and 'Side'
      1. A referral arrives at 'Side'.
      2. That is another door; there should be one door only.
      the last step is allowed by hand.yaml:9:3
      rule: PEER_REVIEW, test  [policies/p.yaml:4:10]

  x stale departure  stale: Not both
      why: the pathway is declared to break this rule, but it holds: take the departure out
      rule: PEER_REVIEW, test  [hand.yaml:14:12]

  ~ departed  known: One door again
      known departure: There are two doors (Peer review)

  + holds  fine: No way back

  o not applicable  gone: No attic
      why: nothing in this pathway is 'attic'
"""


def test_text_is_complete_in_plain_ascii() -> None:
    """Written out by hand; marks and words say everything, colour nothing."""
    text = render_text([checked()], unicode=False)
    assert text == TEXT
    assert text.isascii()


def test_marks_are_drawn_where_the_terminal_can() -> None:
    text = render_text([checked()])
    assert "✗ broken" in text
    assert "✓ holds" in text


def test_colour_changes_no_word() -> None:
    import re

    coloured = render_text([checked()], colour=True, unicode=False)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == TEXT


def test_brief_text_counts_what_asks_nothing_of_anybody() -> None:
    text = render_text([checked()], unicode=False, brief=True)
    assert "fine" not in text
    assert "gone" not in text
    assert "x broken  entry" in text
    assert "~ departed  known" in text


def test_steps_that_two_counterexamples_share_are_told_once() -> None:
    """Both rules are lost on the one way there is: in, then through the hall, to the cellar."""
    pathway = compiled(
        """
        start: front
        states:
          front: {kind: panel, lane: team, then: hall}
          hall: {kind: panel, lane: team, then: cellar}
          cellar: {lane: team, then: over}
          over: {kind: end, lane: team, outcome: closed}
        """
    )
    rules = """
    id: no-cellar, says: Stay up, kind: never, state: cellar
    id: attic-first, says: Look up first, kind: precedes, first: attic, then: cellar
    id: no-hall, says: Stay out, kind: never, state: hall
    """
    text = render_text([Checked("hand", "hand.yaml", "f00d", (), tuple(check(pathway, [policy(rules)])))])
    first, second, third = text.split("✗ broken")[1:]
    assert "3. The Team discusses it at 'Hall'" in first
    assert "Steps 1 to 3 as above, for no-cellar.\n      4. It comes to 'Cellar' before it has been at" in second
    assert "Steps 1 to 2 as above, for no-cellar.\n      3. It comes to 'Hall'" in third


def test_json_has_the_agreed_names() -> None:
    document = json.loads(render_json([checked()]))
    (pathway,) = document["pathways"]
    assert (pathway["id"], pathway["file"], pathway["fingerprint"]) == ("hand", "hand.yaml", "f00d")
    (finding,) = pathway["findings"]
    assert {"id", "severity", "message", "file", "line", "column"} <= set(finding)
    assert (finding["id"], finding["line"], finding["column"]) == ("no-way-to-end", 10, 30)
    first = pathway["verdicts"][0]
    assert (first["rule"], first["policy"], first["verdict"]) == ("entry", "p", "broken")
    (step,) = first["counterexample"]
    assert (step["state"], step["event"], step["values"]) == ("side", "arrive", {})
