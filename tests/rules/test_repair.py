"""Repairs: what is suggested, that the text mended by hand so is mended, and that nothing untried is suggested."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Final, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from pathways.definition.linked import State
from pathways.errors import DefinitionError
from pathways.machine import CompiledPathway, compile_pathway
from pathways.rules import Policy, Verdict, check, lint, parse_policy
from pathways.rules.repair import Repair, nearest_repair, with_repairs
from pathways.rules.repair.bench import bench
from pathways.rules.repair.candidates import candidates
from pathways.testing import WrittenPathway, to_document, written_pathways
from tests.rules.at_random import EXAMPLES
from tests.rules.build import HEAD, compiled, policy
from tests.rules.damage import slipped
from tests.rules.planted import plant
from tests.rules.test_edits import assert_could_be_written

BODY: Final = """
attributes:
  consent: {values: [granted, refused, unlikely]}
  giver:   {values: [parent, person], starts: parent}
start: talk
states:
  talk: {lane: team, finds: consent, then: route}
  route:
    kind: decision
    lane: team
    choose:
      - {when: {consent: [refused, unlikely]}, then: pcm}
      - {otherwise: channel}
  pcm: {lane: team, then: feedback}
  channel: {lane: mash, then: review}
  review: {lane: mash, then: feedback}
  feedback: {lane: team, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
interrupts:
  crime: {during: [channel], when: {consent: granted}, then: feedback}
"""
RULES: Final = """
id: default, says: Channel is the default, kind: default_outcome, at: route, outcome: channel
id: pcm, says: PCM only without consent, kind: only_when, state: pcm, when: {consent: [refused, unlikely]}
id: told, says: Everybody is told, kind: always_through, state: feedback
id: door, says: One door, kind: single_entry, state: talk
id: review, says: Reviewed before it ends, kind: followed_by, state: channel, by: [review, feedback]
id: giver, says: A parent consents, kind: only_when, state: channel, when: {giver: parent}
id: never, says: Never without consent, kind: never, state: channel, when: {consent: [refused, unlikely]}
"""
EXCEPTION: Final = "- {when: {consent: [refused, unlikely]}, then: pcm}"


class Case(NamedTuple):
    """Somebody's slip, the rule it breaks, the repair suggested, and the text mended as that says, by hand."""

    rule: str
    old: str
    new: str
    words: str
    mended: str


CASES = [
    Case("pcm", EXCEPTION, "- {when: {consent: [granted, refused, unlikely]}, then: pcm}",
         "guard branch 1 of 'route' with {consent: [refused, unlikely]}", EXCEPTION),
    Case("never", EXCEPTION, "- {when: {consent: unlikely}, then: pcm}",
         "let branch 1 of 'route' ask for {consent: [refused, unlikely]}", EXCEPTION),
    Case("default", f"{EXCEPTION}\n      - {{otherwise: channel}}",
         "- {when: {consent: granted}, then: channel}\n      - {otherwise: pcm}",
         "make 'channel' the default of 'route', and branch 1 its exception: "
         "{when: {consent: [refused, unlikely]}, then: pcm}", f"{EXCEPTION}\n      - {{otherwise: channel}}"),
    Case("told", "pcm: {lane: team, then: feedback}", "pcm: {lane: team, then: closed}",
         "lead the way on from 'pcm' to 'feedback'", "pcm: {lane: team, then: feedback}"),
    Case("door", "start: talk", "start: [talk, channel]", "let no referral start at 'channel'", "start: talk"),
    Case("giver", "starts: parent", "starts: person", "let 'giver' start as parent", "starts: parent"),
    Case("told", "consent: granted}, then: feedback}", "consent: granted}, then: closed}",
         "lead the interrupt 'crime' to 'feedback'", "consent: granted}, then: feedback}"),
]  # fmt: skip


def verdicts(pathway: CompiledPathway, rules: list[Policy]) -> dict[str, Verdict]:
    return {verdict.rule: verdict for verdict in check(pathway, rules)}


def broken_text(case: Case) -> str:
    return BODY.replace(case.old, case.new)


def lines_of(text: str, part: str) -> range:
    """The lines that a part of the text stands on."""
    first = text[: text.index(part)].count("\n") + 1
    return range(first, first + part.count("\n") + 1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.words}")
def test_the_repair_is_the_smallest_that_one_would_make_and_mends_the_text(case: Case) -> None:
    """The whole policy holds of the text as it was; the slip breaks it, and the hand that does as told mends it."""
    rules = [policy(RULES)]
    assert {v.verdict for v in check(compiled(BODY), rules)} == {"holds"}
    assert BODY.count(case.old) == 1
    broken = compiled(BODY.replace(case.old, case.new))
    verdict = verdicts(broken, rules)[case.rule]
    assert verdict.verdict == "broken"
    repair = nearest_repair(broken, case.rule, rules, verdict)
    assert repair is not None
    assert repair.words == case.words
    text = HEAD.format(name="hand", status="as-is") + broken_text(case)
    assert repair.place.line in lines_of(text, case.new)
    by_hand = compiled(BODY.replace(case.old, case.mended))
    assert {v.verdict for v in check(by_hand, rules)} == {"holds"}
    assert lint(by_hand) == []


def test_where_no_single_change_mends_it_nothing_is_suggested() -> None:
    """Two branches lead past the feedback, and neither change alone is enough; to bypass would cut something off."""
    body = BODY.replace("pcm: {lane: team, then: feedback}", "pcm: {lane: team, then: closed}").replace(
        "review: {lane: mash, then: feedback}", "review: {lane: mash, then: closed}"
    )
    rules = [policy("id: told, says: Everybody is told, kind: always_through, state: feedback")]
    broken = compiled(body)
    assert nearest_repair(broken, "told", rules, verdicts(broken, rules)["told"]) is None


def test_a_finding_is_never_made_up() -> None:
    """To write 'consent: granted' down would mend the rule; that is for somebody to find, not for the definition."""
    body = BODY.replace(EXCEPTION, "- {when: {giver: person}, then: pcm}").replace("starts: parent", "starts: person")
    rules = [policy("id: c, says: Consent is granted, kind: only_when, state: pcm, when: {consent: granted}")]
    broken = compiled(body.replace("then: pcm}", "then: pcm}", 1))
    repair = nearest_repair(broken, "c", rules, verdicts(broken, rules)["c"])
    assert repair is None or "set {consent" not in repair.words


def test_each_broken_verdict_gets_its_repair_in_words_with_the_line() -> None:
    case = CASES[0]
    rules = [policy(RULES)]
    broken = compiled(BODY.replace(case.old, case.new))
    found = {v.rule: v.repair for v in with_repairs(broken, rules, check(broken, rules))}
    assert found["pcm"] == "guard branch 1 of 'route' with {consent: [refused, unlikely]}  [hand.yaml:16:9]"
    assert found["giver"] is None


# One piece, alone and in a branch: what is done to its interrupt is done to both, each within its own flow.
TWICE: Final = """
start: first
states:
  first: {kind: use, pathway: piece, lane: team, exits: {over: both}}
  both:
    kind: parallel
    lane: team
    branches:
      a: {again: {kind: use, pathway: piece, lane: team, exits: {over: done}}}
    then: closed
  closed: {kind: end, lane: team, outcome: closed}
"""
PIECE: Final = """
start: ask
states:
  ask: {lane: team, then: check}
  check: {lane: team, then: over}
  over: {kind: end, lane: team, outcome: over}
interrupts:
  called_off: {during: [ask], then: over}
"""


def test_an_interrupt_of_a_piece_that_is_used_twice_leads_within_each_use() -> None:
    """By hand: being called off goes round the check in the branch; led to the check, it is so in both uses."""
    rules = [policy("id: r, says: Checked, kind: always_through, from: both, state: both.a.again.check")]
    broken = compiled(TWICE, pieces={"piece": PIECE})
    repair = nearest_repair(broken, "r", rules, verdicts(broken, rules)["r"])
    assert repair is not None
    assert repair.words == "lead the interrupt 'both.a.again.called_off' to 'check'"
    led = repair.make(broken.linked).interrupts
    assert {name: interrupt.arrow.to for name, interrupt in led.items()} == {
        "first.called_off": "first.check",
        "both.a.again.called_off": "both.a.again.check",
    }


# One piece twice, with a way out of it by a decision; the second use goes round the check.
ASKED_TWICE: Final = """
attributes: {urgent: {values: ["yes", "no"]}}
start: first
states:
  first: {kind: use, pathway: piece, lane: team, exits: {over: second, off: stopped}}
  second: {kind: use, pathway: piece, lane: team, exits: {over: closed, off: closed}}
  closed: {kind: end, lane: team, outcome: closed}
  stopped: {kind: end, lane: team, outcome: stopped}
"""
ASKING: Final = """
attributes: {urgent: {values: ["yes", "no"]}}
start: ask
states:
  ask: {lane: team, finds: urgent, then: is_urgent}
  is_urgent: {kind: decision, lane: team, choose: [{when: {urgent: "yes"}, then: off}, {otherwise: check}]}
  check: {lane: team, then: over}
  off: {kind: end, lane: team, outcome: off}
  over: {kind: end, lane: team, outcome: over}
"""


def made_for(rule: str, broken: CompiledPathway) -> dict[str, dict[str, State]]:
    """By the words of every change tried for a broken rule, the states after it."""
    rules = [policy(f"id: r, says: s, {rule}")]
    verdict = verdicts(broken, rules)["r"]
    assert verdict.verdict == "broken"
    tried = candidates(bench(broken, rules[0].rules[0], (), verdict))
    return {candidate.edit.words: dict(candidate.edit.make(broken.linked).states) for candidate in tried}


def test_a_decision_of_a_piece_that_is_used_twice_is_repaired_within_each_use() -> None:
    """By hand: urgent ones are stopped in the first use already, and closed unchecked after the second."""
    broken = compiled(ASKED_TWICE, pieces={"piece": ASKING})
    made = made_for("kind: always_through, from: second, state: second.check", broken)
    led = made["lead branch 1 of 'second.is_urgent' to 'check'"]
    assert led["first.is_urgent"].choose[0].arrow.to == "first.check"
    assert led["second.is_urgent"].choose[0].arrow.to == "second.check"
    made = made_for("kind: never, state: second.check, when: {urgent: 'no'}", broken)
    more = made["give 'second.is_urgent' a branch before its default: {when: {urgent: \"no\"}, then: closed}"]
    assert more["first.is_urgent"].choose[1].arrow.to == "stopped"
    assert more["second.is_urgent"].choose[1].arrow.to == "closed"


def assert_mends(pathway: CompiledPathway, rules: list[Policy], rule: str, repair: Repair) -> None:
    """By the promise itself: the rule holds, what held holds, nothing newly fails, no new error is found."""
    before, edited = verdicts(pathway, rules), compile_pathway(repair.make(pathway.linked))
    after = verdicts(edited, rules)
    assert after[rule].verdict == "holds"
    for id_, verdict in before.items():
        if verdict.holds:
            assert after[id_].verdict == "holds"
        assert not after[id_].is_failure or verdict.is_failure
    known = {(f.id, f.message) for f in lint(pathway)}
    assert [f for f in lint(edited) if f.severity == "error" and (f.id, f.message) not in known] == []


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)  # fmt: skip
@given(written_pathways(states=4, pieces=1, nesting=1), st.integers(0, 2**32))
def test_whatever_is_suggested_mends_the_rule_and_breaks_nothing(written: WrittenPathway, seed: int) -> None:
    """Random rules on random pathways, led astray at random: the suggestion is checked by the promise itself."""
    dice = Random(seed)
    try:
        pathway = compile_pathway(slipped(written.compiled.linked, dice))
    except DefinitionError:
        assume(False)
        raise
    names = list(pathway.index)
    attributes = [a for a in pathway.linked.attributes.values() if not a.is_range]
    rules = [
        {"kind": "always_through", "state": dice.choice(names), "to": dice.choice(names)},
        {"kind": "precedes", "first": dice.choice(names), "then": dice.choice(names)},
        {"kind": "never", "state": dice.choice(names), "after": dice.choice(names)},
        {"kind": "single_entry", "state": dice.choice(names)},
    ]
    if attributes:
        attribute = dice.choice(attributes)
        when = {attribute.name: [dice.choice(attribute.values)]}
        rules.append({"kind": "only_when", "state": dice.choice(names), "when": when})
    written_rules = [
        {"id": f"r{n}", "says": "s", "hardness": "ASSUMPTION", "source": "test", **rule} for n, rule in enumerate(rules)
    ]
    document = to_document({"policy": "p", "applies_to": ["main"], "rules": written_rules}, "p")
    policies = [parse_policy(document)]
    for verdict in check(pathway, policies):
        if verdict.verdict == "broken":
            rule = next(rule for rule in policies[0].rules if rule.id == verdict.rule)
            for candidate in candidates(bench(pathway, rule, (), verdict)):
                assert_could_be_written(candidate.edit.make(pathway.linked))
            repair = nearest_repair(pathway, verdict.rule, policies, verdict)
            if repair is not None:
                assert_mends(pathway, policies, verdict.rule, repair)


UNLIKELY: Final = "id: r, says: No PCM when unlikely, kind: never, state: pcm, when: {consent: unlikely}\n"
BOTH_WAYS: Final = BODY.replace("{otherwise: channel}", "{when: {consent: granted}, then: channel}")
TURNED: Final = BODY.replace(CASES[2].old, CASES[2].new)
LOOSER: Final = (
    "id: loose, says: PCM for two reasons, kind: only_when, state: pcm, "
    "when: {any: [{consent: [refused, unlikely]}, {giver: person}]}\n"
)
# A fault planted in the search, and a broken rule for which it then suggests something else.
FAULTS = [
    # the other rules are not asked, so that those without likely consent are sent to Channel
    ("any(self.before[id_].holds or after[id_].is_failure for id_ in changed)", "any(False for id_ in changed)",
     BODY, UNLIKELY + "id: other, says: Nor Channel, kind: never, state: channel, when: {consent: unlikely}"),
    # what is found wrong does not count, so that nobody says where they go
    ('any(finding.severity == "error" for finding in new)', "False", BOTH_WAYS, UNLIKELY.strip()),
    # what costs most is taken for the nearest
    ("best is None or rank < best[0]", "best is None or rank > best[0]",
     TURNED, LOOSER + RULES.strip().replace("id: default", "id: r")),
]  # fmt: skip


@pytest.mark.parametrize(("said", "fault", "body", "rules"), FAULTS)
def test_a_planted_fault_of_the_search_is_seen(
    monkeypatch: pytest.MonkeyPatch, said: str, fault: str, body: str, rules: str
) -> None:
    def suggested() -> str | None:
        policies = [policy(rules)]
        broken = compiled(body)
        given = verdicts(broken, policies)["r"]
        assert given.verdict == "broken"
        return with_repairs(broken, policies, [replace(given, repair=None)])[0].repair

    before = suggested()
    plant(monkeypatch, "pathways.rules.repair", said, fault)
    assert suggested() != before
