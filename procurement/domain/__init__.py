"""Floor 0: what Swedish procurement law and the clause library say, in plain Python.

No framework, no clock and no database: values come in, values go out.
"""
