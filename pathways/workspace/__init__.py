"""A folder to loaded pathways, policies and studies, with every fault of every file. The only reader of files."""

from pathways.workspace.find import Workspace, find_workspace, folder_in_repository, workspace_of
from pathways.workspace.kinds import installed_kinds
from pathways.workspace.load import Loading, load_pathways, load_policies, load_study, pathway_ids, study_names
from pathways.workspace.read import SourceFile, read_bytes, read_text
from pathways.workspace.shelf import LoadedPathway

__all__ = [
    "LoadedPathway",
    "Loading",
    "SourceFile",
    "Workspace",
    "find_workspace",
    "folder_in_repository",
    "installed_kinds",
    "load_pathways",
    "load_policies",
    "load_study",
    "pathway_ids",
    "read_bytes",
    "read_text",
    "study_names",
    "workspace_of",
]
