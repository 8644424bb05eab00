"""The diagram layer."""
