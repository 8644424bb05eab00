"""Two versions of a pathway: what the comparison says, as a coordinator reads it, and against brute force."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from pathways.errors import DefinitionError
from pathways.rules import Policy, check
from pathways.rules.versions import Comparison, compare
from pathways.rules.versions.document import versions_document
from pathways.rules.versions.text import versions_text
from pathways.testing import WrittenPathway, written_pathways
from tests.rules.at_random import EXAMPLES
from tests.rules.build import compiled, policy
from tests.rules.oracle import Full, full
from tests.rules.planted import plant
from tests.rules.seen import Sight, words
from tests.rules.test_behaviour import edited_pair

OLD: Final = """
attributes:
  source:  {values: [school, police], from: arrival}
  consent: {values: [granted, refused, not_sought]}
start: talk
states:
  talk: {lane: team, title: Talk about consent, finds: consent, then: route}
  route:
    kind: decision
    title: Channel or PCM?
    lane: team
    choose:
      - {when: {consent: refused}, then: pcm}
      - {otherwise: channel}
  pcm: {lane: team, title: PCM meeting, then: managed}
  channel: {kind: panel, title: Panel, lane: team, then: closed}
  managed: {kind: end, lane: team, outcome: risk_managed}
  closed: {kind: end, lane: team, outcome: closed}
"""
TURNED: Final = OLD.replace(
    "- {when: {consent: refused}, then: pcm}\n      - {otherwise: channel}",
    "- {when: {consent: granted}, then: channel}\n      - {otherwise: pcm}",
)
RULES: Final = """
id: default, says: Channel is the default, kind: default_outcome, at: route, outcome: channel
id: pcm, says: PCM only where consent is refused, kind: only_when, state: pcm, when: {consent: refused}
id: end, says: It ends, kind: can_always_end
"""


def held(old: str, new: str, rules: str = RULES, **more: int) -> Comparison:
    before, now = compiled(old), compiled(new)
    policies: list[Policy] = [policy(rules)]
    return compare(before, now, check(before, policies), check(now, policies), **more)


def text(old: str, new: str, rules: str = RULES) -> str:
    return versions_text(held(old, new, rules), "old.yaml", "new.yaml")


TOLD: Final = """\
hand  (new.yaml), against its old text  (old.yaml)

  The same answers, another outcome

    1. It ended as 'closed', and now ends as 'risk managed'
       Before:
         1. A referral arrives at 'Talk about consent'.
         2. 'Talk about consent' is done by Team, finding that consent is not sought; it goes on to 'Channel
            or PCM?'.
         3. At 'Channel or PCM?', because none of its exceptions applies (consent is not sought), it goes on
            to 'Panel'.
         4. The Team discusses it at 'Panel'; it ends as 'closed'.
         the last step is allowed by hand.yaml:20:58
       Now:
         Steps 1 to 2 as above, for the outcome before, 1.
         3. At 'Channel or PCM?', because none of its exceptions applies (consent is not sought), it goes on
            to 'PCM meeting'.
         4. 'PCM meeting' is done by Team; it ends as 'risk managed'.
         the last step is allowed by hand.yaml:19:47

  Now possible

    1. At 'Channel or PCM?' it can go on to 'PCM meeting', when consent is not sought.
       Before, after the same answers: 'Panel'.
         Steps 1 to 3 as above, for the outcome now, 1.
         the last step is allowed by hand.yaml:18:9

  No longer possible

    1. At 'Channel or PCM?' it can go on to 'Panel', when consent is not sought.
       Now, after the same answers: 'PCM meeting'.
         Steps 1 to 3 as above, for the outcome before, 1.
         the last step is allowed by hand.yaml:18:9

  Rules that change their verdict
    default  holds -> broken  <- newly broken
      Channel is the default
    pcm      holds -> broken  <- newly broken
      PCM only where consent is refused"""


def test_a_default_turned_round_is_told_both_ways_with_its_rules() -> None:
    """By hand: only 'not sought' changes its way, from Channel (closed) to PCM (risk managed)."""
    assert text(OLD, TURNED) == TOLD


SAME: Final = """\
hand  (new.yaml), against its old text  (old.yaml)

  Every referral can go the same ways as before.
  No rule changes its verdict."""


def test_equal_versions_say_so_plainly() -> None:
    """Other words for the same are no difference: another order of values, a branch to where the default leads."""
    same = OLD.replace("[granted, refused, not_sought]", "[not_sought, refused, granted]").replace(
        "- {otherwise: channel}", "- {when: {consent: granted}, then: channel}\n      - {otherwise: channel}"
    )
    found = held(OLD, same)
    assert (found.is_same, found.possible, found.gone, found.changes) == (True, (), (), ())
    assert text(OLD, same) == SAME


RENAMED: Final = """\
hand  (new.yaml), against its old text  (old.yaml)
  new states: papers (Papers)
  states with another name: pcm is now police_led
  states with another title: channel was 'Panel', is 'Channel panel'
  What follows compares what both versions have: states of one alone are passed over.

  Every referral can go the same ways as before.
  No rule changes its verdict."""


def test_states_are_matched_by_name_then_by_title_and_new_ones_are_passed_over() -> None:
    """By hand: a step more before the panel and another name for PCM change no way that both versions have."""
    new = (
        OLD.replace("{otherwise: channel}", "{otherwise: papers}")
        .replace("  pcm: {", "  papers: {lane: team, title: Papers, then: channel}\n  police_led: {")
        .replace("then: pcm}", "then: police_led}")
        .replace("title: Panel,", "title: Channel panel,")
    )
    found = held(OLD, new, "id: end, says: It ends, kind: can_always_end")
    assert (found.is_same, found.matching.renamed) == (True, [("pcm", "police_led")])
    assert text(OLD, new, "id: end, says: It ends, kind: can_always_end") == RENAMED


def test_what_a_new_time_limit_and_a_new_finding_allow_is_told() -> None:
    new = OLD.replace(
        "title: PCM meeting, then: managed", "title: PCM meeting, then: managed, after: {2 weeks: channel}"
    )
    found = held(OLD, new)
    assert found.possible is not None
    assert [difference.words for difference in found.possible] == ["'PCM meeting' can be left by its time limit"]
    assert found.gone == ()
    fewer = held(OLD, OLD.replace("finds: consent", "finds: {consent: [granted, refused]}"))
    assert fewer.gone is not None
    assert [(d.words, d.instead) for d in fewer.gone] == [
        ("'Talk about consent' can find that consent is not sought", "consent is granted; or consent is refused")
    ]


SIDE_BY_SIDE: Final = """
start: both
states:
  both:
    kind: parallel
    lane: team
    branches:
      one: {a1: {lane: team, then: a2}, a2: {lane: team, then: done}}
      two: {b1: {lane: team, then: b2}, b2: {lane: team, then: done}}
    then: closed
  closed: {kind: end, lane: team, outcome: closed}
"""


def test_a_step_more_in_one_branch_is_no_difference_of_the_other() -> None:
    """By hand: 'a0' is passed over; that a1 no longer comes before b1, but after it, is an order between branches."""
    new = SIDE_BY_SIDE.replace("one: {a1:", "one: {a0: {lane: team, then: a1}, a1:")
    rule = "id: end, says: It ends, kind: can_always_end"
    found = held(SIDE_BY_SIDE, new, rule)
    assert (found.is_same, found.only_order) == (False, True)
    assert found.possible is not None
    assert found.gone is not None
    assert [d.only_order for d in (*found.possible, *found.gone)] == [True, True]
    told = text(SIDE_BY_SIDE, new, rule)
    assert "Nothing differs but the order, or the combination" in told
    assert "Only by the order, or the combination, of steps in branches side by side." in told
    # With a real difference the other way round, each is told for what it is.
    more = held(
        new.replace("b2: {lane: team, then: done}", "b2: {lane: team, then: done, after: {2 weeks: b1}}"), new, rule
    )
    assert more.gone is not None
    assert [(d.words, d.only_order) for d in more.gone] == [("'B2' can be left by its time limit", False)]
    mixed = held(
        SIDE_BY_SIDE.replace("b2: {lane: team, then: done}", "b2: {lane: team, then: done, after: {2 weeks: b1}}"),
        new,
        rule,
    )
    assert mixed.possible is not None
    assert [difference.only_order for difference in mixed.possible] == [True]


def test_beyond_the_budget_nothing_is_claimed() -> None:
    found = held(OLD, TURNED, budget=2)
    assert (found.is_undecided, found.possible, found.gone, found.is_same) == (True, None, None, False)
    shown = versions_text(found, "old.yaml", "new.yaml")
    assert "undecided: the two differ in too many situations to compare them all" in shown
    assert "default  holds -> broken  <- newly broken" in shown
    assert versions_document(found, "old.yaml", "new.yaml")["same_behaviour"] is None


@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)  # fmt: skip
@given(written_pathways(states=4, pieces=1, nesting=1), st.integers(0, 2**32))
def test_sameness_and_sides_agree_with_all_words(written: WrittenPathway, seed: int) -> None:
    """Oracle: every word of at most six letters of what both versions have; a state may have lost its name."""
    try:
        old, new, _ = edited_pair(written, seed)
    except DefinitionError:
        assume(False)
        raise
    found = compare(old, new)
    spaces = full(old, 1_500), full(new, 1_500)
    assume(None not in spaces)
    assert isinstance(spaces[0], Full)
    assert isinstance(spaces[1], Full)
    arrival = tuple(sorted(old.attributes[a] for a in old.arrival))
    own = {name: name for name in found.matching.states.values()}
    before = words(spaces[0], Sight(arrival, found.matching.states, found.matching.findings), 6)
    now = words(spaces[1], Sight(arrival, own, found.matching.findings), 6)
    assume(before is not None and now is not None)
    assert before is not None
    assert now is not None
    before_words, now_words = set(before), set(now)
    assert found.possible is not None
    assert found.gone is not None
    if found.is_same:
        assert before_words == now_words
    if before_words != now_words:
        assert found.possible or found.gone or found.only_order
    if len(old.regions) == len(new.regions) == 1:  # nothing runs side by side: each direction by itself
        assert found.possible or now_words <= before_words
        assert found.gone or before_words <= now_words


# A planted fault, and what is then wrong with the text above.
FAULTS = [
    # new and old are taken for each other
    ("pathways.rules.versions.pair", "possible = surpluses(new, old, budget", "possible = surpluses(old, new, budget"),
    # the cases in which a decision goes another way are not gathered
    ("pathways.rules.behaviour.words", "if 0 < node <= len(space)", "if 0 < node < 0"),
    # an outcome counts as changed when it is the same
    ("pathways.rules.versions.pair", 'if surplus.word[-1][0] != "ends"', 'if surplus.word[-1][0] == "ends"'),
]


@pytest.mark.parametrize(("module", "said", "fault"), FAULTS)
def test_a_planted_fault_of_the_telling_is_seen(
    monkeypatch: pytest.MonkeyPatch, module: str, said: str, fault: str
) -> None:
    plant(monkeypatch, module, said, fault)
    assert text(OLD, TURNED) != TOLD
