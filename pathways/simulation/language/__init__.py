"""The text of a study to a `Study`: its shape, its small words, its differences and what it builds on."""
