"""What ``Roster.outcome`` holds beside what the solver says (``algo.outcome.Solution.as_json``)."""

FAILED = "failed"
"""The ``status`` of a roster that could not be solved at all."""
ASSIGNMENT = "assignment"
"""What results if the relaxation on offer is accepted. Nowhere else."""
EDITED = "edited"
"""Somebody changed by hand what the solver made."""
STRETCHES = "stretches"
"""Once published: stretches of nights, each with ``first``, ``last`` and who ``could`` stand in it, by watcher.

Of each: ``nights``, "1" for a night in which they could and "0" for another; ``rest`` and ``week``, the nights free
between two and the most in a week, or none. What is made anew ends a stretch and begins another.
"""
COULD = "could"
KINDS = "kinds"
"""Once published: by date the kinds of that night as they were then."""
