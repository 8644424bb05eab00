"""A scenario and its compiled pathways to the `Model` that a kernel runs, or everything in it that does not fit."""
