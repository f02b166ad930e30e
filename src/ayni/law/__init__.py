"""May these data go there, under whose law, and what would it take.

    from ayni.law import decide

A rulebook is one jurisdiction's rules as data (`ayni.law.rulebook`), cited, dated and tested; the evaluator
(`ayni.law.decide`) works in three truth values and fails closed. It is help for a lawyer, not a lawyer.
"""
