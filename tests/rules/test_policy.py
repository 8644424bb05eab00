"""Policies read, and every fault of them told with its place."""

from __future__ import annotations

import pytest

from pathways.definition.report import nearest
from pathways.errors import DefinitionError, Finding
from pathways.rules import check, decidable, parse_policy, policy_findings, read_policy
from pathways.rules.selectors import select
from pathways.source import read_document
from tests.rules.build import compiled, policy

BODY = """
attributes:
  consent: {values: [granted, refused], starts: granted}
  reviews: {range: [0, 3], starts: 0}
start: ask
states:
  ask: {lane: team, finds: consent, add: {reviews: 1}, then: over, tags: [talk]}
  over: {kind: end, lane: team, outcome: closed}
"""
HEAD = "policy: p\napplies_to: [hand]\nrules:\n"
TAIL = ", hardness: STATUTE, source: s}\n"


def faults(text: str) -> list[tuple[str, int, int, str]]:
    with pytest.raises(DefinitionError) as caught:
        parse_policy(read_document(text, "p.yaml"))
    return [(f.id, f.place.line, f.place.column, f.message) for f in caught.value.findings]


def about(rules: str, body: str = BODY, others: tuple[str, ...] = ()) -> list[Finding]:
    pathways = [compiled(body), *(compiled(text, name=f"other{n}") for n, text in enumerate(others))]
    applies = ", ".join(pathway.id for pathway in pathways)
    return policy_findings([policy(rules, applies_to=f"[{applies}]")], pathways)


def test_a_rule_keeps_what_its_file_says() -> None:
    text = (
        "policy: p\ntitle: The policy\nnote: n\nsources: [a, b]\napplies_to: hand\nrules:\n"
        "  - id: R1\n    says: Once\n    kind: precedes\n    first: '#talk'\n    then: [over, 'outcome:closed']\n"
        "    hardness: STATUTE\n    source: s36\n"
    )
    read = parse_policy(read_document(text, "p.yaml"))
    assert (read.id, read.title, read.sources, read.applies_to) == ("p", "The policy", ("a", "b"), ("hand",))
    (rule,) = read.rules
    assert (rule.id, rule.kind.id, rule.applies_to, str(rule.place)) == ("R1", "precedes", ("hand",), "p.yaml:7:9")
    assert rule.spec.selectors() == {"first": ("#talk",), "then": ("over", "outcome:closed")}


FAULTS = {
    "  - {id: a, says: s, kind: only_wen, state: x" + TAIL: (
        "unknown-kind",
        4,
        28,
        "'only_wen' is not a kind of rule",
    ),
    "  - {id: a, says: s, kind: only_when, state: x" + TAIL: (
        "missing-field",
        4,
        5,
        "the 'only_when' rule 'a' has no 'when'",
    ),
    "  - {id: a, says: s, kind: never, state: x, whn: {c: d}" + TAIL: (
        "unknown-field",
        4,
        45,
        "a 'never' rule has no 'whn'",
    ),
    "  - {id: a, says: s, kind: never, stat: x" + TAIL: (
        "unknown-field",
        4,
        35,
        "a 'never' rule has no 'stat'",
    ),
    "  - {id: a, says: s, kind: never, state: x, hardness: LAW, source: s}\n": (
        "unknown-word",
        4,
        55,
        "'LAW' is not something that 'hardness' can be",
    ),
    "  - {id: a, says: s, kind: never, state: []" + TAIL: ("wrong-shape", 4, 42, "'state' holds an empty list"),
    "  - {id: a, says: s, kind: never, state: {b: c}" + TAIL: (
        "wrong-shape",
        4,
        42,
        "'state' holds names with values of their own",
    ),
    "  - {id: a, says: s, state: x" + TAIL: ("missing-field", 4, 5, "the rule 'a' has no 'kind'"),
    "  - just text\n": ("wrong-shape", 4, 5, "an entry of 'rules' holds plain text ('just text')"),
    "  - id: a\n    says: s\n    kind: never\n    state:\n    hardness: STATUTE\n    source: s\n": (
        "empty-value",
        7,
        5,
        "'state' holds nothing",
    ),
    "  - {id: a, says: s, kind: never, state: x, when: {n: {at_lest: 3}}" + TAIL: (
        "unknown-field",
        4,
        56,
        "a test of a whole number has no 'at_lest'",
    ),
    "  - {id: a, says: s, kind: never, state: x, when: {n: {at_least: many}}" + TAIL: (
        "not-a-number",
        4,
        66,
        "'many' is not a whole number",
    ),
    "  - {id: a, says: s, kind: never, state: x, applies_to: [No]" + TAIL: (
        "bad-name",
        4,
        58,
        "'No' cannot be used as a name",
    ),
}  # fmt: skip


# What a kind asks of its own parameters: the fault, and what to write instead.
OWN_FAULTS = {
    "at_most, state: x, times: many": ("'many' is not a whole number", "write for instance 'times: 3'"),
    "at_most, state: x, times: -1": ("'times' is -1, which is not counted", "write for instance 'times: 3'"),
    "exactly, state: x, times: 101": ("'times' is 101, which is not counted", "write for instance 'times: 3'"),
    "at_least, state: x, times: 0": ("at least 0 times asks for nothing", "write for instance 'times: 3'"),
    "at_most, state: x": ("the 'at_most' rule 'a' has no 'times'", "add a line such as 'times: 3'"),
    "exclusive, states: x": (
        "'states' names fewer than two, and one alone excludes nothing",
        "write for instance 'states: [channel, pcm]'",
    ),
    "exclusive, states: [x, x]": (
        "'states' names fewer than two, and one alone excludes nothing",
        "write for instance 'states: [channel, pcm]'",
    ),
    "followed_by, state: x, by: y, at_once: yes": (
        "'yes' is not something that 'at_once' can be",
        "write one of these",
    ),
    "set_before_read, attributes: x, unset: {any: [{x: y}]}": (
        "'unset' holds a condition, not values of attributes",
        "write for instance 'unset: {concern: unknown}'",
    ),
    "set_before_read, attributes: x, unset: {n: {at_least: 3}}": (
        "'unset' holds a condition, not values of attributes",
        "write for instance 'unset: {concern: unknown}'",
    ),
    "set_before_read, attribute: x": ("a 'set_before_read' rule has no 'attribute'", "write 'attributes:'"),
}


@pytest.mark.parametrize("rule", OWN_FAULTS)
def test_what_a_kind_cannot_make_sense_of_is_told_with_a_remedy(rule: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        parse_policy(read_document(f"{HEAD}  - {{id: a, says: s, kind: {rule}{TAIL}", "p.yaml"))
    assert [(f.message, f.remedy) for f in caught.value.findings][:1] == [OWN_FAULTS[rule]]


@pytest.mark.parametrize("rule", FAULTS)
def test_fault_of_a_rule_is_told_once_and_in_its_place(rule: str) -> None:
    assert faults(HEAD + rule) == [FAULTS[rule]]


def test_all_faults_of_a_file_are_told_at_once() -> None:
    several = [rule for rule in FAULTS if rule.startswith("  - {id")]
    assert len(faults(HEAD + "".join(several))) == len(several)


def test_faults_of_the_file_itself() -> None:
    assert faults("policy: p\napplies_to: [hand]\n") == [("missing-field", 1, 1, "the policy has no 'rules'")]
    assert faults("policy: p\naplies_to: [hand]\nrules:\n" + "  - {id: a, says: s, kind: can_always_end" + TAIL) == [
        ("unknown-field", 2, 1, "a policy has no 'aplies_to'")
    ]
    assert faults("[a]\n") == [("wrong-shape", 1, 1, "the file holds a list, not a policy")]


def test_two_rules_with_one_id_in_a_file() -> None:
    rule = "  - {id: a, says: s, kind: can_always_end" + TAIL
    assert faults(HEAD + rule + rule) == [
        ("duplicate-rule", 5, 10, "the rule 'a' is written twice; first at p.yaml:4:10")
    ]


def test_rules_without_faults_are_read_whatever_is_wrong_with_others() -> None:
    good = "  - {id: g, says: s, kind: can_always_end" + TAIL
    for bad in FAULTS:
        policy_read, found = read_policy(read_document(HEAD + good + bad + good.replace("id: g", "id: h"), "p.yaml"))
        assert policy_read is not None
        assert [rule.id for rule in policy_read.rules] == ["g", "h"], bad
        assert policy_read.rules[0].place.line == 4
        assert len(found) == 1
    twice, found = read_policy(read_document(HEAD + good + good, "p.yaml"))
    assert twice is not None
    assert ([rule.id for rule in twice.rules], twice.unread) == (["g"], ("g",))
    assert read_policy(read_document("policy: p\nrules:\n" + good, "p.yaml"))[0] is None


def test_the_whole_text_of_a_finding() -> None:
    with pytest.raises(DefinitionError) as caught:
        parse_policy(read_document(HEAD + "  - {id: a, says: s, kind: never, stat: x" + TAIL, "p.yaml"))
    assert str(caught.value) == (
        "p.yaml:4:35  a 'never' rule has no 'stat'  [unknown-field]\n"
        "  4 |   - {id: a, says: s, kind: never, stat: x, hardness: STATUTE, source: s}\n"
        "    |                                   ^^^^\n"
        "    expected one of its 10 fields; nearest is 'state'\n"
        "    fix: write 'state:'"
    )


def test_a_name_that_is_nowhere_is_told_with_the_nearest() -> None:
    (finding,) = about("id: r, says: s, kind: never, state: [over, aks]")
    assert (finding.id, str(finding.place)) == ("unknown-in-rule", "policies/p.yaml:4:49")
    assert finding.message == "the rule 'r' names 'aks', which is nothing in 'hand'"
    assert finding.remedy == "write 'ask'"


RENAMED = """
start: mash_screen
states:
  mash_screen: {lane: mash, tags: [mash_check], then: over}
  over: {kind: end, lane: team, outcome: closed}
"""


def test_for_a_bare_name_a_state_is_offered_before_a_tag_that_is_spelt_so() -> None:
    for name, remedy in (("mash_scren", "write 'mash_screen'"), ("mash_check", "correct the name, or narrow")):
        rule = policy(f"id: r, says: s, kind: precedes, first: {name}, then: over")
        (finding,) = policy_findings([rule], [compiled(RENAMED.replace("[mash_check]", f"[{name}]"))])
        assert finding.remedy is not None
        assert finding.remedy.startswith(remedy)


def test_a_rule_with_a_name_that_is_nowhere_gets_no_verdict() -> None:
    """It would be broken for a slip of the pen; the other rule, and names that one pathway has, stay."""
    rules = """
    id: slip, says: s, kind: precedes, first: mash_check, then: over
    id: guard, says: s, kind: never, state: over, when: {consent: granted}
    id: sound, says: s, kind: precedes, first: mash_screen, then: over
    """
    here, there = compiled(RENAMED), compiled(RENAMED.replace("mash_screen", "mash_check"), name="there")
    (left,) = decidable([policy(rules)], [here])
    assert [verdict.rule for verdict in check(here, [left])] == ["sound"]
    (both,) = decidable([policy(rules, applies_to="[hand, there]")], [here, there])
    assert [rule.id for rule in both.rules] == ["slip", "sound"]
    (unsure,) = decidable([policy(rules, applies_to="[hand, there]")], [here])
    assert len(unsure.rules) == 3


@pytest.mark.parametrize(
    "selector", ["#tlak", "lane:nobody", "outcome:gone", "kind:step", "pathway:channel", "ask.more"]
)
def test_every_form_of_name_is_checked(selector: str) -> None:
    assert [f.id for f in about(f"id: r, says: s, kind: never, state: '{selector}'")] == ["unknown-in-rule"]


@pytest.mark.parametrize("selector", ["ask", "#talk", "lane:team", "outcome:closed", "kind:end"])
def test_names_that_are_somewhere_are_no_fault(selector: str) -> None:
    assert about(f"id: r, says: s, kind: never, state: '{selector}'") == []


def test_a_name_that_one_of_its_pathways_has_is_no_fault() -> None:
    other = BODY.replace("ask", "talk_to")
    assert about("id: r, says: s, kind: never, state: talk_to", others=(other,)) == []
    assert about("id: r, says: s, kind: never, state: ask", others=(other,)) == []


def test_names_are_not_checked_while_a_pathway_of_the_rule_is_missing() -> None:
    rules = policy("id: r, says: s, kind: never, state: nowhere", applies_to="[hand, far_away]")
    assert policy_findings([rules], [compiled(BODY)], ["hand", "far_away"]) == []
    assert [f.id for f in policy_findings([rules], [compiled(BODY)])] == ["unknown-pathway"]


def test_attributes_and_values_that_are_nowhere() -> None:
    rules = """
    id: a, says: s, kind: only_when, state: over, when: {consnt: granted}
    id: b, says: s, kind: only_when, state: over, when: {consent: given}
    id: c, says: s, kind: only_when, state: over, when: {consent: {at_least: 2}}
    id: d, says: s, kind: only_when, state: over, when: {reviews: {at_least: 2}}
    """
    assert [(f.id, f.place.line, f.message.split(",")[0]) for f in about(rules)] == [
        ("unknown-attribute", 4, "'consnt' is not an attribute of 'hand'"),
        ("unknown-value", 5, "'consent' has no value 'given'"),
        ("bounds-need-range", 6, "'consent' is not a whole number"),
    ]


def test_attributes_named_one_by_one_that_are_nowhere() -> None:
    rules = """
    id: a, says: s, kind: set_before_read, attributes: consnt
    id: b, says: s, kind: set_before_read, attributes: [reviews, consnt]
    id: c, says: s, kind: set_before_read, attributes: consent, unset: {consent: unknown}
    id: d, says: s, kind: set_before_read, attributes: [consent, reviews], unset: {consent: refused}
    """
    assert [(f.id, f.place.line, f.place.column, f.message) for f in about(rules)] == [
        ("unknown-in-rule", 4, 57, "the rule 'a' names 'consnt', which is no attribute in 'hand'"),
        ("unknown-in-rule", 5, 67, "the rule 'b' names 'consnt', which is no attribute in 'hand'"),
        ("unknown-value", 6, 83, "'consent' has no value 'unknown'"),
    ]


def test_a_value_that_one_of_its_pathways_has_is_no_fault() -> None:
    other = BODY.replace("[granted, refused]", "[granted, refused, unlikely]")
    assert about("id: r, says: s, kind: only_when, state: over, when: {consent: unlikely}", others=(other,)) == []


def test_departures_that_name_no_rule() -> None:
    body = BODY + "departures:\n  - {rule: r1, reason: x}\n  - {rule: s, reason: x}\n  - {rule: r, reason: x}\n"
    pathway = compiled(body)
    policies = [
        policy("id: r, says: s, kind: single_entry"),
        policy("id: s, says: s, kind: single_entry", name="q", applies_to="[other]"),
    ]
    found = policy_findings(policies, [pathway], ["hand", "other"])
    assert [(f.id, f.place.line, f.message) for f in found] == [
        ("unknown-departure", 14, "no policy has a rule 'r1'"),
        ("unknown-departure", 15, "the rule 's' does not apply to 'hand', so there is nothing to depart from"),
    ]


def test_a_departure_from_a_rule_that_could_not_be_read_is_no_fault() -> None:
    pathway = compiled(BODY + "departures:\n  - {rule: r1, reason: x}\n")
    rule = "  - {id: g, says: s, kind: can_always_end" + TAIL
    read, _ = read_policy(read_document(HEAD + rule + "  - {id: r1, says: s, kind: nevr" + TAIL, "p.yaml"))
    assert read is not None
    assert policy_findings([read], [pathway]) == []
    assert policy_findings([], [pathway], is_all=False) == []
    assert [f.id for f in policy_findings([], [pathway])] == ["unknown-departure"]


def test_a_name_that_is_no_pathway_is_told_once_and_nothing_of_what_follows() -> None:
    rule = "id: {}, says: s, kind: single_entry, applies_to: [hand]"
    rules = "\n".join(rule.format(name) for name in "abc")
    pathway = compiled(BODY + "departures:\n  - {rule: a, reason: x}\n")
    (finding,) = policy_findings([policy(rules, applies_to="[hands]")], [pathway])
    assert (finding.id, finding.place.line, finding.remedy) == ("unknown-pathway", 2, "write 'hand'")
    others = [policy(rules.replace("[hand]", "[far]"), applies_to="[far]")]
    (finding,) = policy_findings(others, [compiled(BODY)])
    assert finding.message.endswith("(it stands in 3 more places of the policies)")


def test_one_rule_id_in_two_policies() -> None:
    policies = [policy("id: r, says: s, kind: single_entry", name=name) for name in ("p", "q")]
    (finding,) = policy_findings(policies, [compiled(BODY)])
    assert finding.message == "the policy 'p' already has a rule 'r' (policies/p.yaml:4:10)"


def test_a_rule_wider_than_its_policy() -> None:
    rules = policy("id: r, says: s, kind: single_entry, applies_to: [hand, other]")
    assert [f.id for f in policy_findings([rules], [compiled(BODY)], ["hand", "other"])] == ["applies-to-wider"]


def test_a_rule_may_speak_of_fewer_pathways_than_its_policy() -> None:
    rules = policy(
        """id: r, says: s, kind: single_entry, applies_to: [other]
        id: q, says: s, kind: single_entry""",
        applies_to="[hand, other]",
    )
    assert [verdict.rule for verdict in check(compiled(BODY), [rules])] == ["q"]


def test_what_its_text_seldom_means_is_told_of_a_policy_too() -> None:
    (found,) = about("id: r, says: \u201conce\u201d, kind: never, state: ask")
    assert (found.id, found.severity, found.place.line) == ("curly-quotes", "warning", 4)


GAINS = {
    "  - {id: a, says: s, kind: only_when, state: x, when: consent is refused"
    + TAIL: "write 'when: {consent: refused}'",
    "  - {id: a, says: s, kind: never, state: x, if: {c: d}" + TAIL: "write 'when:'",
    "  - {id: a, says: s, kind: never, state: x, applies_to: 'hand, foot'" + TAIL: "write [hand, foot]",
    "  - {id: a, says: s, kind: always_through, state: {b: c}" + TAIL: "write for instance 'state: channel.support'",
    "  - {id: a, says: s, kind: [never], state: x" + TAIL: "write for instance 'kind: never'",
    "  - {id: a, says: s, kind: never" + TAIL: "add a line such as 'state: channel.support'",
}


@pytest.mark.parametrize("rule", GAINS)
def test_remedy_can_be_copied_as_in_a_pathway(rule: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        parse_policy(read_document(HEAD + rule, "p.yaml"))
    (finding,) = caught.value.findings
    assert finding.remedy == GAINS[rule]
    assert finding.expected


@pytest.mark.parametrize(
    ("rule", "is_told"),
    [
        ("kind: always_through, from: ask, state: ask", True),
        ("kind: always_through, to: over, state: ['#talk', over]", True),
        ("kind: always_through, from: ask, to: over, state: ask", True),
        ("kind: always_through, state: ask", False),
        ("kind: always_through, from: [ask, over], state: ask, to: over", False),
        ("kind: precedes, first: ask, then: '#talk'", True),
        ("kind: precedes, first: ask, then: over", False),
        ("kind: followed_by, state: over, by: 'outcome:closed'", True),
        ("kind: followed_by, state: ask, by: over", False),
    ],
)
def test_a_rule_that_nothing_can_break_is_told_and_still_decided(rule: str, is_told: bool) -> None:
    """Oracle: what is entered where it is asked for is there by itself."""
    text = f"id: a, says: s, {rule}"
    found = about(text)
    assert [(f.id, f.severity) for f in found] == [("rule-always-kept", "warning")] * is_told
    assert [v.verdict for v in check(compiled(BODY), [policy(text)])] == ["holds"]


def test_only_a_slip_of_the_keyboard_is_taken_for_a_known_name() -> None:
    known = ["feedback.told", "channel.consent_answer", "feedback.record", "s17", "team"]
    for word, name in [
        ("feedback.tld", "feedback.told"), ("feedback.record_withheld", None), ("nonsense", None), ("s47", None),
        ("taem", "team"), ("feedbak.record", "feedback.record"), ("record", "feedback.record"), ("", None),
    ]:  # fmt: skip
        assert nearest(word, known) == name


def test_a_name_that_only_another_pathway_has_is_not_told_of_this_one() -> None:
    pathway = compiled(BODY)
    assert select(pathway, ("ask", "elsewhere")).text == "'ask'"
    assert select(pathway, ("elsewhere", "nowhere")).text == "'elsewhere' or 'nowhere'"
