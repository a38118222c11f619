"""A POST read: from the fields of the specification to a draft of ours."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from rukun import seal
from rukun.guard.ids import new_id
from rukun.report.actions.intake import ABOUT, Draft
from rukun.report.algo.codes import check_digit, new_code
from rukun.report.categories import ORDINARY
from rukun.report.errors.open311 import Wrong, no_such_service
from rukun.report.open311.asking import moment
from rukun.territory import queries as territory
from rukun.territory.algo import codes

LONGEST_LINK = 500
FIELDS = (
    "service_code", "lat", "long", "address_string", "address_id", "first_name", "last_name", "phone", "description",
    "media_url", "attribute[kapan]", "attribute[kapan][]", "attribute[waktu]",
)  # fmt: skip
"""What is read. Of mail address, device and account nothing is kept: nobody here needs them."""


@dataclass(frozen=True)
class Name:
    """Id and receipt code that a report gets."""

    id: UUID
    code: str


def named(key: str, idempotency_key: str, sent: QueryDict) -> Name:
    """Names for a new report; with an ``Idempotency-Key`` the same for the same content sent by the same key again.

    They follow from our own key, so nobody else can compute them. Other content under a key that was used is another
    report: a program's slip must not cost somebody's words.
    """
    if not idempotency_key:
        return Name(new_id(), new_code())
    content = repr([(each, sent.get(each, "")) for each in FIELDS])
    what = f"{key}\x00{idempotency_key}\x00{hashlib.sha256(content.encode()).hexdigest()}"
    drawn = f"{int(seal.mark('open311 code', what), 16) % 10**19:019d}"
    number = int(seal.mark("open311 id", what)[:32], 16)
    number = number & ~(0xF << 76) | 7 << 76  # version 7
    number = number & ~(0x3 << 62) | 2 << 62  # the variant of RFC 9562
    return Name(UUID(int=number), drawn + check_digit(drawn))


def draft_of(sent: QueryDict, name: Name) -> Draft:
    """What was sent as a draft. Raises ``Wrong``, with all that is missing at once; the intake looks at the rest."""
    given = {each: sent.get(each, "").strip() for each in FIELDS}
    missing = []
    if not given["service_code"]:
        missing.append(_("service_code belum diisi."))
    elif given["service_code"] not in ORDINARY:
        raise no_such_service()
    lat, long = (_degrees(given[each], each) if given[each] else None for each in ("lat", "long"))
    if (lat is None) != (long is None):
        missing.append(_("lat dan long diisi keduanya."))
    elif lat is None and not given["address_string"] and not given["address_id"]:
        missing.append(_("Lokasi belum diisi: lat dan long, address_string, atau address_id."))
    if missing:
        raise Wrong(*missing)
    about, happened = given["attribute[kapan]"] or given["attribute[kapan][]"], None
    if about and about not in ABOUT:
        raise Wrong(_("attribute[kapan]: pilih now, hour, day, atau unknown."))
    if given["attribute[waktu]"]:
        happened = moment(given["attribute[waktu]"], "attribute[waktu]")
        about = about if about not in ("", "unknown") else "hour"
    return Draft(
        id=name.id,
        code=name.code,
        category=given["service_code"],
        unit=_unit(given, pointed=lat is not None),
        lat=lat,
        lon=long,
        place=given["address_string"],
        happened=happened,
        happened_about=about or "unknown",
        words=_words(given),
        name=f"{given['first_name']} {given['last_name']}".strip(),
        phone=given["phone"],
        anonymous=not given["phone"],
    )


def _degrees(text: str, name: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not abs(found) <= (90 if name == "lat" else 180) or "_" in text:
        raise Wrong(_("%s: isi derajat WGS84 dengan titik, misalnya -6.2035.") % name)
    return found


def _unit(given: Mapping[str, str], *, pointed: bool) -> str:
    """The unit that is meant: by its code, else by its name where no point says it. ``""``: the point says it."""
    if given["address_id"]:
        if not territory.exists(given["address_id"]):
            raise Wrong(_("address_id itu tidak dikenal. Isi kode wilayah, misalnya 31.73.07.1001.016."))
        return given["address_id"]
    if pointed:
        return ""
    hits = [each for each in territory.search(given["address_string"]) if each.complete and each.chain]
    chains = [[unit.code for unit in each.chain] for each in hits]
    common = [each[0] for each in zip(*chains, strict=False) if len({*each}) == 1]
    if not common or codes.level_of(common[-1]) < codes.KELURAHAN:
        raise Wrong(
            _("address_string itu tidak ditemukan di sini, atau cocok dengan beberapa tempat. Kirim juga lat dan long.")
        )
    return str(common[-1])


def _words(given: Mapping[str, str]) -> str:
    """The description. A picture elsewhere is never fetched, as its address could be any: it is told as words."""
    link = given["media_url"]
    if not link:
        return given["description"]
    if len(link) > LONGEST_LINK or not link.startswith(("http://", "https://")):
        raise Wrong(_("media_url: isi alamat http atau https, paling panjang %d huruf.") % LONGEST_LINK)
    return f"{given['description']}\n{link}".strip()
