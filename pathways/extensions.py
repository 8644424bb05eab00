"""What other people's packages add: the entry points of a group to the values they name.

An extension is an installed package whose metadata has an entry point of a group known here. It is loaded when
somebody asks for the group, never at import, so that nothing is slower for those who have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pathways.errors import ExtensionError

RULE_KINDS: Final = "pathways.rule_kinds"


@dataclass(frozen=True)
class Extension:
    """One entry point: its name, the package that brings it, where its value stands, and the value."""

    group: str
    name: str
    package: str
    location: str
    value: object

    def __str__(self) -> str:
        return f"the extension '{self.name}' of the package '{self.package}' ({self.location})"


def load_extensions(group: str) -> Sequence[Extension]:
    """Every extension of a group, in order of package and name.

    Raises
    ------
    ExtensionError
        With everything that could not be loaded, and why.
    """
    from importlib.metadata import entry_points

    loaded: list[Extension] = []
    faults: list[str] = []
    found = {(_package(point.dist), point.name, point.value): point for point in entry_points(group=group)}
    for (package, name, location), point in sorted(found.items(), key=lambda item: item[0]):
        try:
            value = point.load()
        except Exception as error:  # whatever the code of somebody else does as it is imported
            faults.append(
                f"the extension '{name}' of the package '{package}' ({location}) cannot be loaded: "
                f"{type(error).__name__}: {error}\n"
                f"    expected a value that Python can import, for the entry-point group '{group}'\n"
                f"    fix: mend or update the package '{package}', or uninstall it"
            )
        else:
            loaded.append(Extension(group, name, package, location, value))
    if faults:
        raise ExtensionError("\n\n".join(faults))
    return loaded


def _package(dist: object) -> str:
    """The name of the package an entry point comes from; one without metadata of its own has none."""
    return str(getattr(dist, "name", None) or "unknown")
