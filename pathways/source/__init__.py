"""Text of a YAML file to a tree that knows where everything stands. Every scalar stays text."""

from pathways.source.tree import Document, Key, Node, read_document

__all__ = ["Document", "Key", "Node", "read_document"]
