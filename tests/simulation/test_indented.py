"""JSON text against that of the standard library."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pathways.simulation.answers.indented import indented

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
ANY = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4)
)


@given(ANY)
def test_text_says_the_same_as_that_of_the_standard_library(value: Any) -> None:
    """Oracle: `json`, by what it reads, and by what it writes in the same order."""
    assert json.loads(indented(value)) == value
    plain = json.dumps(value, sort_keys=True, ensure_ascii=False)
    assert json.dumps(json.loads(indented(value)), ensure_ascii=False) == plain


def test_a_row_of_plain_values_is_one_line() -> None:
    rows = [{"of": "a", "mean": 1.5}, {"of": "b", "mean": None}]
    text = '{\n  "none": [],\n  "rows": [\n    {"mean": 1.5, "of": "a"},\n    {"mean": null, "of": "b"}\n  ]\n}'
    assert indented({"rows": rows, "none": []}) == text
