"""Linear temporal logic on finite traces (LTLf): text to formula, formula to automaton, formula to plain English.

Source: G. De Giacomo and M. Y. Vardi, *Linear temporal logic and linear dynamic logic on finite traces*, IJCAI 2013.
"""
