"""What the specification calls services, their questions and the states: made from our categories and promises."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.commitment import verbs
from rukun.report.categories import CATEGORIES, ORDINARY, Category

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

URL = "http://wiki.open311.org/GeoReport_v2"
CHANGED = "2026-11-22T00:00:00+07:00"
"""When services or their questions changed last: programs read them again when this is later. A test holds it fast."""

SHOWN = tuple(code for code in ORDINARY if code != "bantuan")
"""Categories of which the public is shown single reports. Who asks for help is ill, lost or alone: one line with its RW
and day would tell the neighbours of whom it speaks."""

WHEN: "dict[str, _StrPromise]" = {
    "now": gettext_lazy("Sedang terjadi"),
    "hour": gettext_lazy("Sekitar waktu yang disebut"),
    "day": gettext_lazy("Pada hari yang disebut"),
    "unknown": gettext_lazy("Tidak tahu"),
}

OPEN, CLOSED = "open", "closed"
CLOSING = (verbs.CONFIRMED.name, verbs.UNCONFIRMED.name)
"""The steps after which a promise is over, until another one follows."""
_AGAIN = gettext_lazy("Dibuka lagi: belum beres.")
_MOVED = gettext_lazy("Penanggung jawabnya beralih.")
TOLD: "dict[str, _StrPromise]" = {
    verbs.COORDINATED.name: gettext_lazy("Sedang dikoordinasikan."),
    verbs.STARTED.name: gettext_lazy("Sedang dikerjakan."),
    verbs.REASSIGNED.name: _MOVED,
    verbs.OWNER_GONE.name: _MOVED,
    verbs.TAKEN.name: _MOVED,
    verbs.HANDED_OUTSIDE.name: gettext_lazy("Diteruskan ke instansi lain."),
    verbs.OUTSIDE_ANSWERED.name: gettext_lazy("Dijawab instansi lain, menunggu konfirmasi."),
    verbs.PROVEN.name: gettext_lazy("Dinyatakan selesai, menunggu konfirmasi."),
    verbs.CANNOT_BE_DONE.name: gettext_lazy("Dinyatakan tidak dapat dikerjakan, menunggu konfirmasi."),
    verbs.CONFIRMED.name: gettext_lazy("Ditutup: hasilnya dikonfirmasi."),
    verbs.UNCONFIRMED.name: gettext_lazy("Ditutup tanpa konfirmasi."),
    verbs.REJECTED.name: _AGAIN,
    verbs.CONTESTED.name: _AGAIN,
    verbs.GIVEN_BACK.name: _AGAIN,
    verbs.UNDONE.name: gettext_lazy("Langkah terakhir dibatalkan."),
}
"""Steps of a promise as everybody is told them. Who took them, and whether it was the reporter, is not said."""


def notes_on(verb: str) -> str:
    """How it stands after a step; ``""`` is before the first one."""
    return str(TOLD[verb]) if verb else _("Diterima.")


def status_after(verb: str) -> str:
    return CLOSED if verb in CLOSING else OPEN


def services() -> list[dict[str, Any]]:
    """The service list. Categories that few may read, and those that are handed elsewhere, are none."""
    return [_service(CATEGORIES[code]) for code in ORDINARY]


def definition(code: str) -> dict[str, Any] | None:
    """What a service asks besides; ``None`` for what is none."""
    if code not in ORDINARY:
        return None
    return {"service_code": code, "attributes": _attributes(CATEGORIES[code])}


def discovery(url: str, keys: str, contact: str, *, test: bool) -> dict[str, Any]:
    """Where what is spoken. ``url`` is the endpoint's, ``keys`` the page on which keys are made."""
    return {
        "changeset": CHANGED,
        "contact": contact,
        "key_service": _("Kunci API dibuat oleh petugas yang berwenang mencatat laporan, di %s") % keys,
        "endpoints": [
            {
                "specification": URL,
                "url": url,
                "changeset": CHANGED,
                "type": "test" if test else "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


def _service(category: Category) -> dict[str, Any]:
    return {
        "service_code": category.code,
        "service_name": str(category.words),
        "description": f"{category.words}: {category.hint}.",
        "metadata": bool(_attributes(category)),
        # A token becomes an id once everybody may see the request; of what nobody is shown there is none.
        "type": "batch" if category.code in SHOWN else "blackbox",
        "keywords": str(category.hint),
        "group": _("Keamanan dan keadaan darurat") if category.danger else _("Lingkungan"),
    }


def _attributes(category: Category) -> list[dict[str, Any]]:
    asked: list[dict[str, Any]] = []
    if category.danger:
        asked.append(_attribute("bahaya", "string", notice(), variable=False))
    if category.timed:
        values = [{"key": key, "name": str(words)} for key, words in WHEN.items()]
        asked.append(_attribute("kapan", "singlevaluelist", _("Kapan itu terjadi?"), values=values))
        hint = _("Dengan zona waktu, misalnya 2026-11-22T21:30:00+07:00")
        asked.append(_attribute("waktu", "datetime", _("Hari dan jamnya"), hint=hint))
    return [each | {"order": order} for order, each in enumerate(asked, 1)]


def notice() -> str:
    """What is said first wherever somebody may be in danger. Nobody is promised that help is on its way."""
    return _("Dalam bahaya, hubungi 110 (polisi) atau 112 dahulu. Laporan ini tidak memanggil siapa pun.")


def too_many_photos(most: int, megabytes: int) -> str:
    return _("Paling banyak %(most)d foto, masing-masing paling besar %(size)d MB.") % {"most": most, "size": megabytes}


def _attribute(
    code: str, datatype: str, words: str, *, variable: bool = True, hint: str = "", **more: object
) -> dict[str, Any]:
    return {
        "variable": variable,
        "code": code,
        "datatype": datatype,
        "required": False,
        "datatype_description": hint or None,
        "order": 0,
        "description": words,
        **more,
    }
