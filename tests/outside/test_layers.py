"""The import contracts of `pyproject.toml`, held by import-linter; and that no module escapes them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]


def test_every_import_contract_is_kept(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    status = lint_imports(no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def test_every_module_of_the_package_has_its_place_in_the_layers():
    """A new top-level module that nobody placed would escape them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    rows = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    placed = {name.strip(" ()").removeprefix("pathways.") for row in rows for name in row.split("|")}
    there = {
        path.stem
        for path in (ROOT / "pathways").iterdir()
        if not path.name.startswith("_") and (path.suffix == ".py" or (path / "__init__.py").exists())
    }
    assert there - placed == {"version"}
