"""From tables to the pure problem: everything that bears on some nights of a watch, in a bounded number of queries."""

from rukun.roster.frames.breaking import broken_rules
from rukun.roster.frames.frame import Frame, frame_of
from rukun.roster.frames.times import times_of

__all__ = ["Frame", "broken_rules", "frame_of", "times_of"]
