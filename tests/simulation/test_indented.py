"""JSON text against that of the standard library."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pathways.simulation.answers.indented import indented

PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
ANY = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4)
)


@given(ANY)
def test_text_is_that_of_the_standard_library_byte_for_byte(value: Any) -> None:
    """Oracle: `json.dumps`."""
    assert indented(value) == json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)
