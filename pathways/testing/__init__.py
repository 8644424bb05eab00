"""Random pathways for property tests: of this program, of extensions, of other people's workspaces.

Needs Hypothesis (`pip install hypothesis`).

    from hypothesis import given
    from pathways.testing import pathways

    @given(pathways())
    def test_my_measure_is_never_negative(pathway): ...

And a test that a kind of rule of one's own does what a kind has to do: `check_rule_kind(KIND)`.
"""

from pathways.testing.agreement import DisagreementError, check_agreement
from pathways.testing.conformance import NonconformingError, check_rule_kind
from pathways.testing.examples import Example, read_example
from pathways.testing.histories import History, Moment
from pathways.testing.strategies import pathway_texts, pathways, written_pathways
from pathways.testing.written import WrittenPathway, to_document, to_yaml

__all__ = [
    "DisagreementError",
    "Example",
    "History",
    "Moment",
    "NonconformingError",
    "WrittenPathway",
    "check_agreement",
    "check_rule_kind",
    "pathway_texts",
    "pathways",
    "read_example",
    "to_document",
    "to_yaml",
    "written_pathways",
]
