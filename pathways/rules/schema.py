"""Kinds of rules to a JSON Schema of policy files, that an editor uses to complete kinds and their parameters."""

from __future__ import annotations

from typing import Any

from pathways.definition.schema import editor_schema
from pathways.rules.registry import Kinds


def policy_schema(kinds: Kinds) -> dict[str, Any]:
    """The JSON Schema of a policy, for the line `# yaml-language-server: $schema=...`.

    A rule of a kind that cannot be checked yet may have any parameters.
    """
    plain = kinds.form.policy.model_json_schema(by_alias=True, mode="validation")
    forms: dict[str, Any] = plain["$defs"]
    decided = {kind.model.__name__ for kind in kinds.by_id.values() if kind.is_decided}
    later = [kind for kind in kinds.by_id.values() if not kind.is_decided]
    rules: list[dict[str, Any]] = [{"$ref": f"#/$defs/{name}"} for name in forms if name in decided]
    for kind in kinds.by_id.values():
        if kind.is_decided:
            forms[kind.model.__name__]["description"] = kind.meaning
    if later:
        form = dict(forms["LaterRule"])
        form["properties"] = {**form["properties"], "kind": {"enum": [kind.id for kind in later]}}
        forms["LaterRule"] = form
        rules.append({"$ref": "#/$defs/LaterRule"})
    else:
        forms.pop("LaterRule", None)
    forms.pop("UnknownRule", None)
    plain["properties"]["rules"]["items"] = {"oneOf": rules}
    return editor_schema(plain, "Policy", "Rules for pathways, see docs/rules.md")
