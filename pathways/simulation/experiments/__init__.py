"""A study asked many times over to an answer: differences, precision, sweeps, sensitivity, the least that is enough."""
