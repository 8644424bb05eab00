"""Text of a YAML file to a tree that knows where everything stands. Every scalar stays text."""

from pathways.source.reader import read_document
from pathways.source.text import decode
from pathways.source.tree import Document, Key, Node

__all__ = ["Document", "Key", "Node", "decode", "read_document"]
