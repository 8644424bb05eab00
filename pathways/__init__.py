"""Draw, check and simulate referral pathways written as plain text.

import pathways as pw
child = pw.load("child")
[verdict for verdict in child.check() if verdict.is_broken]
child.check("TH-50-pcm").verdict
pw.assert_holds(child, "TH-50-pcm")
child.draw("child.svg")
case = child.case(source_sector="education")
result = pw.simulate("borough-baseline", replications=10)
result.compare("fortnightly").to_rows()
pw.seek("borough-baseline", vary="teams.mash.staff=1..4").told()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pathways.version import __version__

if TYPE_CHECKING:
    from pathways.api import Pathway, assert_holds, load, seek, sensitivity, simulate, sweep

__all__ = ["Pathway", "__version__", "assert_holds", "load", "seek", "sensitivity", "simulate", "sweep"]


def __getattr__(name: str) -> Any:
    """Nothing is imported before it is used: the command line starts quickly, and so does every script."""
    if name in __all__:
        from pathways import api

        return getattr(api, name)
    raise AttributeError(f"module 'pathways' has no attribute '{name}'")


def __dir__() -> list[str]:
    """What `import pathways as pw` offers, imported or not."""
    return sorted({*globals(), *__all__})
