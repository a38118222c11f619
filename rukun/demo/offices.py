"""Who holds which office in Kampung Contoh: every RW and RT, the Tiga Pilar, the forums, and an ormas of 34.

All of it is made up, the names drawn from two lists. Work numbers follow the codes of the territory: (021) 9901-0302 is
RT 02 of RW 03, in a series whose network was switched off years ago, so that a tap on one rings nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.utils.text import format_lazy

from rukun.demo.cast import CAST, KELURAHAN, Role
from rukun.people.titles import TITLES
from rukun.ui.templatetags.ui import Text

DISTRICT = "99.01.01"

ORGANISATIONS = {
    "kelurahan": ("kelurahan", "Kelurahan Kampung Contoh", KELURAHAN, 1),
    "polsek": ("polri", "Polsek Kecamatan Contoh", DISTRICT, 2),
    "koramil": ("tni", "Koramil Kecamatan Contoh", DISTRICT, 3),
    "posko": ("lain", "Posko Jembatan Kali Contoh", KELURAHAN, 4),
    "satpol_pp": ("satpol_pp", "Satpol PP Kelurahan Kampung Contoh", KELURAHAN, 5),
    "fkdm": ("fkdm", "FKDM Kelurahan Kampung Contoh", KELURAHAN, 6),
    "pelindungan": ("pelindungan", "Pelindungan perempuan dan anak Kampung Contoh", KELURAHAN, 7),
    "karang_taruna": ("karang_taruna", "Karang Taruna Kampung Contoh", KELURAHAN, 8),
    "mitra": ("ormas", "Mitra Kampung", KELURAHAN, 9),
}
"""Kind, name, unit, and the end of the work number. RW and RT are organisations too; they are named by their units."""

VACANT = (f"{KELURAHAN}.008.007", f"{KELURAHAN}.006.005")
"""RT without a head: the first has never had one, the second has had none since a term ended."""
SECOND_TERM = f"{KELURAHAN}.005"
"""The RW whose head is serving a second term, and so the last."""

DECREES = {
    "kelurahan": "Keputusan Wali Kota",
    "polsek": "Surat Perintah Kapolsek",
    "koramil": "Surat Perintah Danramil",
    "satpol_pp": "Surat Perintah Kepala Satpol PP",
    "mitra": "Keputusan Musyawarah Anggota",
}
"""What an office rests on; for all others it is the lurah's decree."""

GIVEN = (
    "Abdul", "Ade", "Agung", "Ahmad", "Ani", "Arif", "Asep", "Ayu", "Bambang", "Bayu", "Budi", "Cahyo", "Deni", "Desi",
    "Dewi", "Dian", "Didik", "Dodi", "Eka", "Eko", "Elisabet", "Eni", "Fajar", "Fatimah", "Ferdinand", "Fitri", "Galih",
    "Hadi", "Hasan", "Hendra", "Herman", "Ika", "Ilham", "Imam", "Indah", "Irwan", "Iwan", "Joko", "Kartini", "Komang",
    "Kurnia", "Laras", "Lestari", "Lina", "Lukas", "Mega", "Melati", "Mulyadi", "Nani", "Nova", "Nurul", "Oki", "Putri",
    "Rina", "Rizki", "Rudi", "Samuel", "Siti", "Slamet", "Sri", "Suharti", "Teguh", "Titin", "Udin", "Wahyu", "Yanti",
    "Yohanes", "Yuni", "Zainal", "Zulkifli",
)  # fmt: skip
FAMILY = (
    "Abdullah", "Aritonang", "Basuki", "Cahyadi", "Darmawan", "Effendi", "Firmansyah", "Ginting", "Gunadi", "Hakim",
    "Handayani", "Hidayat", "Irawan", "Iskandar", "Kurniawan", "Kusuma", "Lubis", "Mahendra", "Manurung", "Maulida",
    "Mulyono", "Nainggolan", "Nasution", "Nugroho", "Pangestu", "Permana", "Prasetyo", "Pratiwi", "Purnomo", "Rahayu",
    "Rahman", "Ramadhan", "Rumbiak", "Saputra", "Sasmita", "Setiawan", "Sihombing", "Sitorus", "Suhendar", "Sukmana",
    "Sulistyo", "Suryadi", "Susanto", "Sutrisno", "Tanjung", "Utami", "Wahyuni", "Waluyo", "Wijaya", "Yulianto",
)  # fmt: skip


@dataclass(frozen=True)
class Seat:
    """A position as it is to be given. ``organisation`` is a key of ``ORGANISATIONS``, or the unit of an RW or RT."""

    number: int
    name: str
    title: str
    unit: str
    organisation: str
    since: datetime
    until: datetime | None
    rank: str
    decree: str
    work_phone: str


@dataclass(frozen=True)
class _Held:
    """What a seat is made of, before names, decrees and numbers."""

    number: int
    title: str
    unit: str
    organisation: str
    rank: str = ""
    line: int = 0
    months_ago: int = 0
    until_months_ago: int = 0


ON_A_MOBILE = {"bhabinkamtibmas", "babinsa", "petugas_posko", "ketua_rw"}


def where(role: Role) -> str:
    """The organisation, for a title that several have."""
    several = role.organisation and len(TITLES[role.title].kinds) != 1
    return ORGANISATIONS[role.organisation][1] if several else ""


def office_of(role: Role) -> Text:
    """What somebody of the cast is, told apart from others of the same title; short enough for a list."""
    words = TITLES[role.title].words
    place = where(role).removesuffix(" Kelurahan Kampung Contoh")
    return format_lazy("{}, {}", words, place) if place else words


def work_phone(line: int, title: str = "") -> str:
    """An office's line; of those who are out on the streets a work mobile, which can be written to."""
    return f"+628289902{line:04d}" if title in ON_A_MOBILE else f"+62219901{line:04d}"


def seats(rts: Sequence[str], today: datetime) -> list[Seat]:
    """Every position of the kampung. ``rts`` are the codes of its RT; terms are counted back from ``today``."""
    names = {role.number: role.name for role in CAST.values()}
    made = []
    for held in (*_cast(), *_rw_and_rt(rts), *_others(sorted({rt.rpartition(".")[0] for rt in rts}))):
        rng = Random(held.number)  # noqa: S311 - it draws names, not keys
        name = names[held.number] = names.get(held.number) or _unused_name(rng, set(names.values()))
        since = _months_before(today, held.months_ago or rng.randint(4, 50))
        decree = f"{DECREES.get(held.organisation, 'Keputusan Lurah')} Nomor {rng.randint(3, 96)} Tahun {since.year}"
        made.append(
            Seat(
                number=held.number,
                name=name,
                title=held.title,
                unit=held.unit,
                organisation=held.organisation,
                since=since,
                until=_months_before(today, held.until_months_ago) if held.until_months_ago else None,
                rank=held.rank,
                decree=decree if held.organisation and held.title != "anggota" else "",
                work_phone=work_phone(held.line, held.title) if held.line and TITLES[held.title].public else "",
            )
        )
    return made


def _cast() -> Iterator[_Held]:
    for role in CAST.values():
        if not role.title:
            continue
        rw_and_rt = [int(part) for part in role.unit.split(".")[4:]]
        line = 10 + role.number if role.organisation else _line(*rw_and_rt) if rw_and_rt else 0
        yield _Held(role.number, role.title, role.unit, role.organisation or role.unit, role.rank, line)


def _rw_and_rt(rts: Sequence[str]) -> Iterator[_Held]:
    """Numbers of persons follow the codes: 302 heads RT 02 of RW 03, 300 all of RW 03."""
    taken = {role.unit for role in CAST.values() if role.title in ("ketua_rw", "ketua_rt")}
    for rw in sorted({rt.rpartition(".")[0] for rt in rts} - taken):
        line = _line(int(rw.rpartition(".")[2]))
        if rw == SECOND_TERM:
            yield _Held(line, "ketua_rw", rw, rw, line=line, months_ago=75, until_months_ago=15)
            yield _Held(line, "ketua_rw", rw, rw, line=line, months_ago=15)
        else:
            yield _Held(line, "ketua_rw", rw, rw, line=line)
    never, lately = VACANT
    for rt in rts:
        line = _line(*(int(part) for part in rt.split(".")[4:]))
        if rt == lately:
            yield _Held(line, "ketua_rt", rt, rt, line=line, months_ago=62, until_months_ago=2)
        elif rt != never and rt not in taken:
            yield _Held(line, "ketua_rt", rt, rt, line=line)


def _others(rws: Sequence[str]) -> Iterator[_Held]:
    """The boards and members of what has them. Of the ormas, chair, a coordinator and a member are in the cast."""
    board = ("wakil_ketua", "sekretaris", "bendahara")
    coordinated = {role.unit for role in CAST.values() if role.title == "koordinator"}
    mitra = [(title, KELURAHAN) for title in board] + [("koordinator", rw) for rw in rws if rw not in coordinated]
    mitra += [("anggota", rws[index % len(rws)]) for index in range(31 - len(mitra))]
    yield from (_Held(1001 + index, title, unit, "mitra") for index, (title, unit) in enumerate(mitra))
    for first, line, organisation, titles in (
        (1101, 30, "fkdm", ("wakil_ketua", "sekretaris", *("anggota",) * 4)),
        (1201, 40, "satpol_pp", ("anggota",) * 3),
        (1301, 50, "posko", ("petugas_posko",) * 3),
        (1401, 60, "karang_taruna", ("ketua", *board, "anggota", "anggota")),
    ):
        for index, title in enumerate(titles):
            yield _Held(first + index, title, KELURAHAN, organisation, line=line + index)


def _line(rw: int, rt: int = 0) -> int:
    return 100 * rw + rt


def _unused_name(rng: Random, used: set[str]) -> str:
    while (name := f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}") in used:
        pass
    return name


def _months_before(today: datetime, months: int) -> datetime:
    """The first moment of a month, so many months ago."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return today.replace(year=year, month=month + 1, day=1, hour=0, minute=0, second=0, microsecond=0)
