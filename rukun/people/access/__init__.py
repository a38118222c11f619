"""Who may do what with the things of this room. What other rooms and most pages ask stands in ``people``."""

from rukun.people.access.people import (
    appointing_units,
    can_manage_people,
    can_see_directory,
    can_see_people,
    circles_with,
    holds_any,
    inside,
    is_held,
    may_appoint_in,
    organisation_for,
    own_circles,
    person_for,
    persons_visible_to,
    position_for,
    sees_members,
    sees_position,
)

__all__ = [
    "appointing_units",
    "can_manage_people",
    "can_see_directory",
    "can_see_people",
    "circles_with",
    "holds_any",
    "inside",
    "is_held",
    "may_appoint_in",
    "organisation_for",
    "own_circles",
    "person_for",
    "persons_visible_to",
    "position_for",
    "sees_members",
    "sees_position",
]
