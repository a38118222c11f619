"""Who may do what: the one table. A title gives its capabilities in the unit it is held for and in all below it.

To be read by anybody: each row of ``TITLES`` names a title, where it is held, and what its holder may do there. The
page ``/wewenang/`` shows the same table. Residents without a position have none of these capabilities; what everybody
may do needs none.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from rukun.people.kinds import CITY, DISTRICT, KELURAHAN, OFFICES, RT, RW

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Capability:
    """``sealed``: a position that has it opens only to whoever signed in by passkey or authenticator app."""

    code: str
    words: "_StrPromise"
    sealed: bool = False


CAPABILITIES = {
    each.code: each
    for each in (
        Capability("journal.read", _("membaca buku mutasi")),
        Capability("journal.write", _("menulis di buku mutasi")),
        Capability("journal.read_notes", _("membaca catatan dan alasan di buku mutasi"), sealed=True),
        Capability("people.see", _("melihat orang yang terdaftar, dan anggota semua organisasi")),
        Capability("people.see_own", _("melihat anggota organisasinya sendiri")),
        Capability("people.contacts", _("membuka nomor pribadi seseorang (dicatat)"), sealed=True),
        Capability("people.invite", _("mengundang pemegang jabatan untuk masuk"), sealed=True),
        Capability("people.manage", _("mendaftarkan orang, organisasi, dan jabatan"), sealed=True),
        Capability(
            "partners.kelurahan", _("memeriksa mitra, dan menangguhkan tugas, atas nama kelurahan"), sealed=True
        ),
        Capability("partners.polsek", _("memeriksa mitra, dan menangguhkan tugas, atas nama Polsek"), sealed=True),
        Capability("partners.rw", _("memeriksa siskamling atas nama RW")),
        Capability("members.manage", _("menerima dan mengundang anggota organisasinya sendiri")),
        Capability("training.teach", _("melatih, mencatat kelas, dan mencabut sertifikat"), sealed=True),
        Capability("duty.see", _("melihat siapa yang layak bertugas, dan siapa yang sedang bertugas")),
        Capability("roster.keep", _("menyusun jadwal ronda organisasinya sendiri")),
        Capability("roster.keep_in_unit", _("menyusun jadwal ronda siskamling warga di wilayahnya")),
        Capability("reports.see", _("membaca laporan warga, tanpa nama pelapor")),
        Capability("reports.write", _("mencatat laporan warga yang datang ke posko atau menelepon")),
        Capability("reports.handle", _("menangani laporan: bertanya, meringkas, menutupi wajah di foto"), sealed=True),
        Capability("reports.identity", _("membuka kontak pelapor dengan alasan tertulis (dicatat)"), sealed=True),
        Capability(
            "reports.protected", _("membaca laporan kekerasan dalam rumah, seksual, atau terhadap anak"), sealed=True
        ),
        Capability("evidence.open", _("membuka foto asli dan pesan suara, berdua (dicatat)"), sealed=True),
        Capability("complaints.kelurahan", _("membaca keluhan terhadap anggota, RT/RW, dan posko"), sealed=True),
        Capability("complaints.polsek", _("membaca keluhan terhadap anggota, atas nama Polsek"), sealed=True),
        Capability("complaints.kecamatan", _("membaca keluhan terhadap kelurahan"), sealed=True),
        Capability("reports.rules", _("mengatur siapa yang menerima laporan warga, dan tenggatnya"), sealed=True),
        Capability("commitments.keep", _("mengerjakan tindak lanjut atas nama instansinya, dan membuktikannya")),
        Capability("commitments.confirm", _("memastikan bahwa tindak lanjut pihak lain benar selesai")),
        Capability("commitments.watch", _("melihat angka tindak lanjut, dan apa yang terlambat")),
        Capability("incidents.see", _("melihat papan posko: kejadian di wilayahnya")),
        Capability("incidents.write", _("mencatat kejadian, menilai tingkatnya, dan mencatat tindakan")),
        Capability(
            "incidents.verify", _("memastikan tingkat dan penutupan kejadian yang dinilai pihak lain"), sealed=True
        ),
        Capability("alarms.ring", _("membunyikan kentongan untuk sebuah kejadian")),
        Capability("alarms.manage", _("mengatur kentongan: kode, urutan, dan waktu tunggunya")),
        Capability("alarms.warn", _("mengumumkan peringatan bencana, kebakaran, dan evakuasi"), sealed=True),
        Capability("almanac.manage", _("menetapkan hari libur dan hari kerja"), sealed=True),
        Capability("almanac.events", _("mencatat acara, pertandingan, dan libur sekolah di kalender")),
        Capability("channels.manage", _("menghubungkan saluran pesan, dan melihat biayanya"), sealed=True),
        Capability("keys.manage", _("membuat kunci API"), sealed=True),
        Capability("territory.manage", _("memuat peta dan daftar wilayah"), sealed=True),
    )
}


@dataclass(frozen=True)
class Title:
    """``code`` is stored; ``capabilities`` are names that the rooms ask an actor about.

    ``kinds`` are the kinds of organisations in which it is held (empty: any; ``free``: or in none), ``levels`` the
    levels of units it is held for (empty: any, the whole installation among them). ``single``: one holder at a time in
    a unit. ``years`` and ``terms`` limit how long and how often. ``public``: the holder's name and work number stand
    in the directory. ``below`` is the title above it in the organisation's chart.
    """

    code: str
    words: "_StrPromise"
    capabilities: frozenset[str] = frozenset()
    kinds: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    single: bool = False
    years: int | None = None
    terms: int | None = None
    public: bool = False
    below: str = ""
    free: bool = False

    @property
    def of_a_unit(self) -> bool:
        """Whether a unit has one such office, as of government, police, army, RW and RT; else each organisation."""
        return len(self.kinds) == 1 and self.kinds[0] in OFFICES

    @property
    def sealed(self) -> bool:
        """Whether it opens only to a strong sign-in."""
        return any(CAPABILITIES[each].sealed for each in self.capabilities)


_NOTHING: frozenset[str] = frozenset()
_SEE = frozenset({"people.see"})
_READ = _SEE | {"journal.read"}
_WRITE = _READ | {"journal.write"}
_POSKO = _WRITE | {"journal.read_notes"}
_CONTACTS = frozenset({"people.contacts"})
_MANAGE = _SEE | {"people.invite", "people.manage", "keys.manage"}
_OWN = frozenset({"people.see_own"})
_INSTALLATION = frozenset({"journal.read", "territory.manage", "almanac.manage", "channels.manage"})
_BOARD = _OWN | {"members.manage", "roster.keep"}
_DUTY = frozenset({"duty.see"})
_POLICE = frozenset({"partners.polsek"})
_GOVERNMENT = frozenset({"partners.kelurahan"})
_TEACH = _SEE | _DUTY | {"training.teach"}
_KEEP = frozenset({"commitments.keep", "commitments.confirm"})
_WATCH = frozenset({"commitments.watch"})
_RULE = frozenset({"reports.rules"})
# Not the kelurahan: the calendar times its own promises.
_TELL = frozenset({"reports.see", "reports.write"}) | _KEEP
_RW_BOARD = _WRITE | _DUTY | _TELL | {"partners.rw", "roster.keep_in_unit"}
_HANDLE = _TELL | {"reports.handle", "evidence.open"}
_IDENTITY = frozenset({"reports.identity"})
_EVENTS = frozenset({"almanac.events"})
_HEAR = frozenset({"complaints.kelurahan"})
_HEAR_POLICE = frozenset({"complaints.polsek"})

_BOARD_READ = frozenset({"incidents.see"})
_SITUATION = _BOARD_READ | {"incidents.write", "alarms.ring"}
_OPERATE = _SITUATION | {"incidents.verify"}
_ALARMS = frozenset({"alarms.manage"})
_WARN = frozenset({"alarms.warn"})

_CIRCLES = (
    "ormas",
    "pokdar",
    "fkdm",
    "lmk",
    "karang_taruna",
    "satlinmas",
    "satpol_pp",
    "damkar",
    "bawaslu",
    "siskamling",
    "lain",
)
"""Kinds with a chair, a board, coordinators and members."""

TITLES = {
    title.code: title
    for title in (
        # Runs the machine; that is no reason to read what people wrote, nor whom they call.
        Title("administrator", _("Administrator"), _MANAGE | _INSTALLATION),
        # Government
        Title(
            "camat", _("Camat"),
            _READ | _WATCH | _BOARD_READ | {"complaints.kecamatan", "commitments.keep", "almanac.manage"},
            ("kecamatan",), (DISTRICT,), single=True, public=True,
        ),
        Title(
            "lurah", _("Lurah"),
            _POSKO | _MANAGE | _CONTACTS | _DUTY | _GOVERNMENT | _HANDLE | _IDENTITY | _HEAR | _WATCH | _RULE | _EVENTS
            | _OPERATE | _ALARMS | _WARN,
            ("kelurahan",), (KELURAHAN,), single=True, public=True,
        ),
        Title(
            "sekretaris_kelurahan", _("Sekretaris kelurahan"),
            _WRITE | _MANAGE | _DUTY | _GOVERNMENT | _HANDLE | _WATCH | _RULE | _EVENTS | _OPERATE | _ALARMS | _WARN,
            ("kelurahan",), (KELURAHAN,), single=True, public=True, below="lurah",
        ),
        Title(
            "staf_kelurahan", _("Staf kelurahan"), _NOTHING, ("kelurahan",), (KELURAHAN,),
            below="sekretaris_kelurahan",
        ),
        # Police and army
        Title(
            "kapolsek", _("Kapolsek"),
            _READ | _DUTY | _POLICE | _HEAR_POLICE | _KEEP | _WATCH | _OPERATE | {"reports.see"}, ("polri",),
            (DISTRICT,), single=True, public=True,
        ),
        Title(
            "bhabinkamtibmas", _("Bhabinkamtibmas"),
            _POSKO | _CONTACTS | _TEACH | _POLICE | _HANDLE | _IDENTITY | _HEAR_POLICE | _EVENTS | _OPERATE,
            ("polri",), (KELURAHAN, RW),
            public=True, below="kapolsek",
        ),
        Title("danramil", _("Danramil"), _READ | _BOARD_READ, ("tni",), (DISTRICT,), single=True, public=True),
        Title(
            "babinsa", _("Babinsa"), _POSKO | _CONTACTS | _DUTY | _HANDLE | _OPERATE, ("tni",), (KELURAHAN, RW),
            public=True, below="danramil",
        ),
        # Posko. Never within an ormas: its members do not read what residents tell.
        Title(
            "petugas_posko", _("Petugas posko"),
            _POSKO | _CONTACTS | _DUTY | _HANDLE | _EVENTS | _OPERATE | _ALARMS | _WARN,
            ("kelurahan", "kecamatan", "rw", "siskamling", "satlinmas", "lain"), (KELURAHAN, RW),
            public=True, free=True,
        ),
        # Who trains volunteers; never from their own societies
        Title(
            "pelatih", _("Pelatih"), _TEACH,
            ("polri", "tni", "kelurahan", "kecamatan", "kota", "damkar", "pelindungan", "lain"),
            (CITY, DISTRICT, KELURAHAN), public=True,
        ),
        # RW and RT: five years, at most two terms
        Title(
            "ketua_rw", _("Ketua RW"), _RW_BOARD | _EVENTS | _SITUATION | _ALARMS, ("rw",), (RW,),
            single=True, years=5, terms=2, public=True,
        ),
        Title(
            "sekretaris_rw", _("Sekretaris RW"), _RW_BOARD | _SITUATION, ("rw",), (RW,),
            single=True, public=True, below="ketua_rw",
        ),
        Title("bendahara_rw", _("Bendahara RW"), _NOTHING, ("rw",), (RW,), single=True, below="ketua_rw"),
        Title(
            "ketua_rt", _("Ketua RT"), _READ | _TELL | {"roster.keep_in_unit"}, ("rt",), (RT,),
            single=True, years=5, terms=2, public=True,
        ),
        Title(
            "sekretaris_rt", _("Sekretaris RT"), _SEE | {"roster.keep_in_unit"}, ("rt",), (RT,),
            single=True, public=True, below="ketua_rt",
        ),
        # Women and children: what they see, nobody else does
        Title(
            "petugas_pelindungan", _("Petugas pelindungan perempuan dan anak"),
            frozenset({"reports.protected", "commitments.keep"}), ("pelindungan",),
            (CITY, DISTRICT, KELURAHAN), public=True,
        ),
        # Societies, forums and units with a chair and members
        Title("pembina", _("Pembina"), _NOTHING, _CIRCLES),
        Title("ketua", _("Ketua"), _BOARD, (*_CIRCLES, "rumah_ibadah"), single=True, public=True),
        Title("wakil_ketua", _("Wakil ketua"), _BOARD, _CIRCLES, below="ketua"),
        Title("sekretaris", _("Sekretaris"), _BOARD, _CIRCLES, single=True, below="ketua"),
        Title("bendahara", _("Bendahara"), _NOTHING, _CIRCLES, single=True, below="ketua"),
        Title("koordinator", _("Koordinator"), _OWN | {"people.invite", "roster.keep"}, _CIRCLES, below="ketua"),
        Title("anggota", _("Anggota"), _NOTHING, _CIRCLES, below="koordinator"),
        Title("kepala_sekolah", _("Kepala sekolah"), _NOTHING, ("sekolah",), single=True, public=True),
    )
}  # fmt: skip


def titles_with(capability: str) -> list[Title]:
    """The titles that give a capability, in the order of the table."""
    return [title for title in TITLES.values() if capability in title.capabilities]
