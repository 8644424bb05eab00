"""Two pathways to what can happen in one of them and not in the other, as far as it can be seen."""

from pathways.rules.behaviour.automaton import Automaton, automaton
from pathways.rules.behaviour.compare import Surplus, UndecidedError, are_equal, surpluses
from pathways.rules.behaviour.lens import Lens

__all__ = ["Automaton", "Lens", "Surplus", "UndecidedError", "are_equal", "automaton", "surpluses"]
