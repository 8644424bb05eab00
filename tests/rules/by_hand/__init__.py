"""One module for each kind of rule, named like it: cases small enough to see the answer, and faults they must catch.

PATHWAY   all of a pathway that follows its lanes (`team`, `mash`), as `tests.rules.build.compiled` takes it
PIECES    the pieces it uses, by id (may be left out)
OTHERS    other pathways by id, for the kinds that compare two (may be left out)
EVIDENCE  what studies say about the pathway (may be left out)
CASES     (the rule without id and says, the verdict, the states of the counterexample); None for the states where they
          are not looked at; a fourth member is the body of another pathway to ask
FAULTS    (module, text, other text): what a careless author of the checker might have written; at least one case
          must come out differently. The text must stand in a function or method of the module.
"""
