"""Random pathways for property tests: of this program, of extensions, of other people's workspaces.

Needs Hypothesis (`pip install hypothesis`).
"""

from pathways.testing.strategies import pathway_texts, pathways, written_pathways
from pathways.testing.written import WrittenPathway, to_document, to_yaml

__all__ = ["WrittenPathway", "pathway_texts", "pathways", "to_document", "to_yaml", "written_pathways"]
