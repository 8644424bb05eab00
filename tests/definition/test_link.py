"""Names to states, pieces to dotted names: each expectation was worked out by hand from docs/definition-language.md."""

from __future__ import annotations

import pytest

from pathways.definition import PathwayDefinition
from pathways.definition.guards import AllOf, AnyOf, Not, OneOf
from pathways.definition.linked import DONE, Effect
from tests.definition.build import definition, findings, linked, states

INNER = """
attributes:
  found: {values: [yes, no], starts: no}
  count: {range: [0, 3], starts: 0}
start: look
states:
  look: {finds: found, then: {then: over, set: {found: yes}, title: seen}}
  over: {kind: end, outcome: looked}
interrupts:
  stop: {during: anywhere, then: over}
targets:
  quick: {from: look, to: look, within: 2 days}
departures: [{rule: R1, reason: as it is}]
"""


@pytest.fixture(scope="module")
def inner() -> PathwayDefinition:
    return definition(INNER, name="inner", status="shared")


@pytest.fixture(scope="module")
def middle() -> PathwayDefinition:
    return definition(
        """
        attributes: {count: {range: [0, 3], starts: 0}}
        start: part
        states:
          part: {kind: use, pathway: inner, exits: {looked: {then: out, add: {count: 1}}}}
          out: {kind: end, outcome: gone}
        """,
        name="middle",
        status="shared",
    )


def test_states_of_a_piece_get_dotted_names_and_keep_where_they_were_written(inner: PathwayDefinition) -> None:
    pathway = states("a: {kind: use, pathway: inner, exits: {looked: b}}\nb: {kind: end, outcome: x}\n", inner)
    assert list(pathway.states) == ["a.look", "b"]
    assert pathway.starts == ("a.look",)
    look = pathway.states["a.look"]
    assert (look.origin.pathway, str(look.origin.place(key=True))) == ("inner", "inner.yaml:11:3")
    piece = pathway.pieces["a"]
    assert (piece.pathway, piece.states, piece.entry, piece.region) == ("inner", ("a.look",), "a.look", 0)
    assert [document.name for document in pathway.documents] == ["top.yaml", "inner.yaml"]


def test_arrow_to_an_end_of_a_piece_takes_the_exit_its_own_effects_first(inner: PathwayDefinition) -> None:
    pathway = states(
        """
        a: {kind: use, pathway: inner, exits: {looked: {then: b, set: {found: no}, add: {count: 2}, title: back}}}
        b: {kind: end, outcome: x}
        """,
        inner,
    )
    arrow = pathway.states["a.look"].then
    assert arrow is not None
    assert (arrow.to, arrow.title) == ("b", "seen")
    assert arrow.effects == (Effect("found", value="yes"), Effect("found", value="no"), Effect("count", amount=2))


def test_nested_pieces_chain_their_exits(inner: PathwayDefinition, middle: PathwayDefinition) -> None:
    pathway = states(
        "a: {kind: use, pathway: middle, exits: {gone: {then: b, add: {count: -1}}}}\nb: {kind: end, outcome: x}\n",
        middle,
        inner,
    )
    assert list(pathway.states) == ["a.part.look", "b"]
    arrow = pathway.states["a.part.look"].then
    assert arrow is not None
    assert arrow.to == "b"
    assert arrow.effects == (Effect("found", value="yes"), Effect("count", amount=1), Effect("count", amount=-1))
    assert {name: piece.states for name, piece in pathway.pieces.items()} == {
        "a": ("a.part.look",),
        "a.part": ("a.part.look",),
    }


def test_interrupts_targets_and_departures_of_a_piece_come_along_dotted(inner: PathwayDefinition) -> None:
    pathway = states("a: {kind: use, pathway: inner, exits: {looked: b}}\nb: {kind: end, outcome: x}\n", inner)
    interrupt = pathway.interrupts["a.stop"]
    assert (interrupt.during, interrupt.arrow.to, interrupt.region) == (("a.look",), "b", 0)
    target = pathway.targets["a.quick"]
    assert (target.start, target.end, str(target.standard.within)) == ("a.look", "a.look", "2 days")
    assert [(d.rule, d.origin.pathway) for d in pathway.departures] == [("R1", "inner")]


def test_regions_are_numbered_depth_first_in_the_order_of_the_definition() -> None:
    pathway = states(
        """
        a:
          kind: parallel
          branches:
            one:
              x:
                kind: parallel
                branches: {deep: {p: {then: done}}, deeper: {q: {then: done}}}
                then: done
            two: {y: {then: z}, z: {then: done}}
          then: c
        c: {kind: parallel, branches: {three: {w: {then: done}}}, then: e}
        e: {kind: end, outcome: x}
        """
    )
    assert [(r.name, r.parallel, r.start) for r in pathway.regions] == [
        ("top", None, "a"),
        ("a.one", "a", "a.one.x"),
        ("a.one.x.deep", "a.one.x", "a.one.x.deep.p"),
        ("a.one.x.deeper", "a.one.x", "a.one.x.deeper.q"),
        ("a.two", "a", "a.two.y"),
        ("c.three", "c", "c.three.w"),
    ]
    assert pathway.states["a"].branches == (1, 4)
    assert pathway.states["a.one.x"].branches == (2, 3)
    assert pathway.states["a.two.z"].region == 4
    then = pathway.states["a.two.y"].then
    assert then is not None
    assert then.to == "a.two.z"


def test_piece_inside_a_branch_stays_in_the_branch(inner: PathwayDefinition) -> None:
    pathway = states(
        """
        a:
          kind: parallel
          branches:
            one: {part: {kind: use, pathway: inner, exits: {looked: {then: done, add: {count: 1}}}}}
          then: e
        e: {kind: end, outcome: x}
        """,
        inner,
    )
    state = pathway.states["a.one.part.look"]
    assert state.then is not None
    assert (state.region, state.then.to) == (1, DONE)
    assert pathway.regions[1].start == "a.one.part.look"
    assert (pathway.interrupts["a.one.part.stop"].region, pathway.interrupts["a.one.part.stop"].arrow.to) == (1, DONE)


def test_targets_may_be_written_into_pieces_and_a_piece_means_its_entry(inner: PathwayDefinition) -> None:
    pathway = linked(
        """
        start: [a, b]
        states:
          a: {kind: use, pathway: inner, exits: {looked: c}}
          b: {then: a}
          c: {kind: end, outcome: x}
        interrupts:
          again: {during: [b], then: a.look}
          done_looking: {during: a, then: a.over}
        targets:
          through: {from: b, to: a, within: none}
        """,
        inner,
    )
    then = pathway.states["b"].then
    assert then is not None
    assert then.to == "a.look"
    assert pathway.starts == ("a.look", "b")
    assert pathway.interrupts["again"].arrow.to == "a.look"
    assert pathway.interrupts["done_looking"].arrow.to == "c"  # an end of the piece is its exit
    assert (pathway.targets["through"].end, pathway.targets["through"].standard.within) == ("a.look", None)


DURING = """
start: a
states:
  a: {then: d}
  d: {kind: decision, choose: [{otherwise: p}]}
  p:
    kind: parallel
    branches:
      one: {x: {then: k}, k: {kind: decision, choose: [{otherwise: y}]}, y: {then: done}}
      two: {z: {then: done}}
    then: u
  u: {kind: use, pathway: inner, exits: {looked: e}}
  e: {kind: end, outcome: x}
interrupts:
  i: {during: %s, then: %s}
"""


@pytest.mark.parametrize(
    ("during", "then", "region", "meant"),
    [
        ("anywhere", "e", 0, ("a", "p", "u.look")),
        ("a", "e", 0, ("a",)),
        ("[u, a]", "e", 0, ("a", "u.look")),
        ("p", "e", 0, ("p",)),
        ("p.one", "done", 1, ("p.one.x", "p.one.y")),
        ("p.one.y", "p.one.x", 1, ("p.one.y",)),
        ("u.look", "u", 0, ("u.look",)),
    ],
)
def test_during_names_states_pieces_parallel_states_branches_or_anywhere(
    inner: PathwayDefinition, during: str, then: str, region: int, meant: tuple[str, ...]
) -> None:
    interrupt = linked(DURING % (during, then), inner).interrupts["i"]
    assert (interrupt.region, interrupt.during) == (region, meant)


TIMELESS = """
start: a
states:
  a: {then: p}
  p:
    kind: parallel
    branches:
      one: {k: {kind: decision, choose: [{otherwise: done}]}}
      two: {z: {then: done}}
    then: u
  u: {kind: use, pathway: sorting, exits: {out: e}}
  e: {kind: end, outcome: x}
interrupts:
  i: {during: %s, then: %s}
"""
SORTING = "start: s\nstates:\n  s: {kind: decision, choose: [{otherwise: o}]}\n  o: {kind: end, outcome: out}\n"


@pytest.mark.parametrize(("during", "then"), [("u", "e"), ("p.one", "done"), ("[a, u]", "e")])
def test_a_piece_or_branch_that_takes_no_time_cannot_be_interrupted(during: str, then: str) -> None:
    """Hand count: a decision in each, and nothing else but an end."""
    sorting = definition(SORTING, name="sorting", status="shared")
    (finding,) = findings(TIMELESS % (during, then), sorting)
    name = during.strip("[]").split(", ")[-1]
    assert (finding.id, finding.place.line) == ("during-takes-no-time", 18)
    assert finding.message == f"'{name}' cannot be interrupted: no state in it takes any time"
    assert finding.place.text[finding.place.column - 1 :].startswith(name)


def test_anywhere_is_nowhere_where_no_state_takes_time() -> None:
    interrupts = "interrupts: {i: {during: anywhere, then: o}}\n"
    (finding,) = findings(SORTING + interrupts)
    assert finding.message == "'anywhere' cannot be interrupted: no state in it takes any time"


@pytest.mark.parametrize("during", ["u", "anywhere"])
def test_what_is_missing_is_not_said_to_take_no_time(during: str) -> None:
    body = SORTING.replace("otherwise: o", "otherwise: u") + "  u: {kind: use, pathway: nowhere}\n"
    found = findings(f"{body}interrupts: {{i: {{during: {during}, then: o}}}}\n")
    assert [finding.id for finding in found] == ["unknown-pathway"]


def test_piece_with_several_starts_is_entered_where_the_user_says() -> None:
    doors = definition(
        "start: [x, y]\nstates: {x: {then: z}, y: {then: z}, z: {kind: end, outcome: in}}\n", name="doors"
    )
    pathway = states("a: {kind: use, pathway: doors, enter: y, exits: {in: b}}\nb: {kind: end, outcome: o}\n", doors)
    assert pathway.starts == ("a.y",)


def test_user_decides_how_a_shared_attribute_starts(inner: PathwayDefinition) -> None:
    body = """
        attributes: {found: {values: [no, yes], from: arrival, title: Found it}}
        start: a
        states:
          a: {kind: use, pathway: quiet, exits: {looked: b}}
          b: {kind: end, outcome: x}
        """
    quiet = definition(
        "attributes: {found: {values: [yes, no], starts: no, title: Piece}}\nstart: look\n"
        "states: {look: {then: over}, over: {kind: end, outcome: looked}}\n",
        name="quiet",
    )
    found = linked(body, quiet).attributes["found"]
    assert (found.values, found.starts, found.from_arrival, found.title) == (("no", "yes"), None, True, "Found it")
    assert found.origin.pathway == "top"


def test_two_pieces_that_disagree_on_a_start_are_reported_unless_the_user_decides() -> None:
    one, two = (
        definition(
            f"attributes: {{k: {{values: [x, y], starts: {starts}}}}}\nstart: s\n"
            "states: {s: {then: t}, t: {kind: end, outcome: o}}\n",
            name=name,
        )
        for name, starts in (("one", "x"), ("two", "y"))
    )
    body = """
        start: a
        states:
          a: {kind: use, pathway: one, exits: {o: b}}
          b: {kind: use, pathway: two, exits: {o: c}}
          c: {kind: end, outcome: o}
        """
    assert [f.id for f in findings(body, one, two)] == ["conflicting-attribute"]
    assert findings("\n        attributes: {k: {values: [x, y], starts: x}}" + body, one, two) == []


def test_guards_keep_their_order_and_bounds_become_values() -> None:
    pathway = linked(
        """
        attributes:
          r: {range: [0, 5], starts: 0}
          c: {values: [x, y, z], starts: x}
        start: a
        states:
          a:
            kind: decision
            choose:
              - {when: {r: {at_least: 3, at_most: 4}, c: [x, z]}, then: b}
              - {when: {not: {c: x}, any: [{r: 0}, {all: [{c: y}, {r: {at_most: 1}}]}]}, then: b}
              - {when: {r: {at_least: 5}}, then: b}
              - {otherwise: b}
          b: {kind: end, outcome: o}
        """
    )
    assert [branch.when for branch in pathway.states["a"].choose] == [
        AllOf((OneOf("r", ("3", "4")), OneOf("c", ("x", "z")))),
        AllOf(
            (Not(OneOf("c", ("x",))), AnyOf((OneOf("r", ("0",)), AllOf((OneOf("c", ("y",)), OneOf("r", ("0", "1")))))))
        ),
        OneOf("r", ("5",)),
        None,
    ]


def test_lane_is_taken_from_the_parallel_state_or_from_what_leads_to_an_end() -> None:
    pathway = linked(
        """
        lanes: {one: One, two: Two}
        start: p
        states:
          p: {kind: parallel, lane: two, branches: {x: {a: {then: b}, b: {lane: one, then: done}}}, then: e}
          e: {kind: end, outcome: o}
        """
    )
    assert {name: state.lane for name, state in pathway.states.items()} == {
        "p": "two",
        "p.x.a": "two",
        "p.x.b": "one",
        "e": "two",
    }


def test_titles_are_names_spelt_out_unless_given() -> None:
    pathway = states("a: {then: long_name-here}\nlong_name-here: {kind: end, outcome: o, title: Over}\n")
    assert [state.title for state in pathway.states.values()] == ["A", "Over"]
    assert pathway.title == "Top"


def test_decision_over_more_than_65536_combinations_is_too_wide() -> None:
    """41 ** 3 = 68,921 combinations; 40 ** 3 = 64,000."""
    body = """
        attributes:
          x: {{range: [1, {n}], starts: 1}}
          y: {{range: [1, {n}], starts: 1}}
          z: {{range: [1, {n}], starts: 1}}
        start: a
        states:
          a: {{kind: decision, choose: [{{when: {{x: 1, y: 1, z: 1}}, then: b}}, {{otherwise: b}}]}}
          b: {{kind: end, outcome: o}}
        """
    assert findings(body.format(n=40)) == []
    (found,) = findings(body.format(n=41))
    assert found.id == "decision-too-wide"
    assert "68,921" in found.message


def test_exits_that_lead_to_each_other_s_ends_do_not_loop_for_ever(inner: PathwayDefinition) -> None:
    body = """
        start: a
        states:
          a: {kind: use, pathway: inner, exits: {looked: b.over}}
          b: {kind: use, pathway: inner, exits: {looked: a.over}}
          e: {kind: end, outcome: o}
        """
    assert {f.id for f in findings(body, inner)} == {"exit-loop"}


def test_start_at_a_state_in_a_branch_is_a_jump() -> None:
    body = """
        start: p.x.a
        states:
          p: {kind: parallel, branches: {x: {a: {then: done}}}, then: e}
          e: {kind: end, outcome: o}
        """
    assert [f.id for f in findings(body)] == ["branch-jump"]


def test_faults_in_a_piece_are_placed_in_the_piece_and_told_once() -> None:
    bad = definition("start: s\nstates: {s: {then: nowhere}, t: {kind: end, outcome: o}}\n", name="bad")
    body = """
        start: a
        states:
          a: {kind: use, pathway: bad, exits: {o: b}}
          b: {kind: use, pathway: bad, exits: {o: c}}
          c: {kind: end, outcome: o}
        """
    (found,) = findings(body, bad)
    assert (found.id, found.place.file) == ("unknown-state", "bad.yaml")
