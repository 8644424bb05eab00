"""Each kind of rule on pathways small enough to see the answer: kept, broken, and never an occasion."""

from __future__ import annotations

import pytest

from pathways.rules import Verdict, check, explain_counterexample
from pathways.rules.kinds import KINDS
from tests.rules.build import TWO_DOORS, compiled, policy


def ask(rule: str, body: str = TWO_DOORS) -> Verdict:
    (verdict,) = check(compiled(body), [policy(f"id: r, says: s, {rule}")])
    return verdict


def states(verdict: Verdict) -> list[str]:
    return [step.state for step in verdict.counterexample]


def test_entering_a_used_piece_is_coming_from_outside_it() -> None:
    """Inside the piece the referral goes from 'one' to 'two': that enters the piece once, not twice."""
    body = """
    start: first
    states:
      first: {lane: team, then: help}
      help: {kind: use, pathway: piece, exits: {ok: last, again: first}}
      last: {kind: end, lane: team, outcome: closed}
    """
    piece = """
    attributes: {well: {values: [good, bad]}}
    start: one
    states:
      one: {lane: team, finds: well, then: two}
      two:
        kind: decision
        lane: team
        choose: [{when: {well: good}, then: ok}, {otherwise: again}]
      ok: {kind: end, lane: team, outcome: ok}
      again: {kind: end, lane: team, outcome: again}
    """
    pathway = compiled(body, pieces={"piece": piece})
    rules = """
    id: a, says: s, kind: never, state: help, after: help.one
    id: b, says: s, kind: never, state: help.two, after: help
    id: c, says: s, kind: never, state: 'pathway:piece', after: help.two
    """
    a, b, c = check(pathway, [policy(rules)])
    assert states(a) == ["first", "help.one", "help.two", "first", "help.one"]
    assert states(b) == ["first", "help.one", "help.two"]
    assert states(c) == states(a)


def test_trap_is_found_only_with_values_in_mind() -> None:
    """Every state has arrows to the end, but 'no' is never asked about again: 'wait_for' goes round for ever."""
    body = """
    attributes: {answer: {values: [yes_, no_]}}
    start: ask
    states:
      ask: {lane: team, finds: answer, then: wait_for}
      wait_for: {kind: wait, lane: team, then: sort}
      sort:
        kind: decision
        lane: team
        choose: [{when: {answer: yes_}, then: over}, {otherwise: wait_for}]
      over: {kind: end, lane: team, outcome: over}
    """
    verdict = ask("kind: can_always_end", body)
    assert verdict.verdict == "broken"
    assert states(verdict) == ["ask", "wait_for"]
    assert dict(verdict.counterexample[1].values) == {"answer": "no_"}


def test_rules_about_traces_leave_out_traces_that_can_never_be_complete() -> None:
    """'bad' is entered only where the referral is lost for ever, so no complete trace has it."""
    body = """
    start: a
    states:
      a: {lane: team, finds: way, then: b}
      b:
        kind: decision
        lane: team
        choose: [{when: {way: left}, then: over}, {otherwise: bad}]
      bad: {lane: team, then: bad}
      over: {kind: end, lane: team, outcome: over}
    attributes: {way: {values: [left, right]}}
    """
    assert ask("kind: never, state: bad", body).verdict == "holds"
    verdict = ask("kind: precedes, first: b, then: bad", body)
    assert verdict.verdict == "not applicable"
    assert verdict.reason == "no referral ever enters 'bad' and can still be closed"


def test_a_nearer_offence_that_can_never_be_complete_is_no_counterexample() -> None:
    """'left' comes to 'bad' one step sooner, but never gets away from it again."""
    body = """
    attributes: {way: {values: [left, right]}}
    start: a
    states:
      a: {lane: team, finds: way, then: b}
      b:
        kind: decision
        lane: team
        choose: [{when: {way: left}, then: bad}, {otherwise: c}]
      c: {lane: team, then: bad}
      bad: {lane: team, then: d}
      d:
        kind: decision
        lane: team
        choose: [{when: {way: left}, then: bad}, {otherwise: over}]
      over: {kind: end, lane: team, outcome: over}
    """
    assert states(ask("kind: never, state: bad", body)) == ["a", "b", "c", "bad"]


def test_a_door_of_its_own_is_the_single_entry() -> None:
    body = "start: a\nstates:\n  a: {lane: team, then: b}\n  b: {kind: end, lane: team, outcome: b}\n"
    assert ask("kind: single_entry, state: a", body).verdict == "holds"
    assert ask("kind: single_entry", body).verdict == "holds"
    verdict = ask("kind: single_entry, state: b", body)
    assert (verdict.verdict, verdict.reason) == ("broken", "the one door is 'A', not 'B'")


def test_default_that_exceptions_swallow_is_broken() -> None:
    body = """
    attributes: {consent: {values: [granted, refused]}}
    start: a
    states:
      a: {lane: team, finds: consent, then: d}
      d:
        kind: decision
        lane: team
        choose:
          - {when: {consent: granted}, then: b}
          - {when: {consent: refused}, then: c}
          - {otherwise: b}
      b: {kind: end, lane: team, outcome: b}
      c: {kind: end, lane: team, outcome: c}
    """
    verdict = ask("kind: default_outcome, at: d, outcome: b", body)
    assert verdict.verdict == "broken"
    assert verdict.reason == (
        "the default of 'd' is never taken: an exception always applies (consent is granted; consent is refused)"
    )
    without = body.replace("          - {otherwise: b}\n", "")
    assert ask("kind: default_outcome, at: d, outcome: b", without).reason == (
        "the decision 'd' has no 'otherwise', so nothing is its default"
    )


def test_what_this_pathway_lacks_breaks_a_duty_and_removes_an_occasion() -> None:
    assert ask("kind: always_through, state: nowhere").verdict == "broken"
    assert ask("kind: followed_by, state: assess, by: nowhere").verdict == "broken"
    assert ask("kind: precedes, first: nowhere, then: assess").verdict == "broken"
    gone = ask("kind: only_when, state: nowhere, when: {consent: granted}")
    assert (gone.verdict, gone.reason) == ("not applicable", "nothing in this pathway is 'nowhere'")


def test_an_attribute_that_this_pathway_lacks_is_never_set() -> None:
    assert ask("kind: only_when, state: pcm, when: {risk: high}").verdict == "broken"
    assert ask("kind: never, state: pcm, when: {risk: high}").verdict == "holds"


GOLDEN = [
    (
        "kind: only_when, state: pcm, when: {concern: none}",
        "1. A referral arrives at 'Notice a concern'.\n"
        "2. 'Notice a concern' and 'Mash' are done; it goes on to 'Assess'.\n"
        "3. 'Assess' is done by Team, finding that concern is radicalisation; it goes on to 'Talk'.\n"
        "4. 'Talk' is done by Team, finding that consent is refused; it goes on to 'Route'.\n"
        "5. At 'Route', because consent is refused, it goes on to 'Pcm'.\n"
        "6. It comes to 'Pcm' although concern is radicalisation; the rule allows it only when concern is none.",
    ),
    (
        "kind: always_through, state: mash",
        "1. A referral arrives at 'Police' (age: adult).\n"
        "2. 'Police' is done by Team; it goes on to 'By age'.\n"
        "3. At 'By age', because none of its exceptions applies (age is adult), it goes on to 'Assess'.\n"
        "4. 'Assess' is done by Team, finding that concern is none; it goes on to 'Talk'.\n"
        "5. 'Talk' is done by Team, finding that consent is granted; it goes on to 'Route'.\n"
        "6. At 'Route', because concern is none, it ends as 'closed nfa'.\n"
        "7. It ends as 'closed nfa' without having gone through 'Mash'.",
    ),
    (
        "kind: followed_by, state: talk, by: feedback, unless: {consent: refused}",
        "1. A referral arrives at 'Notice a concern'.\n"
        "2. 'Notice a concern' and 'Mash' are done; it goes on to 'Assess'.\n"
        "3. 'Assess' is done by Team, finding that concern is none; it goes on to 'Talk'.\n"
        "4. 'Talk' is done by Team, finding that consent is granted; it goes on to 'Route'.\n"
        "5. At 'Route', because concern is none, it ends as 'closed nfa'.\n"
        "6. It ends as 'closed nfa' after 'Talk' without 'Feedback', and not excused, since consent is granted.",
    ),
    (
        "kind: never, state: channel, when: {consent: granted}, after: mash",
        "1. A referral arrives at 'Notice a concern'.\n"
        "2. 'Notice a concern' and 'Mash' are done; it goes on to 'Assess'.\n"
        "3. 'Assess' is done by Team, finding that concern is radicalisation; it goes on to 'Talk'.\n"
        "4. 'Talk' is done by Team, finding that consent is granted; it goes on to 'Route'.\n"
        "5. At 'Route', because none of its exceptions applies (concern is radicalisation and consent is granted), "
        "it goes on to 'Channel'.\n"
        "6. It comes to 'Channel' while consent is granted, after having been at 'Mash'; "
        "the rule forbids it when consent is granted.",
    ),
    (
        "kind: default_outcome, at: by_age, outcome: mash",
        "1. A referral arrives at 'Police' (age: adult).\n"
        "2. 'Police' is done by Team; it goes on to 'By age'.\n"
        "3. At 'By age', because none of its exceptions applies (age is adult), it goes on to 'Assess'.\n"
        "4. By default it goes to 'Assess'; the rule expects 'Mash'.",
    ),
    (
        "kind: single_entry",
        "1. A referral arrives at 'Police' (age: child).\n2. That is another door; there should be one door only.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "text"), GOLDEN)
def test_counterexample_can_be_read_aloud(rule: str, text: str) -> None:
    """Written out by hand from the pathway above."""
    assert explain_counterexample(ask(rule)) == text


def test_every_kind_has_what_explain_needs() -> None:
    for kind in KINDS.values():
        assert kind.title
        assert kind.meaning.endswith(".")
        assert kind.good
        assert kind.bad
        assert kind.formal
