"""`pathways draw` with something laid over: files, words, and what is refused."""

from __future__ import annotations

import pytest

from tests.outside.conftest import edit


def test_a_comparison_with_a_copy_kept_from_before(starter, invoke):
    path = starter / "definitions" / "equipment.yaml"
    (starter / "before.yaml").write_bytes(path.read_bytes())
    edit(path, "title: First conversation", "title: First talk")
    result = invoke("draw", "equipment", "--against", "before.yaml", "--format", "svg,txt")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        "wrote equipment.against-before.svg",
        "wrote equipment.against-before.txt",
        "equipment.against-before: 1 A4 page, smallest text 7.0 pt",
    ]
    text = (starter / "equipment.against-before.txt").read_text(encoding="utf-8")
    assert "▲ First talk: was 'First conversation', is 'First talk'.\n" in text
    assert not (starter / "diagrams").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["equipment", "--against", "equipment", "--rule", "HR-1-assess"], "either --rule or --against"),
        (["equipment", "--against", "equipment", "--check"], "cannot be stale"),
        (["equipment", "--against", "equipment", "--format", "dot"], "svg, png or txt"),
        (["equipment", "--against", "equipment", "--roles"], "not on the chart"),
        (["equipment", "--against", "nowhere"], "nowhere"),
        (["--against", "equipment"], "none is named"),
    ],
)
def test_what_means_nothing_is_refused(starter, invoke, arguments, says):
    result = invoke("draw", *arguments)
    assert result.exit_code == 2
    assert says in result.output
