"""Writing about persons, organisations and positions.

Each function is one step: access, change, journal, together or not at all.
"""

from rukun.people.actions.organisations import change_organisation, close_organisation, establish_organisation
from rukun.people.actions.persons import (
    add_person,
    correct_person,
    erase_released,
    forget_oneself,
    one_after_another,
    read_contact,
    release_person,
    set_password,
)
from rukun.people.actions.positions import correct_position, end_position, give_position

__all__ = [
    "add_person",
    "change_organisation",
    "close_organisation",
    "correct_person",
    "correct_position",
    "end_position",
    "erase_released",
    "establish_organisation",
    "forget_oneself",
    "give_position",
    "one_after_another",
    "read_contact",
    "release_person",
    "set_password",
]
