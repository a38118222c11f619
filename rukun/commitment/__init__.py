"""Promises: owned by one, clocked, proven, and confirmed by somebody else.

This room knows nothing of what is promised: a label and an id say what a promise is about, and the room above says who
may see it. It has no pages of its own but the one for authorities without an account.
"""
