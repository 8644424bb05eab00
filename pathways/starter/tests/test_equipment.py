"""What must stay true of the equipment pathway, as plain Python. The rules in `definitions/policies` are tests too."""

import pathways as pw


def test_a_simple_need_goes_straight_to_the_order() -> None:
    case = pw.load("equipment").case(route="self")
    case.fire("complete")
    case.fire("complete", need="simple")
    assert case.state == "order"
