"""The rules of a roster by name. Whoever explains them in words, switches or checks them uses these."""

AVAILABLE = "available"  # nobody stands who said "never", or may not go on duty that night
NEED = "need"  # as many as the shift needs
CAPACITY = "capacity"  # no more than that
REST = "rest"  # so many nights free between two duties
ONCE = "once"  # not in two places at once: in one night one duty
MAX_WEEK = "max_week"  # so many nights a week at most
TWO = "two"  # nobody alone: at least two grown-ups, officers not counted
LEADER = "leader"  # one who can lead
OFFICER = "officer"  # on joint nights one of police or army
GROUP_WEEK = "group_week"  # a group's nights a week
GROUP_TOGETHER = "group_together"  # so many of a group at one post
APART = "apart"  # two who asked not to stand together
TOGETHER = "together"  # two who asked to stand together
POST = "post"  # only where they stand
FIXED = "fixed"  # who was set by hand stays: not a rule of a watch, but what else may stand in the way

ALL = (
    AVAILABLE, NEED, CAPACITY, REST, ONCE, MAX_WEEK, TWO, LEADER, OFFICER, GROUP_WEEK, GROUP_TOGETHER, APART, TOGETHER,
    POST,
)  # fmt: skip
ALWAYS = frozenset({AVAILABLE, ONCE, CAPACITY, TWO})
"""Never switched off: nobody stands alone, in two places, or unfit."""
SWITCHED = tuple(each for each in ALL if each not in ALWAYS)
