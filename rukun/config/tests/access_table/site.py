"""The pages of the installation itself, its API's document, the demo, the territory, the journal."""

from rukun.config.tests.access_table.roles import ADMIN, CALENDAR, ENTER, ENTER_HERE, NOBODY, READ, REST, SEALED, WRITE
from rukun.config.tests.access_table.rows import (
    ELSEWHERE,
    SIGN_IN,
    Row,
    Rows,
    Who,
    everybody,
    everywhere,
    form,
    hidden,
    only,
    signed_in,
)

ADDRESSES: dict[str, Rows] = {
    "/healthz": Row(everybody()),
    "/readyz": Row(everybody()),
    "home:landing": Row(everybody()),
    "home:today": Row(signed_in()),
    "ui:components": Row(everybody(), everybody()),
    "api_docs": Row(everybody()),
    "api:openapi-json": Row(everybody()),
    "api:api-root": Row(everybody(404)),
    "demo:cast": Row(everybody(), everybody(404)),
    "demo:codes": Row(everybody()),
    "demo:night": Row(everybody(), everybody(ELSEWHERE)),
    "demo:phone": Row(everybody(), everybody(ELSEWHERE)),
    "demo:photo": Row(everybody(404)),
    "demo:sent": Row(everybody(), everybody(404)),
    # A provider asks for its own secret, whoever is signed in here. The neighbour's is one that there is not.
    "demo:provider": Row(everybody(401), everybody(401), "provider", Row(everybody(404), everybody(404))),
    # Territory
    "territory:index": Row(everybody()),
    "territory:about_map": Row(everybody()),
    "territory:unit": everywhere(everybody(), "unit"),
    "tiles:tile": Row(everybody(), about="tile", foreign=Row(everybody(404))),
    # The calendar: what is decided for everywhere, only who decides everywhere takes back.
    "almanac:year": Row(everybody()),
    "almanac:decide": form(CALENDAR),
    "almanac:remove": (
        Row(only(CALENDAR, ELSEWHERE), only(CALENDAR, ELSEWHERE), "day",
            Row(only(CALENDAR, ELSEWHERE), only(CALENDAR, ELSEWHERE))),
        Row(only(CALENDAR, ELSEWHERE), only(ADMIN, ELSEWHERE), "day_of_all",
            Row(only(CALENDAR, ELSEWHERE), only(ADMIN, ELSEWHERE))),
    ),
    "almanac:nights": Row(everybody()),
    "almanac:spans": Row(everybody()),
    "almanac:enter": form(ENTER),
    "almanac:remove_span": (
        Row(only(ENTER, ELSEWHERE), {ELSEWHERE: ENTER_HERE, SIGN_IN: NOBODY, 403: REST}, "span",
            Row(only(ENTER, ELSEWHERE), {ELSEWHERE: CALENDAR, SIGN_IN: NOBODY, 403: REST})),
        Row(only(ENTER, ELSEWHERE), only(ADMIN, ELSEWHERE), "span_of_all",
            Row(only(ENTER, ELSEWHERE), only(ADMIN, ELSEWHERE))),
    ),
    # Journal
    "journal:journal": Row(only(READ)),
    "journal:write": form(WRITE),
    "journal:entry": Row(only(READ), about="entry", foreign=Row(hidden(READ))),
    "journal:entry_note": Row(
        only(READ, ELSEWHERE), only(SEALED), "entry",
        Row(only(READ, ELSEWHERE), hidden(READ, 403)),
    ),
}  # fmt: skip

JOURNAL_BY_API: Who = {200: {*READ, "kunci_lurah"}, 401: {"anonim"}, 403: REST}

OPERATIONS: dict[str, Rows] = {
    "GET /installation": Row(everybody()),
    "GET /journal/entries": Row(JOURNAL_BY_API),
    "GET /almanac/days": Row(everybody()),
    "GET /almanac/nights": Row(everybody()),
    "GET /units": Row(everybody()),
    "GET /units/at": Row(everybody()),
    "GET /units/search": Row(everybody()),
    "GET /units/geojson": Row(everybody()),
    "GET /units/{code}": everywhere(everybody(), "unit"),
    "GET /units/{code}/geojson": everywhere(everybody(), "unit"),
}

NEEDS = {"GET /units/at": {"lat": "-5.6", "lon": "107.6"}, "GET /units/search": {"q": "Mawar"}}
"""What an operation cannot do without."""
