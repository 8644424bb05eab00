"""The text version says everything that the picture says."""

from __future__ import annotations

import pytest

from pathways import diagram
from tests.diagram.given import NAMES, repository, small


@pytest.mark.parametrize("name", NAMES)
def test_the_text_version_names_every_state_that_is_shown(name: str) -> None:
    pathway = repository()[name]
    text = diagram.draw(pathway).text
    hidden = {state for piece in pathway.pieces.values() for state in piece.states}
    shown = [state.title for state in pathway.states.values() if state.name not in hidden]
    for title in (*shown, *(piece.title for piece in pathway.pieces.values())):
        assert any(line.partition(". ")[2].startswith(f"{title} (") for line in text.splitlines()), title


@pytest.mark.parametrize("name", NAMES)
def test_the_text_version_is_the_description_of_the_picture(name: str) -> None:
    drawing = diagram.draw(repository()[name])
    assert "1. " in drawing.svg.split("<desc", 1)[1].split("</desc>", 1)[0]


def test_a_whole_text_version() -> None:
    """Written by hand from the definition."""
    pathway = small(
        """\
  look: {lane: team, title: Look, target: 5 working days, finds: risk, then: sort, after: {3 weeks: sort}}
  sort:
    kind: decision
    title: How risky?
    lane: team
    choose: [{when: {risk: high}, then: act, title: risky}, {otherwise: end}]
  act: {lane: police, title: Act, then: look, after: {1 month: end}}
  end: {kind: end, title: Closed, lane: team, outcome: end}
""",
        "start: look\ninterrupts: {moved: {title: Moved away, during: [act], then: end}}\n"
        "targets: {whole: {title: In all, from: look, to: end, within: 6 weeks}}\n",
    )
    assert diagram.draw(pathway).text == (
        "Small\n"
        "As-is, version 1. A model of how referrals may move; no real case is shown. "
        "To be kept: within 6 weeks from 'Look' to 'Closed'.\n"
        "4 states in 2 lanes: Team, Police.\n"
        "\n"
        "1. Look (Team; start; within 5 working days; at most 3 weeks). Then 2 How risky? (default).\n"
        "2. How risky? (Team; decision). Then risky: 3 Act; otherwise: 4 Closed (default, otherwise).\n"
        "3. Act (Police). Then back to 1 Look; after 1 month: 4 Closed; at any time, Moved away: 4 Closed.\n"
        "4. Closed (Team; end). The pathway ends here.\n"
    )
