"""What a diagram shows, counted by hand from small definitions."""

from __future__ import annotations

from pathways.diagram.build import build
from pathways.diagram.model import Diagram
from tests.diagram.given import linked, repository, small

END = "  end: {kind: end, lane: team, outcome: end}\n"


def arrows(diagram: Diagram) -> set[tuple[str, str, str, str]]:
    return {(edge.source, edge.target, edge.kind, edge.label) for edge in diagram.edges}


def test_a_decision_shows_its_branches_and_its_default() -> None:
    diagram = build(small(f"""\
  look: {{lane: team, finds: risk, then: sort}}
  sort:
    kind: decision
    lane: team
    choose:
      - {{when: {{risk: high}}, then: act}}
      - {{otherwise: end, title: nothing found}}
  act: {{lane: police, then: look}}
{END}""", "start: look\n"))  # fmt: skip
    assert arrows(diagram) == {
        ("look", "sort", "default", ""),
        ("sort", "act", "normal", "high"),
        ("sort", "end", "default", "nothing found"),
        ("act", "look", "back", ""),
    }
    assert [edge.otherwise for edge in diagram.edges if edge.source == "sort"] == [False, True]


def test_a_default_that_leads_round_in_a_circle_goes_on_by_the_first_branch_to_an_end() -> None:
    diagram = build(small(f"""\
  review: {{lane: team, finds: risk, then: go_on}}
  go_on:
    kind: decision
    lane: team
    choose:
      - {{when: {{risk: low}}, then: end}}
      - {{otherwise: review}}
{END}""", "start: review\n"))  # fmt: skip
    assert arrows(diagram) == {
        ("review", "go_on", "default", ""),
        ("go_on", "end", "default", "low"),
        ("go_on", "review", "back", "otherwise"),
    }


def test_a_parallel_state_becomes_a_block_from_fork_to_join() -> None:
    diagram = build(small(f"""\
  ask:
    kind: parallel
    lane: team
    target: 3 days
    branches:
      one: {{a: {{lane: team, then: done}}}}
      two: {{b: {{lane: police, then: done, after: {{2 weeks: done}}}}}}
    then: end
{END}""", "start: ask\n"))  # fmt: skip
    kinds = {node.id: node.kind for node in diagram.nodes}
    assert kinds == {
        "Start 0": "start", "ask": "fork", "ask.one.a": "task", "ask.two.b": "task", "ask join": "join", "end": "end",
    }  # fmt: skip
    assert arrows(diagram) == {
        ("Start 0", "ask", "default", ""),
        ("ask", "ask.one.a", "default", ""),
        ("ask", "ask.two.b", "default", ""),
        ("ask.one.a", "ask join", "default", ""),
        ("ask.two.b", "ask join", "default", ""),
        ("ask join", "end", "default", ""),
    }
    (block,) = diagram.blocks
    assert block.members == ("ask.one.a", "ask.two.b")
    fork, b = (next(n for n in diagram.nodes if n.id == name) for name in ("ask", "ask.two.b"))
    assert fork.notes == ("within 3 days",)
    assert b.limit == "at most 2 weeks"


def test_a_timeout_that_leads_elsewhere_has_an_arrow_of_its_own() -> None:
    diagram = build(small(f"  wait: {{kind: wait, lane: team, for: 6 months, then: end, after: {{7 months: late}}}}\n"
                          f"  late: {{lane: police, then: end}}\n{END}", "start: wait\n"))  # fmt: skip
    assert ("wait", "late", "timeout", "after 7 months") in arrows(diagram)
    assert next(n for n in diagram.nodes if n.id == "wait").notes == ("for 6 months",)


def test_an_interrupt_leaves_each_state_it_may_happen_in() -> None:
    states = "  a: {lane: team, then: b}\n  b: {lane: team, then: end}\n  c: {lane: police, then: end}\n"
    rest = "start: a\ninterrupts: {gone: {title: Gone away, during: [a, b], then: c}}\n"
    diagram = build(small(states + END, rest))
    assert {a for a in arrows(diagram) if a[2] == "interrupt"} == {
        ("a", "c", "interrupt", "Gone away"),
        ("b", "c", "interrupt", "Gone away"),
    }


def test_an_interrupt_of_many_states_has_a_shape_of_its_own() -> None:
    names = "abcde"
    chain = "".join(f"  {a}: {{lane: team, then: {b}}}\n" for a, b in zip(names, [*names[1:], "end"], strict=True))
    rest = "start: a\ninterrupts: {gone: {title: Gone away, during: anywhere, then: end}}\n"
    diagram = build(small(chain + END, rest))
    (event,) = (node for node in diagram.nodes if node.kind == "event")
    assert event.title == "Gone away"
    assert event.where == tuple(names)
    assert [(e.source, e.target) for e in diagram.edges if e.kind == "interrupt"] == [(event.id, "end")]


def test_a_piece_is_one_box_with_its_exits_as_arrows() -> None:
    piece = """\
pathway: piece
title: Piece
version: "1"
status: shared
lanes: {team: Team}
attributes: {risk: {values: [low, high]}}
start: look
states:
  look: {lane: team, finds: risk, then: sort}
  sort: {kind: decision, lane: team, choose: [{when: {risk: high}, then: bad}, {otherwise: good}]}
  good: {kind: end, lane: team, outcome: all_well}
  bad: {kind: end, lane: team, outcome: not_well}
"""
    user = """\
pathway: user
title: User
version: "1"
status: proposed
lanes: {team: Team, police: Police}
start: begin
states:
  begin: {lane: team, then: part}
  part:
    kind: use
    title: The part
    lane: team
    pathway: piece
    exits: {all_well: end, not_well: {then: act, title: act now}}
  act: {lane: police, then: end}
  end: {kind: end, lane: team, outcome: end}
"""
    diagram = build(linked(piece, user)["user"])
    assert [node.id for node in diagram.nodes] == ["begin", "part", "act", "end"]
    assert arrows(diagram) == {
        ("begin", "part", "default", ""),
        ("part", "end", "default", "all well"),
        ("part", "act", "normal", "act now"),
        ("act", "end", "normal", ""),
    }


def test_several_front_doors_are_several_starts() -> None:
    """By reading the definition: the adult pathway of 2018 has four front doors."""
    diagram = build(repository()["adult"])
    assert [node.id for node in diagram.nodes if node.is_start] == list(repository()["adult"].starts)
    assert sum(node.is_start for node in diagram.nodes) == 4


def test_the_default_route_of_the_child_pathway_leads_to_channel() -> None:
    """The review's recommendation: Channel is the default outcome."""
    diagram = build(repository()["child"])
    route = {edge.source: edge.target for edge in diagram.edges if edge.kind == "default"}
    assert route["route"] == "channel"
    assert "pcm" not in route
