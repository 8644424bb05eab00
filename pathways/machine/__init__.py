"""The machine layer."""
