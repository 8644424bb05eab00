"""The kernel in plain Python that says what a simulation means; the compiled one must equal it."""
