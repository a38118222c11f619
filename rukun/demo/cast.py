"""The people of Kampung Contoh. Their kelurahan, 99.01.01.1001, lies in a province that does not exist."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KELURAHAN = "99.01.01.1001"
RW_03 = f"{KELURAHAN}.003"
RT_02 = f"{RW_03}.002"


@dataclass(frozen=True)
class Role:
    """One of the cast. ``title`` is empty for a resident without office; ``about`` says what they come here to do."""

    key: str
    number: int
    name: str
    title: str
    unit: str
    about: "_StrPromise"

    @property
    def person_id(self) -> UUID:
        return UUID(int=(0x0190_0000_0000_7000_8000 << 48) + self.number)

    @property
    def phone(self) -> str:
        return f"+62812000000{self.number:02d}"


CAST = {
    role.key: role
    for role in (
        Role("warga", 1, "Sari Wulandari", "", "", _("Warga RT 02, tanpa jabatan.")),
        Role("ketua_rt", 2, "Pak Darto", "ketua_rt", RT_02, _("Mengenal setiap rumah di RT 02.")),
        Role("ketua_rw", 3, "Bu Ratna Siregar", "ketua_rw", RW_03, _("Mengurus RW 03 di tepi jembatan.")),
        Role(
            "petugas_posko", 4, "Yusuf Maulana", "petugas_posko", KELURAHAN, _("Menjaga posko dan menulis buku mutasi.")
        ),
        Role(
            "bhabinkamtibmas",
            5,
            "Aiptu Made Wirawan",
            "bhabinkamtibmas",
            KELURAHAN,
            _("Polisi yang membina kelurahan ini."),
        ),
        Role("babinsa", 6, "Sertu Agus Prabowo", "babinsa", KELURAHAN, _("Prajurit TNI yang membina kelurahan ini.")),
        Role("lurah", 7, "Ibu Lurah Hartati", "lurah", KELURAHAN, _("Memimpin kelurahan dan Tiga Pilar.")),
        Role("administrator", 8, "Tono Administrator", "administrator", "", _("Menjalankan mesin ini.")),
    )
}
