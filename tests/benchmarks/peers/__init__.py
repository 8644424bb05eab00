"""The reference pathway written in other programs, to hold the simulation's speed and results against."""
