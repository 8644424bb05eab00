"""The gallery shows every picture of `diagrams/`, under its title, with words for those who do not see it."""

from __future__ import annotations

import re

from tests.diagram.given import DEFINITIONS, NAMES, repository

GALLERY = DEFINITIONS.parent / "docs" / "gallery.md"


def test_the_gallery_shows_every_pathway_as_it_is() -> None:
    text = GALLERY.read_text(encoding="utf-8")
    shown = re.findall(r'<img src="../diagrams/([^"]+)" alt="([^"]+)"', text)
    assert sorted(name for name, _ in shown) == sorted(
        f"{name}{kind}" for name in NAMES for kind in (".png", ".roles.png")
    )
    for name, alt in shown:
        pathway, _, kind = name.removesuffix(".png").partition(".")
        title = repository()[pathway].title
        assert f"\n## {title}\n" in text
        assert alt.startswith(f"{title}: {'who does what' if kind else 'drawing'}")
        words = (DEFINITIONS.parent / "diagrams" / f"{name.removesuffix('.png')}.txt").read_text(encoding="utf-8")
        assert words.startswith(title)
        if not kind:
            assert words.splitlines()[2] in text
