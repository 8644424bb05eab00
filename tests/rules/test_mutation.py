"""Which slips of a pen the rules notice, on a pathway small enough to see every answer."""

from __future__ import annotations

from typing import Final

import pytest

from pathways.rules.mutation import Mutant, Mutation, mutate
from pathways.rules.mutation.coverage import Tried, coverage
from pathways.rules.mutation.document import mutation_document
from pathways.rules.mutation.text import by_state, mutation_text
from tests.rules.build import compiled, policy
from tests.rules.planted import plant

BODY: Final = """
attributes:
  age:     {values: [child, adult], from: arrival}
  consent: {values: [granted, refused, unlikely]}
  result:  {values: [open, managed, supported], starts: open}
start: talk
states:
  talk: {lane: team, finds: consent, then: route}
  route:
    kind: decision
    lane: team
    title: Channel or PCM?
    choose:
      - {when: {consent: [refused, unlikely]}, then: pcm}
      - {otherwise: channel}
  pcm: {lane: team, set: {result: managed}, then: closed}
  channel: {lane: mash, tags: [safe], set: {result: supported}, then: closed}
  closed: {kind: end, lane: team, outcome: closed}
"""
RULES: Final = """
id: default, says: Channel is the default, kind: default_outcome, at: route, outcome: channel
id: pcm, says: PCM only without consent, kind: only_when, state: pcm, when: {consent: [refused, unlikely]}
id: safe, says: Somebody safe, kind: always_through, state: ['#safe', pcm]
"""


def tried(rules: str = RULES, **more: int) -> Mutation:
    return mutate(compiled(BODY), [policy(rules)], **more)


@pytest.fixture(scope="module")
def mutation() -> Mutation:
    return tried()


def by_words(mutation: Mutation) -> dict[str, Mutant]:
    return {mutant.edit.words: mutant for mutant in mutation.mutants}


# What somebody does, and what becomes of it, by eye.
FATES = [
    ("at 'route', branch 1 (to 'pcm') and the default (to 'channel') are swapped", "noticed", ("default", "pcm")),
    ("at 'route', 'pcm' is the default, and 'channel' only when consent is granted", "", ()),
    ("at 'route', branch 1 also takes consent granted", "", ()),
    ("at 'route', branch 1 no longer takes consent refused", "unnoticed", ()),
    ("at 'route', branch 1 (consent is refused or unlikely) is gone", "refused", ()),
    ("at 'route', the default leads to 'pcm' instead of 'channel'", "refused", ()),
    ("'talk' no longer finds consent", "refused", ()),
    ("'channel' is left out: what led to it goes on to where it led", "noticed", ("default", "safe")),
    ("'channel' has no tag '#safe' any more", "noticed", ("safe",)),
    ("'channel' no longer sets result to supported", "noticed", ()),  # by a warning: nothing uses that value
    ("result starts as managed instead of open", "no difference", ()),
    ("'pcm' is done by 'mash' instead of 'team'", "unnoticed", ()),
]


@pytest.mark.parametrize(("words", "fate", "rules"), FATES)
def test_what_becomes_of_an_edit_is_as_seen_by_eye(
    mutation: Mutation, words: str, fate: str, rules: tuple[str, ...]
) -> None:
    found = by_words(mutation)
    if not fate:
        assert words not in found
        return
    assert found[words].fate == fate
    assert found[words].by == rules


def test_a_rule_that_only_loses_its_occasion_has_not_noticed() -> None:
    body = BODY.replace("set: {result: managed}, ", "").replace("[open, managed, supported]", "[open, supported]")
    rule = "id: pcm, says: PCM only without consent, kind: only_when, state: pcm, when: {consent: [refused, unlikely]}"
    found = by_words(mutate(compiled(body), [policy(rule)]))
    left_out = found["'pcm' is left out: what led to it goes on to where it led"]
    assert (left_out.fate, left_out.by, left_out.silenced) == ("unnoticed", (), ("pcm",))


def test_scores_add_up_and_rules_that_notice_nothing_are_named(mutation: Mutation) -> None:
    rules = mutation.rules["p"]
    assert rules == ("default", "pcm", "safe")
    warned = [m for m in mutation.of("noticed") if not m.by]
    assert all(mutant.findings == ("unused-value",) for mutant in warned)
    assert len(mutation.of("noticed")) == len(mutation.noticed_by(rules)) + len(warned)
    assert mutation.never_alone("p") == ["default"]  # where it is broken, 'pcm' or 'safe' is too
    assert len(mutation.counted) == len(mutation.of("noticed")) + len(mutation.of("unnoticed"))
    more = tried("id: end, says: It ends, kind: can_always_end\n" + RULES.strip())
    assert more.never_noticing("p") == ["end"]


def test_a_rule_that_is_broken_already_notices_nothing_and_is_named_apart() -> None:
    found = tried("id: gone, says: No Channel, kind: never, state: channel\n" + RULES.strip())
    assert found.standing("p", "broken") == ["gone"]
    assert found.noticed_by(["gone"]) == []
    assert "gone" not in found.never_noticing("p")
    assert [m.by for m in found.mutants] == [m.by for m in tried().mutants]


def test_a_sample_is_spread_evenly_and_said_to_be_one() -> None:
    some = tried(RULES, most=10)
    assert len(some.mutants) <= 10 < some.known
    lines = [mutant.edit.place.line for mutant in some.mutants]
    assert lines == sorted(lines)
    assert max(lines) - min(lines) >= 8
    text = mutation_text([Tried(some, coverage(some.compiled, []), "hand.yaml")])
    assert f"The operators know {some.known}" in text


def test_where_the_pathway_itself_is_undecided_no_edit_is_tried() -> None:
    found = tried(limit=2)
    assert found.mutants == ()
    shown = mutation_text([Tried(found, coverage(found.compiled, []), "hand.yaml")])
    assert shown.splitlines()[1].startswith("  undecided: there are too many different cases")


def test_the_same_is_found_every_time(mutation: Mutation) -> None:
    again = tried()
    assert [(m.edit.words, m.fate, m.by) for m in again.mutants] == [
        (m.edit.words, m.fate, m.by) for m in mutation.mutants
    ]


def test_what_is_told_reads_well(mutation: Mutation) -> None:
    text = mutation_text([Tried(mutation, coverage(mutation.compiled, [policy(RULES)]), "hand.yaml")])
    assert text == TOLD


TOLD: Final = """\
hand  (hand.yaml)
  24 small edits that a tired author could make were tried. 6 are refused by the checks of the definition
    itself, 2 change nothing that can happen. 16 are left that somebody should notice.
  Noticed: 9 of 16 (56%), 4 of them only by a warning of those checks. Of those that change where referrals go
    or what is recorded of them: 8 of 11 (72%).

  What each policy notices
    p: 5 of 16 (31%), 3 of them that nothing else notices
      never the only one to notice: default

  What nobody would notice, worst first

    'channel' (Channel)
      hand.yaml:10  referrals can also start at 'channel' (ends otherwise)

    'route' (Channel or PCM?)
      hand.yaml:18  branch 1 no longer takes consent refused (goes another way)
      hand.yaml:18  branch 1 no longer takes consent unlikely (goes another way)

  What is written about states and could be lost or changed unnoticed: lanes 4.

  What no rule speaks of
    2 of 5 states: talk, closed
    attributes: age, result
    values of consent: granted"""


def test_programs_are_told_every_edit(mutation: Mutation) -> None:
    document = mutation_document([Tried(mutation, coverage(mutation.compiled, []), "hand.yaml")])
    (pathway,) = document["pathways"]
    assert len(pathway["edits"]) == len(mutation.mutants) == sum(pathway["counts"].values())
    assert {edit["fate"] for edit in pathway["edits"]} == {"noticed", "unnoticed", "refused", "no difference"}


def test_states_with_the_farthest_difference_come_first(mutation: Mutation) -> None:
    order = [at for at, _ in by_state([m for m in mutation.of("unnoticed") if not m.edit.is_record])]
    groups = dict(by_state([m for m in mutation.of("unnoticed") if not m.edit.is_record]))
    worst = [(min(m.reach for m in groups[at] if m.reach is not None), -len(groups[at])) for at in order]
    assert worst == sorted(worst)


FAULTS = [
    # lints are not looked at
    ("pathways.rules.mutation", 'if any(finding.severity == "error" for finding in new)', "if False"),
    # a rule that failed before counts too, one that fails now does not
    (
        "pathways.rules.mutation",
        "by = tuple(v.rule for v in verdicts if v.is_failure)",
        "by = tuple(v.rule for v in verdicts if v.holds)",
    ),
    # what changes nothing counts
    ("pathways.rules.mutation", "if reach is Reach.NOTHING and not silenced", "if reach is Reach.STEPS"),
]


@pytest.mark.parametrize(("module", "said", "fault"), FAULTS)
def test_a_planted_fault_of_the_score_is_seen(
    monkeypatch: pytest.MonkeyPatch, module: str, said: str, fault: str
) -> None:
    plant(monkeypatch, module, said, fault)
    found = by_words(tried())
    assert [(w, found[w].fate, found[w].by) for w, fate, _ in FATES if fate] != [
        (words, fate, rules) for words, fate, rules in FATES if fate
    ]
