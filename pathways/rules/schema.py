"""Kinds of rules to a JSON Schema of policy files, that an editor uses to complete kinds and their parameters."""

from __future__ import annotations

from typing import Any

from pathways.definition.schema import editor_schema
from pathways.rules.registry import Kinds


def policy_schema(kinds: Kinds) -> dict[str, Any]:
    """The JSON Schema of a policy, for the line `# yaml-language-server: $schema=...`."""
    plain = kinds.form.policy.model_json_schema(by_alias=True, mode="validation")
    forms: dict[str, Any] = plain["$defs"]
    models = {kind.model.__name__ for kind in kinds.by_id.values()}
    rules = [{"$ref": f"#/$defs/{name}"} for name in forms if name in models]
    for kind in kinds.by_id.values():
        forms[kind.model.__name__]["description"] = kind.meaning
    forms.pop("UnknownRule", None)
    plain["properties"]["rules"]["items"] = {"oneOf": rules}
    return editor_schema(plain, "Policy", "Rules for pathways, see docs/rules.md")
