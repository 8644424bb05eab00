"""What theory knows of a model, to be told beside what was simulated."""
