"""The walk by scripted replies and by files of answers: what is asked, shown, undone, refused and kept."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from pathways.commands.walk import WalkResult, run_walk
from pathways.definition import link, parse_pathway
from pathways.errors import DefinitionError
from pathways.machine import CompiledPathway, compile_pathway
from pathways.source import read_document

TEXT = """
pathway: small
title: Small pathway
version: "1"
status: proposed
lanes: {mash: MASH, so15: Police (SO15), channel: Channel panel}
attributes:
  sector:  {title: Referring sector, values: [education, police], from: arrival}
  concern: {title: Concern, values: [none, radicalisation], starts: none}
  consent: {title: Consent, values: [not_sought, granted, refused], starts: not_sought}
  giver:   {title: Who gives consent, values: [individual, parent]}
  reviews: {title: Reviews, range: [0, 2], starts: 0}
start: [referral, phone_call]
states:
  referral:   {lane: mash, target: 1 working day, note: Written by the school., then: gateway}
  phone_call: {lane: mash, then: gateway}
  gateway:    {title: Gateway assessment, lane: so15, with: [mash], finds: concern, then: triage}
  triage:
    kind: decision
    lane: so15
    choose: [{when: {concern: none}, then: closed}, {otherwise: consent}]
  consent:
    lane: mash
    finds: {consent: [granted, refused], giver: [individual, parent]}
    after: {10 working days: closed}
    then: checks
  checks:
    kind: parallel
    lane: mash
    branches:
      health: {ask_gp: {title: Ask the GP, lane: mash, then: done}}
      school: {ask_school: {title: Ask the school, lane: mash, then: done}}
    add: {reviews: 1}
    then: support
  support: {lane: channel, kind: wait, then: exited}
  closed: {kind: end, outcome: closed_nfa, lane: mash}
  exited: {kind: end, outcome: exited, lane: channel}
interrupts:
  withdrawn: {title: Consent withdrawn, during: [support, checks], when: {consent: granted}, set: {consent: refused},
              then: closed}
"""


def compiled() -> CompiledPathway:
    definition = parse_pathway(read_document(TEXT, "small.yaml"))
    return compile_pathway(link(definition, {"small": definition}))


@dataclass
class Terminal:
    """Replies in order, and everything that was said; nobody is there when they run out."""

    replies: list[str]
    said: list[str] = field(default_factory=list)
    prompts: int = 0

    def ask(self, prompt: str) -> str:
        self.prompts += 1
        if not self.replies:
            raise EOFError
        return self.replies.pop(0)

    @property
    def text(self) -> str:
        return "\n".join(self.said)


def walked(*replies: str, answers: str | None = None) -> tuple[WalkResult, Terminal]:
    terminal = Terminal(list(replies))
    document = None if answers is None else read_document(answers, "answers.yaml")
    return run_walk(compiled(), answers=document, ask=terminal.ask, say=terminal.said.append), terminal


def test_a_whole_walk_by_numbers_and_by_words() -> None:
    result, terminal = walked("1", "education", "", "radicalisation", "1", "1", "individual", "2", "1", "1")
    assert (result.is_ended, result.outcome, result.state) == (True, "exited", "exited")
    assert [(s.kind, s.state, s.target) for s in result.steps] == [
        ("complete", "referral", "gateway"),
        ("complete", "gateway", "triage"),
        ("decide", "triage", "consent"),
        ("complete", "consent", "checks"),
        ("complete", "checks.school.ask_school", "done"),
        ("complete", "checks.health.ask_gp", "done"),
        ("join", "checks", "support"),
        ("complete", "support", "exited"),
    ]
    assert terminal.replies == []
    assert result.lines == (
        "   1. Referral: done.",
        "   2. Gateway assessment: Concern: radicalisation.",
        "      Triage: by default to Consent (Concern: radicalisation).",
        "   3. Consent: Consent: granted, Who gives consent: individual.",
        "   4. Ask the school: done.",
        "   5. Ask the GP: done.",
        "      Checks: all its branches are done. Now Reviews: 1.",
        "   6. Support: done.",
    )
    assert "Ended at Exited. Outcome: exited." in terminal.text


def test_a_state_is_shown_with_its_lane_its_target_and_its_note() -> None:
    _, terminal = walked("1", "1")
    assert "Referral (referral) - MASH; target: 1 working day\n    Written by the school." in terminal.text
    _, terminal = walked("1", "1", "1")
    assert "Gateway assessment (gateway) - Police (SO15), with MASH" in terminal.text


def test_a_decision_shows_why_and_where_the_default_would_lead() -> None:
    result, terminal = walked("phone_call", "police", "1", "none")
    assert "  -> Triage: concern is none, so to Closed. (The default would lead to Consent.)" in terminal.text
    assert result.outcome == "closed_nfa"


def test_timeouts_and_interrupts_are_offered_where_they_may_happen() -> None:
    _, terminal = walked("1", "1", "1", "2")
    assert "  2. 10 working days pass and it is still here (leads to Closed)" in terminal.text
    _, terminal = walked("1", "1", "1", "2", "1", "granted", "parent")
    assert "  3. Consent withdrawn (leads to Closed)" in terminal.text.replace("Checks: ", "")
    result, terminal = walked("1", "1", "1", "2", "1", "granted", "parent", "withdrawn")
    assert "  -> Consent withdrawn, during: Checks. Now Consent: refused." in terminal.text
    assert result.outcome == "closed_nfa"
    result, _ = walked("1", "1", "1", "2", "timeout")
    assert (result.outcome, result.steps[-1].kind) == ("closed_nfa", "timeout")


def test_a_question_mark_explains_what_is_known_and_what_cannot_happen_now() -> None:
    _, terminal = walked("1", "1", "1", "2", "1", "refused", "parent", "?")
    assert "Known: Referring sector: education, Concern: radicalisation, Consent: refused" in terminal.text
    assert "Consent withdrawn can happen here only when consent is granted; now consent is refused." in terminal.text
    assert "No time limit can pass here, for none is written." in terminal.text
    _, terminal = walked("1", "1", "?")
    assert "Consent withdrawn cannot happen here, only during 'Checks' or 'Support'." in terminal.text
    _, terminal = walked("1", "1", "1", "2", "?")
    assert "No time limit" not in terminal.text  # consent has one


def test_an_event_that_is_typed_where_it_cannot_happen_is_refused_with_the_reason() -> None:
    result, terminal = walked("1", "1", "withdrawn", "timeout", "quit")
    assert "'withdrawn' can happen only during 'checks'" in terminal.text
    assert "'timeout' cannot happen: the referral stands at 'referral', and no time limit" in terminal.text
    assert result.steps == ()


def test_when_nobody_answers_the_walk_says_so_on_a_line_of_its_own_and_where_it_stands() -> None:
    result, terminal = walked("1", "1", "1")
    assert "\nNobody answers any more, so the walk stops here." in terminal.said
    assert terminal.said[-1] == "Not ended: it stands at Gateway assessment."
    assert not result.is_cut_short
    _, terminal = walked()
    assert terminal.said[-1] == "The referral has not arrived yet."


def test_answers_that_end_before_the_referral_are_cut_short_unless_somebody_goes_on() -> None:
    half = "start: referral\narrival: {sector: police}\nanswers: [complete]"
    assert walked(answers=half)[0].is_cut_short
    assert not walked("quit", answers=half)[0].is_cut_short
    assert not walked("none", answers=half)[0].is_cut_short
    assert walked(answers="answers: [complete]")[0].is_cut_short


def test_the_last_part_of_a_name_is_enough() -> None:
    answers = "[complete, radicalisation, {consent: {consent: granted, giver: parent}}, ask_gp: complete]"
    result, _ = walked("1", "1", answers=answers)
    assert (result.steps[-1].state, result.steps[-1].target) == ("checks.health.ask_gp", "done")


def test_several_branches_are_all_offered_by_name() -> None:
    _, terminal = walked("1", "1", "1", "2", "1", "1", "1")
    assert "  1. Ask the GP: Done (goes on to the end of this branch)\n  2. Ask the school: Done" in terminal.text


def test_back_undoes_one_choice_and_stops_at_the_beginning() -> None:
    straight, _ = walked("1", "1", "1", "1")
    result, terminal = walked("1", "1", "back", "1", "2", "back", "back", "1", "1")
    assert result.steps == straight.steps
    assert "This is the beginning." in terminal.text
    assert terminal.text.count("One step back.") == 2


def test_back_among_several_findings_undoes_the_choice_before() -> None:
    result, _ = walked("1", "1", "1", "2", "1", "granted", "back", "none")
    assert result.outcome == "closed_nfa"


def test_what_is_not_understood_is_asked_again() -> None:
    result, terminal = walked("9", "front", "1", "1", "7", "", "", "2", "quit")
    assert "'9' is not one of these: give a number from 1 to 2." in terminal.text
    assert "'7' is not one of these: give 1." in terminal.text
    assert "Give a number from 1 to 2." in terminal.text
    assert [s.state for s in result.steps] == ["referral", "gateway", "triage"]


def test_quit_shows_the_way_so_far_and_keeps_the_answers() -> None:
    result, terminal = walked("1", "1", "1", "quit")
    assert (result.is_ended, result.state) == (False, "gateway")
    assert "   1. Referral: done.\nNot ended: it stands at Gateway assessment." in terminal.text
    assert (
        result.answers
        == "walk: small\nstart: referral\narrival: {sector: education}\nanswers:\n  - referral: complete\n"
    )


def test_quit_at_the_first_question_has_no_steps() -> None:
    result, _ = walked("quit")
    assert (result.steps, result.is_ended, result.answers) == ((), False, "walk: small\nanswers: []\n")


@pytest.mark.parametrize(
    "replies",
    [
        ("1", "1", "1", "2", "1", "1", "1", "2", "1", "1"),
        ("1", "1", "1", "2", "1", "1", "1", "2", "withdrawn"),
        ("2", "2", "1", "2", "timeout"),
        ("2", "2", "1", "2", "1", "2", "2", "quit"),
    ],
)
def test_the_answers_of_a_walk_replay_it(replies: tuple[str, ...]) -> None:
    first, _ = walked(*replies)
    again, terminal = walked(answers=first.answers)
    assert (again.steps, again.outcome, again.answers) == (first.steps, first.outcome, first.answers)
    assert terminal.prompts == (0 if first.is_ended else 1)


def test_a_bare_list_may_leave_out_states_and_the_beginning_is_asked() -> None:
    result, _ = walked(
        "1", "1", answers="[complete, radicalisation, {consent: {consent: granted, giver: parent}}, withdrawn]"
    )
    assert result.outcome == "closed_nfa"
    assert "  - checks: withdrawn\n" in result.answers


def test_where_answers_run_out_the_walk_goes_on_asking() -> None:
    result, _ = walked(
        "radicalisation", "timeout", answers="start: referral\narrival: {sector: police}\nanswers: [complete]"
    )
    assert result.steps[-1].kind == "timeout"


HEAD = "start: referral\narrival: {sector: police}\nanswers:\n"


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        (HEAD + "  - referral: compleet\n", "4:5",
         "'compleet' is not possible here: the referral stands at 'referral'"),
        (HEAD + "  - referral: compleet\n", "4:5",
         "expected 'referral: complete'\n    fix: write '- referral: complete'"),
        (HEAD + "  - gateway: none\n", "4:5",
         "fix: tell first what happens at 'referral', such as '- referral: complete'"),
        (HEAD + "  - complete\n  - radicalization\n", "5:5",
         "expected one of 'gateway: none' or 'gateway: radicalisation'\n    fix: write '- gateway: radicalisation'"),
        (HEAD + "  - complete\n  - radicalisation\n  - complete\n", "6:5",
         "expected one of 'consent: {consent: granted, giver: individual}' or 'consent: timeout'"),
        (HEAD + "  - complete\n  - gateway: radicalization\n", "5:5",
         "'gateway' cannot find that 'concern' is 'radicalization'"),
        (HEAD + "  - complete\n  - gateway: complete\n", "5:5",
         "'gateway' finds 'concern': give one of none, radicalisation"),
        (HEAD + "  - gateway: none\n", "4:5", "the referral stands at 'referral'"),
        (HEAD + "  - withdrawn\n", "4:5", "'withdrawn' can happen only during 'checks' or 'support'"),
        (HEAD + "  - complete\n  - none\n  - complete\n", "6:5", "the referral has ended at 'closed' (closed_nfa)"),
        (HEAD + "  - referral: [a]\n", "4:5", "this is not an answer"),
        (HEAD + "  - {a: b, c: d}\n", "4:5", "this is not an answer"),
        ("walk: other\n" + HEAD + "  - complete\n", "1:7", "these answers are for 'other', not for 'small'"),
        ("start: gateway\narrival: {sector: police}\nanswers: [complete]", "1:8",
         "'small' does not start at 'gateway'"),
        ("start: referral\narrival: {sector: army}\nanswers: [complete]", "2:10",
         "'sector' comes with the referral and cannot be 'army'"),
        ("start: [a]\nanswers: [complete]", "1:8", "this is not a name"),
        ("stert: a\nanswers: [complete]", "1:1", "'stert' is no part of a file of answers"),
        ("start: referral", "1:1", "there is no list of answers here"),
        ("just text", "1:1", "there is no list of answers here"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_refused_with_its_place(text: str, place: str, message: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        walked("1", "1", answers=text)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"answers.yaml:{place}  ")
