"""Payment providers on this computer: each speaks its own dialect over real HTTP, strict, with a control for every
fault.

It is a separate process, knows nothing of the rest of the program, and is used by demonstrations and tests.
"""
