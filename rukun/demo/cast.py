"""The roles that a visitor can take on in Kampung Contoh, by one click each.

Their kelurahan, 99.01.01.1001, lies in a province that does not exist. Everybody else who holds an office there is told
by ``offices``.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rukun.report.algo.codes import check_digit

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KELURAHAN = "99.01.01.1001"
RW_03 = f"{KELURAHAN}.003"
RT_02 = f"{RW_03}.002"


def person_id(number: int) -> UUID:
    """The id of the made-up person with this number: the same in every demo."""
    return UUID(int=(0x0190_0000_0000_7000_8000 << 48) + number)


def organisation_id(number: int) -> UUID:
    """The id of an organisation that is no RW or RT, likewise."""
    return UUID(int=(0x0190_0000_0000_7000_9000 << 48) + number)


def private_phone(number: int) -> str:
    """A private number, one of a series whose network was switched off years ago: a tap on it rings nobody."""
    return f"+628289901{number:04d}"


def receipt_code(number: int) -> str:
    """The receipt code of the made-up report with this number: the same in every demo."""
    digits = f"{4_711_000_000_000_000_000 + number:019d}"
    return digits + check_digit(digits)


CODES = {number: receipt_code(number) for number in (1, 2, 3)}
"""Of the reports that the demo's visitors may follow."""


@dataclass(frozen=True)
class Role:
    """One of the cast. ``title`` is empty for a resident without office; ``about`` says what they come here to do.

    ``organisation`` is a key of ``offices.ORGANISATIONS``; empty for residents, heads of RT and RW, and whoever runs
    the machine.
    """

    key: str
    number: int
    name: str
    title: str
    unit: str
    about: "_StrPromise"
    organisation: str = ""
    rank: str = ""

    @property
    def person_id(self) -> UUID:
        return person_id(self.number)

    @property
    def phone(self) -> str:
        return private_phone(self.number)


CAST = {
    role.key: role
    for role in (
        Role("warga", 1, "Sari Wulandari", "", "", _("Warga RT 02, tanpa jabatan.")),
        Role("ketua_rt", 2, "Darto Wibisono", "ketua_rt", RT_02, _("Mengenal setiap rumah di RT 02.")),
        Role("ketua_rw", 3, "Ratna Siregar", "ketua_rw", RW_03, _("Mengurus RW 03 di tepi jembatan.")),
        Role(
            "petugas_posko", 4, "Yusuf Maulana", "petugas_posko", KELURAHAN,
            _("Menjaga posko dan menulis buku mutasi."), "posko",
        ),
        Role(
            "bhabinkamtibmas", 5, "Made Wirawan", "bhabinkamtibmas", KELURAHAN,
            _("Polisi yang membina kelurahan ini."), "polsek", "Aiptu",
        ),
        Role(
            "babinsa", 6, "Agus Prabowo", "babinsa", KELURAHAN,
            _("Prajurit TNI yang membina kelurahan ini."), "koramil", "Sertu",
        ),
        Role("lurah", 7, "Hartati Ningsih", "lurah", KELURAHAN, _("Memimpin kelurahan dan Tiga Pilar."), "kelurahan"),
        Role(
            "sekretaris", 9, "Endah Puspita", "sekretaris_kelurahan", KELURAHAN,
            _("Mendaftarkan orang, organisasi, dan jabatan."), "kelurahan",
        ),
        Role(
            "ketua_ormas", 10, "Burhan Latuconsina", "ketua", KELURAHAN,
            _("Memimpin ormas Mitra Kampung, 34 anggota."), "mitra",
        ),
        Role(
            "koordinator", 11, "Wati Simanjuntak", "koordinator", RW_03,
            _("Koordinator Mitra Kampung di RW 03."), "mitra",
        ),
        Role(
            "anggota", 16, "Jaka Tirtayasa", "anggota", RW_03,
            _("Anggota Mitra Kampung di RW 03, masih berlatih."), "mitra",
        ),
        Role(
            "pelatih", 15, "Nining Hapsari", "pelatih", KELURAHAN,
            _("Melatih anggota mitra dan mencatat kelas."), "polsek", "Aipda",
        ),
        Role("fkdm", 12, "Gunawan Halim", "ketua", KELURAHAN, _("Ketua FKDM: mengumpulkan tanda awal."), "fkdm"),
        Role(
            "satpol_pp", 13, "Rahmat Pakpahan", "ketua", KELURAHAN,
            _("Kepala satuan Satpol PP kelurahan."), "satpol_pp",
        ),
        Role(
            "petugas_pelindungan", 14, "Maria Lestari", "petugas_pelindungan", KELURAHAN,
            _("Mendampingi perempuan dan anak."), "pelindungan",
        ),
        Role("administrator", 8, "Tono Raharjo", "administrator", "", _("Menjalankan mesin ini.")),
    )
}  # fmt: skip
