"""BPMN as a modeller writes it, to a definition; and files that are refused, with the place and the reason."""

from __future__ import annotations

import random
import re
from textwrap import dedent

import pytest

from pathways.definition import link, parse_pathway
from pathways.diagram.bpmn import to_bpmn
from pathways.errors import DefinitionError
from pathways.exchange.bpmn.definition import Imported, import_bpmn
from pathways.source import read_document
from tests.diagram.given import repository

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MODEL = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'


def document(inside: str, more: str = "") -> bytes:
    process = f'<process id="p" name="Intake">\n{dedent(inside)}</process>'
    return f'{HEAD}<definitions {MODEL} id="d">\n{more}{process}\n</definitions>'.encode()


def read(inside: str, more: str = "") -> Imported:
    made = import_bpmn(document(inside, more), "intake.bpmn")
    link(parse_pathway(read_document(made.yaml, "intake.yaml")), {})  # it can be used
    return made


def refused(data: bytes) -> str:
    with pytest.raises(DefinitionError) as caught:
        import_bpmn(data, "intake.bpmn")
    return str(caught.value)


PLAIN = """\
<laneSet id="ls">
  <lane id="Lane_1" name="Front desk">
    <flowNodeRef>s</flowNodeRef><flowNodeRef>t1</flowNodeRef>
    <flowNodeRef>g</flowNodeRef>
  </lane>
  <lane id="Lane_2" name="Duty team">
    <flowNodeRef>t2</flowNodeRef><flowNodeRef>e1</flowNodeRef>
    <flowNodeRef>e2</flowNodeRef>
  </lane>
</laneSet>
<startEvent id="s"><outgoing>f1</outgoing></startEvent>
<userTask id="t1" name="Read the referral"><documentation>Same day.</documentation></userTask>
<exclusiveGateway id="g" name="Ours?" default="f4"/>
<task id="t2" name="Assess"/>
<boundaryEvent id="b" name="too long" attachedToRef="t2">
  <timerEventDefinition><timeDuration>P10D</timeDuration></timerEventDefinition>
</boundaryEvent>
<endEvent id="e1" name="Assessed"/>
<endEvent id="e2" name="Not ours"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="t1"/>
<sequenceFlow id="f2" sourceRef="t1" targetRef="g"/>
<sequenceFlow id="f3" name="yes" sourceRef="g" targetRef="t2"/>
<sequenceFlow id="f4" name="no" sourceRef="g" targetRef="e2"/>
<sequenceFlow id="f5" sourceRef="t2" targetRef="e1"/>
<sequenceFlow id="f6" sourceRef="b" targetRef="e2"/>
"""


def test_a_plain_process_is_the_definition_one_would_write() -> None:
    made = read(PLAIN)
    assert made.definition == {
        "pathway": "intake",
        "version": "1",
        "status": "proposed",
        "title": "Intake",
        "lanes": {"front_desk": "Front desk", "duty_team": "Duty team"},
        "attributes": {"ours": {"title": "Ours?", "values": ["yes", "no"]}},
        "start": "read_the_referral",
        "states": {
            "read_the_referral": {"lane": "front_desk", "note": "Same day.", "finds": "ours", "then": "ours"},
            "ours": {
                "kind": "decision",
                "title": "Ours?",
                "lane": "front_desk",
                "choose": [
                    {"when": {"ours": "yes"}, "then": "assess", "title": "yes"},
                    {"otherwise": "not_ours", "title": "no"},
                ],
            },
            "assess": {"lane": "duty_team", "after": {"10 days": "not_ours"}, "then": "assessed"},
            "assessed": {"kind": "end", "lane": "duty_team", "outcome": "assessed"},
            "not_ours": {"kind": "end", "lane": "duty_team", "outcome": "not_ours"},
        },
    }
    assert (made.left_out, made.added) == ((), ())


PARALLEL = """\
<startEvent id="s"/>
<parallelGateway id="fork"/>
<task id="a" name="Ask health"/>
<task id="b" name="Ask school"/>
<boundaryEvent id="x" name="Danger" attachedToRef="b"><messageEventDefinition/></boundaryEvent>
<parallelGateway id="join"/>
<endEvent id="e" name="Done"/>
<endEvent id="e2" name="Handed over"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="fork"/>
<sequenceFlow id="f2" sourceRef="fork" targetRef="a"/>
<sequenceFlow id="f3" sourceRef="fork" targetRef="b"/>
<sequenceFlow id="f4" sourceRef="a" targetRef="join"/>
<sequenceFlow id="f5" sourceRef="b" targetRef="join"/>
<sequenceFlow id="f6" sourceRef="join" targetRef="e"/>
<sequenceFlow id="f7" sourceRef="x" targetRef="e2"/>
"""


def test_parallel_gateways_become_a_parallel_state_and_an_event_that_leaves_it_an_interrupt() -> None:
    made = read(PARALLEL)
    states = made.definition["states"]
    assert states["side_by_side"]["branches"] == {
        "branch_1": {"ask_health": {"lane": "intake", "then": "done"}},
        "branch_2": {"ask_school": {"lane": "intake", "then": "done"}},
    }
    assert made.definition["interrupts"] == {
        "danger": {"title": "Danger", "during": ["side_by_side"], "then": "handed_over"}
    }
    assert made.added == ("that 'Danger' ends all branches of the parallelGateway 'fork'",)


def test_what_is_left_out_is_said_in_words() -> None:
    pools = '<participant id="x" name="Intake" processRef="p"/><participant id="y" name="School"/>'
    more = f'<collaboration id="c">{pools}<messageFlow id="m"/></collaboration>\n'
    extra = '<textAnnotation id="n"/><dataObject id="o"/>'
    extra += '<subProcess id="sub" name="Look closer"><task id="in"/></subProcess>'
    inside = PLAIN.replace(
        '<task id="t2" name="Assess"/>',
        f'<task id="t2" name="Assess"><multiInstanceLoopCharacteristics/></task>{extra}',
    )
    inside += (
        '<sequenceFlow id="f8" sourceRef="sub" targetRef="e1"/><sequenceFlow id="f9" sourceRef="s" targetRef="sub"/>'
    )
    assert set(read(inside, more).left_out) == {
        "that 'Assess' is done several times",
        "what is inside 'Look closer' (1 elements); it is one state here",
        "that 'Look closer' is a process of its own",
        "1 message flow",
        "1 other pool",
        "1 text annotation",
        "1 data object",
    }


def test_conditions_triggers_and_events_on_no_border_are_named() -> None:
    inside = PLAIN.replace('<startEvent id="s">', '<startEvent id="s" name="Letter"><messageEventDefinition/>')
    ended = '<endEvent id="e1"><terminateEventDefinition/></endEvent>'
    inside = inside.replace('<endEvent id="e1" name="Assessed"/>', ended)
    inside = inside.replace('attachedToRef="t2"', 'attachedToRef="gone"')
    told = "<conditionExpression>risk is high</conditionExpression></sequenceFlow>"
    arrow = 'name="yes" sourceRef="g" targetRef="t2"'
    inside = inside.replace(f"{arrow}/>", f"{arrow}>{told}")
    assert set(read(inside).left_out) == {
        "what kind of start 'Letter' is (message)",
        "what kind of event the endEvent 'e1' is (terminate)",
        "'too long', which is on the border of nothing",
        "the condition of the arrow 'yes' ('risk is high')",
    }
    unnamed = read(inside.replace('name="yes" ', ""))
    assert unnamed.definition["attributes"]["ours"]["values"] == ["risk_is_high", "no"]


def test_a_question_that_nothing_answers_gets_a_step_before_it() -> None:
    inside = (
        PLAIN.replace('sourceRef="s" targetRef="t1"', 'sourceRef="s" targetRef="g"')
        .replace(
            '<sequenceFlow id="f2" sourceRef="t1" targetRef="g"/>',
            '<sequenceFlow id="f2" sourceRef="t1" targetRef="e1"/>',
        )
        .replace(
            '<startEvent id="s">',
            '<startEvent id="s2"/><sequenceFlow id="f0" sourceRef="s2" targetRef="t1"/><startEvent id="s">',
        )
    )
    made = read(inside)
    assert made.definition["states"]["find_ours"] == {
        "title": "Find out: Ours?", "lane": "front_desk", "finds": "ours", "then": "ours",
    }  # fmt: skip
    assert made.added == ("a step before 'Ours?' in which it is found out which way to take",)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("PT24H", "24 hours"),
        ("P1M", "1 month"),
        ("P1DT12H", "36 hours"),
        ("PT1.5H", "1.5 hours"),
        ("5 working days", "5 working days"),
    ],
)
def test_times_are_read_in_every_form(written: str, meant: str) -> None:
    assert read(PLAIN.replace("P10D", written)).definition["states"]["assess"]["after"] == {meant: "not_ours"}


def test_a_time_that_cannot_be_told_is_an_interrupt_and_said() -> None:
    made = read(PLAIN.replace("P10D", "${limit}"))
    assert made.definition["interrupts"] == {
        "too_long": {"title": "too long", "during": ["assess"], "then": "not_ours"}
    }
    assert made.left_out == ("the time of 'too long' ('${limit}'); it may happen at any time here",)


def test_what_a_modeller_did_to_times_and_events_of_our_export_is_done_or_said() -> None:
    xml = to_bpmn(repository()["channel"])
    spoilt = re.sub(r"(<bpmn:timeDuration[^>]*>)P1M", r"\1P10D", xml, count=1)
    state = import_bpmn(spoilt.encode(), "file.bpmn").definition["states"]["support"]["branches"]["provider"]
    assert state["provider_wait"]["after"] == {"10 days": "done"}
    gone = re.sub(r'<bpmn:boundaryEvent id="event_0_review".*?</bpmn:boundaryEvent>', "", xml, flags=re.DOTALL)
    assert gone != xml
    left = import_bpmn(gone.encode(), "file.bpmn").left_out
    assert "that 'consent_withdrawn' no longer happens in 'Monthly review': take it out of the interrupt" in left


@pytest.mark.parametrize(
    "name",
    ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "\u202edetrever", "- {a: b} # c", "x" * 900, "no", "{", "😀"],
)
def test_names_are_text_whatever_they_say(name: str) -> None:
    from xml.sax.saxutils import quoteattr

    made = read(PLAIN.replace('name="Assess"', f"name={quoteattr(name)}"))
    titles = [state.get("title", "") for state in made.definition["states"].values()]
    again = link(parse_pathway(read_document(made.yaml, "intake.yaml")), {})
    assert [title for title in titles if title] == [
        state.title for key, state in again.states.items() if "title" in made.definition["states"][key]
    ]


def test_the_place_of_a_fault_is_that_in_the_file() -> None:
    text = refused(document('<startEvent id="s"/>\n<inclusiveGateway id="g" name="Any of these"/>\n'))
    assert text.startswith("intake.bpmn:5:1  'Any of these' is a gateway of the kind 'inclusive'")
    assert "fix: say with exclusive and parallel gateways what is meant" in text


def test_a_split_without_a_gateway_is_refused() -> None:
    text = refused(document(PLAIN + '<sequenceFlow id="f9" sourceRef="t2" targetRef="e2"/>'))
    assert "2 arrows leave 'Assess', which does not say whether one is taken or all  [bpmn-split]" in text


def test_branches_that_do_not_meet_are_refused() -> None:
    text = refused(document(PARALLEL.replace('sourceRef="b" targetRef="join"', 'sourceRef="b" targetRef="e"')))
    assert "[bpmn-parallel]" in text
    assert "intake.bpmn:10:1" in text


@pytest.mark.parametrize("arrow", ['<sequenceFlow id="f4" sourceRef="a" targetRef="join"/>\n',
                                   '<sequenceFlow id="f5" sourceRef="b" targetRef="join"/>\n'])  # fmt: skip
def test_a_branch_that_ends_by_itself_is_refused_whichever_it_is(arrow: str) -> None:
    assert "is an end inside a branch of the parallelGateway 'fork'" in refused(document(PARALLEL.replace(arrow, "")))


def test_a_gateway_from_which_nothing_leads_on_is_refused_and_a_joining_one_gets_an_end() -> None:
    nowhere = '<exclusiveGateway id="g9" name="Which?"/><sequenceFlow id="n" sourceRef="t2" targetRef="g9"/>'
    text = refused(document(PLAIN.replace('<sequenceFlow id="f5" sourceRef="t2" targetRef="e1"/>', nowhere)))
    assert "no arrow leaves the gateway 'Which?'  [bpmn-split]" in text
    made = read(PARALLEL.replace('<sequenceFlow id="f6" sourceRef="join" targetRef="e"/>\n', ""))
    assert made.definition["states"]["side_by_side"]["then"] == "side_by_side_end"
    assert "an end after the parallelGateway 'fork', from which nothing leads on" in made.added


def test_two_processes_are_refused() -> None:
    more = '<process id="q" name="Other"><task id="z"/></process>\n'
    assert "holds 2 processes with something in them: 'Other', 'Intake'" in refused(document(PLAIN, more))


def test_processes_of_one_name_are_told_apart_by_their_ids() -> None:
    more = '<process id="q" name="Intake"><task id="z" name="Notice"/></process>\n'
    assert "'q', 'p'" in refused(document(PLAIN, more))
    assert import_bpmn(document(PLAIN, more), "intake.bpmn", "q").definition["states"].keys() == {
        "notice",
        "notice_end",
    }


def test_one_of_several_processes_can_be_named() -> None:
    more = '<collaboration id="c"><participant id="x" name="School" processRef="q"/></collaboration>\n'
    more += '<process id="q"><task id="z" name="Notice"/></process>\n'
    made = import_bpmn(document(PLAIN, more), "intake.bpmn", "Intake")
    assert made.id == "intake"
    assert import_bpmn(document(PLAIN, more), "intake.bpmn", "School").definition["states"].keys() == {
        "notice",
        "notice_end",
    }
    with pytest.raises(DefinitionError, match="holds no process 'Home'"):
        import_bpmn(document(PLAIN, more), "intake.bpmn", "Home")


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_export_is_read_or_refused_but_never_crashes(seed: int) -> None:
    """Lines taken out, arrows led anywhere, extension elements spoilt."""
    dice = random.Random(seed)
    xml = to_bpmn(repository()["channel" if seed % 2 else "pcm_process"])
    refs = r'(?:sourceRef|targetRef|attachedToRef|default)="([^"]*)"'
    for _ in range(12):
        lines, spoilt = xml.split("\n"), xml
        for _ in range(dice.randint(1, 3)):
            match dice.randrange(3):
                case 0:
                    del lines[dice.randrange(len(lines))]
                    spoilt = "\n".join(lines)
                case 1:
                    found = list(re.finditer(refs, spoilt))
                    one, two = dice.choice(found), dice.choice(found)
                    spoilt = spoilt[: one.start(1)] + two[1] + spoilt[one.end(1) :]
                case _:
                    one = dice.choice(list(re.finditer(r"<pathways:written>(.+?)<", spoilt)))
                    at = dice.randrange(one.start(1), one.end(1))
                    spoilt = spoilt[:at] + dice.choice('[]{}":,0x') + spoilt[at + 1 :]
        try:
            import_bpmn(spoilt.encode(), "file.bpmn")
        except DefinitionError as error:
            refusals = error.findings
            assert refusals


@pytest.mark.parametrize(
    "spoilt",
    [
        '"pathway":"../../outside"',  # the id names the file that is written
        '"pathway":"pcm_process","extra":"\\ud800"',
        '"pathway":"pcm_process","extra":' + "[" * 400 + "]" * 400,
    ],
    ids=["path", "half a character", "deep"],
)
def test_what_no_definition_can_hold_is_taken_for_damaged(spoilt: str) -> None:
    xml = to_bpmn(repository()["pcm_process"])
    made = import_bpmn(xml.replace('"pathway":"pcm_process"', spoilt, 1).encode(), "file.bpmn")
    assert made.id == "prevent_case_management"
    assert any("which is damaged" in told for told in made.left_out)
    assert made.yaml.encode()


BOMB = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", [BOMB, OUTSIDE, '<!DOCTYPE d SYSTEM "http://example.org/d.dtd">'])
def test_document_types_and_entities_are_refused(head: str) -> None:
    data = document(PLAIN).replace(HEAD.encode(), (HEAD + head).encode())
    assert "declares a document type or entities of its own" in refused(data)


@pytest.mark.parametrize(
    "data",
    [b"", b"pathway: x", b"<a>", b"<html/>", b"\x00\xff\xfe", document(PLAIN)[:-20], b"<a>" * 5000, document("")],
)
def test_what_is_no_bpmn_is_refused_without_a_traceback(data: bytes) -> None:
    assert refused(data)


LINKED = """\
<startEvent id="s"/>
<task id="a" name="Ask"/>
<intermediateThrowEvent id="to" name="On"><linkEventDefinition name="L"/></intermediateThrowEvent>
<intermediateCatchEvent id="from" name="On"><linkEventDefinition name="l"/></intermediateCatchEvent>
<task id="b" name="Answer"/>
<endEvent id="e" name="Over"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
<sequenceFlow id="f2" sourceRef="a" targetRef="to"/>
<sequenceFlow id="f3" sourceRef="from" targetRef="b"/>
<sequenceFlow id="f4" sourceRef="b" targetRef="e"/>
"""


def test_a_link_is_drawn_through_to_the_other_of_its_name() -> None:
    made = read(LINKED)
    assert made.definition["states"] == {
        "ask": {"lane": "intake", "then": "answer"},
        "answer": {"lane": "intake", "then": "over"},
        "over": {"kind": "end", "lane": "intake", "outcome": "over"},
    }
    assert (made.left_out, made.added) == ((), ())


def test_a_link_without_another_of_its_name_or_with_several_is_told() -> None:
    alone = read(LINKED.replace('name="l"', 'name="other"'))
    assert alone.left_out == (
        "where 'On' leads: no links of that name go on",
        "what leads to 'On': no other link has that name",
        "'On', to which nothing leads that a pathway has",
        "'Answer', to which nothing leads that a pathway has",
        "'Over', to which nothing leads that a pathway has",
    )
    again = '<intermediateCatchEvent id="x" name="On"><linkEventDefinition name="l"/></intermediateCatchEvent>'
    assert "where 'On' leads: 2 links of that name go on" in read(LINKED + again).left_out


def test_what_only_an_event_leads_to_that_ends_nothing_is_left_out_and_told() -> None:
    inside = PLAIN.replace('attachedToRef="t2"', 'attachedToRef="t2" cancelActivity="false"')
    inside = (
        inside.replace('sourceRef="b" targetRef="e2"', 'sourceRef="b" targetRef="r"') + '<task id="r" name="Chase"/>'
    )
    made = read(inside)
    assert "chase" not in made.definition["states"]
    assert made.left_out == (
        "'Chase', to which nothing leads that a pathway has",
        "'too long', which does not end 'Assess'",
    )


def test_an_arrow_into_a_branch_is_refused_where_a_step_had_to_be_added_before_a_gateway() -> None:
    inside = PARALLEL.replace('<task id="a" name="Ask health"/>', '<exclusiveGateway id="a" name="Health?"/>')
    inside = inside.replace('sourceRef="s" targetRef="fork"', 'sourceRef="s" targetRef="w"')
    inside += """\
<exclusiveGateway id="w" name="Which?"/><sequenceFlow id="g1" sourceRef="w" targetRef="fork"/>
<sequenceFlow id="g2" sourceRef="w" targetRef="a"/><task id="h" name="Health"/>
<sequenceFlow id="g3" sourceRef="a" targetRef="h"/><sequenceFlow id="g4" sourceRef="h" targetRef="join"/>
"""
    assert "'Health?' is led to from outside its branch" in refused(document(inside))


def test_the_end_of_a_text_that_is_too_long_is_told() -> None:
    made = read(PLAIN.replace("Same day.", "Same day. " * 600).replace("Not ours", "x" * 501))
    assert made.left_out == (
        f"the end of a text of more than 5,000 characters ('{('Same day. ' * 4)}...')",
        f"the end of a text of more than 500 characters ('{'x' * 40}...')",
    )
    assert len(made.definition["states"]["read_the_referral"]["note"]) == 4999
