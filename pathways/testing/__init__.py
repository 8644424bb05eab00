"""Random pathways for property tests: of this program, of extensions, of other people's workspaces.

Needs Hypothesis (`pip install hypothesis`).

    from hypothesis import given
    from pathways.testing import pathways

    @given(pathways())
    def test_my_measure_is_never_negative(pathway): ...
"""

from pathways.testing.agreement import DisagreementError, check_agreement
from pathways.testing.strategies import pathway_texts, pathways, written_pathways
from pathways.testing.written import WrittenPathway, to_document, to_yaml

__all__ = [
    "DisagreementError",
    "WrittenPathway",
    "check_agreement",
    "pathway_texts",
    "pathways",
    "to_document",
    "to_yaml",
    "written_pathways",
]
