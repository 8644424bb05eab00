"""Kinds of rules by their definitions, one module for each, named like it (see `tests.rules.at_random`)."""
