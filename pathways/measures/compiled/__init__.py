"""The packed events of a replication to all its figures: what `figures` says in plain Python, compiled."""

from pathways.measures.compiled.measure import Measured, Measurer

__all__ = ["Measured", "Measurer"]
