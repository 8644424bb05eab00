"""The definition layer."""
