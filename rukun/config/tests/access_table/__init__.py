"""What every address and every operation answers to every role. Written by hand: nothing here is asked of the code.

A row says what comes back for GET and POST; where the address names a thing, first for one in RT 02 of RW 03, where all
of the cast are at home, then for the same kind of thing in a neighbouring kelurahan. POST is sent empty unless the row
says what is ``sent``: a form comes back (200), what needs no form is done (and undone by the test). An address without
``post`` takes none. GET is asked of an operation that is not one for GET too: nothing may answer it.
"""

from rukun.config.tests.access_table import (
    alarm,
    incident,
    notify,
    open311,
    people,
    promises,
    report,
    roster,
    site,
    training,
    warnings,
)
from rukun.config.tests.access_table.roles import REST, ROLES
from rukun.config.tests.access_table.rows import ELSEWHERE, SIGN_IN, Key, Row, Rows, Status, Who, rows

__all__ = [
    "ADDRESSES",
    "ELSEWHERE",
    "NEEDS",
    "OPERATIONS",
    "REST",
    "ROLES",
    "SIGN_IN",
    "Key",
    "Row",
    "Rows",
    "Status",
    "Who",
    "rows",
]

ADDRESSES = {
    **site.ADDRESSES, **people.ADDRESSES, **training.ADDRESSES, **report.ADDRESSES, **promises.ADDRESSES,
    **open311.ADDRESSES, **notify.ADDRESSES, **roster.ADDRESSES, **warnings.ADDRESSES,
    **alarm.ADDRESSES, **incident.ADDRESSES,
}  # fmt: skip
OPERATIONS = {
    **site.OPERATIONS, **people.OPERATIONS, **training.OPERATIONS, **report.OPERATIONS, **roster.OPERATIONS,
    **warnings.OPERATIONS, **incident.OPERATIONS,
}  # fmt: skip
NEEDS = site.NEEDS
