"""YAML text to a document, read once in a process however often tests ask: reading is most of what small tests cost."""

from __future__ import annotations

from functools import lru_cache

from pathways import source

# A document cannot be changed, and a fault is not kept but raised each time.
read_document = lru_cache(maxsize=1_000)(source.read_document)
