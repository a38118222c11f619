"""Public warnings: everybody reads them; who may write one, and whose second word publishes it.

The draft that is asked about was written by the lurah, so nobody of the kelurahan's house publishes it.
"""

from rukun.config.tests.access_table.rows import ELSEWHERE, Row, Rows, among, everybody, everywhere, form, hidden, only

WARN = {"lurah", "sekretaris", "petugas_posko"}
"""Write warnings."""
SECOND = {"bhabinkamtibmas", "babinsa", "kapolsek"}
"""Of another house than the draft's writer."""
HANDLE = WARN | SECOND
"""See the drafts."""


def button(roles: set[str]) -> Row:
    """Pressed about a draft; of the neighbour's only the Kapolsek knows."""
    foreign = Row(only(HANDLE, 405), hidden(HANDLE, ELSEWHERE))
    return Row(only(HANDLE, 405), only(roles, ELSEWHERE), "warning_draft", foreign)


ADDRESSES: dict[str, Rows] = {
    "alarm:warnings": Row(everybody()),
    "alarm:warning": everywhere(everybody(), "warning"),
    "cap:feed": Row(everybody()),
    "cap:message": everywhere(everybody(), "cap"),
    "alarm:manage_warnings": Row(only(HANDLE)),
    "alarm:write_warning": form(WARN),
    "alarm:draft": Row(only(HANDLE), about="warning_draft", foreign=Row(hidden(HANDLE))),
    "alarm:publish_warning": button(SECOND),
    "alarm:drop_warning": button(SECOND | {"lurah"}),
    "alarm:update_warning": Row(
        only(WARN), only(WARN), "warning", Row(among(WARN, set()), among(WARN, set()))
    ),
    "alarm:cancel_warning": Row(
        only(WARN), only(WARN, ELSEWHERE), "warning", Row(among(WARN, set()), among(WARN, set()))
    ),
}  # fmt: skip
OPERATIONS: dict[str, Rows] = {"GET /warnings": Row(everybody())}
