"""Every table that holds something of people: what, and for how long, in words for the privacy notice.

A test compares this list with the models of all rooms, so that a new table cannot be forgotten. A room above adds its
own in ``config/wiring.py``. ``Retention`` at each model says the same for those who read the code.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Kept:
    """``tables`` are models as Django labels them; ``what`` they hold, and ``until`` when."""

    tables: tuple[str, ...]
    what: "_StrPromise"
    until: "_StrPromise"


KEPT: list[Kept] = [
    Kept(
        ("people.Person",),
        _("Nama, nomor telepon, wilayah, dewasa atau belum, kapan terakhir masuk, dan kata sandi dalam bentuk teracak"),
        _(
            "Selama ikut serta, lalu 90 hari setelah akses berakhir. "
            "Yang tidak pernah menjabat dapat menghapusnya seketika."
        ),
    ),
    Kept(
        ("people.Position",),
        _("Jabatan: di mana, sejak dan sampai kapan, pangkat, nomor surat keputusan, dan nomor dinas"),
        _("Dihapus bersama orangnya."),
    ),
    Kept(
        ("people.Invitation",),
        _("Undangan untuk masuk: untuk siapa, dari siapa, kapan, dan apakah dipakai"),
        _("Sampai 90 hari setelah batas waktu undangan."),
    ),
    Kept(
        ("mfa.Authenticator",),
        _(
            "Cara masuk: kunci sandi (passkey) dan aplikasi autentikator. "
            "Sidik jari dan wajah tidak pernah meninggalkan ponsel"
        ),
        _("Sampai dihapus pemiliknya atau akunnya dipulihkan, atau bersama orangnya."),
    ),
    Kept(
        ("people.SignIn", "sessions.Session"),
        _(
            "Sesi yang terbuka: sejak kapan dan dengan jenis perangkat apa, tanpa alamat internet. "
            "Pada sesi pengurus juga daftar orang yang sedang dimuatnya, dengan nomor teleponnya"
        ),
        _("Sampai keluar, paling lama 14 hari tanpa dipakai. Daftar yang sedang dimuat: paling lama dua jam."),
    ),
    Kept(
        ("people.Tries",),
        _("Percobaan masuk yang keliru: berapa kali, untuk nomor yang teracak sehingga tidak terbaca"),
        _("Dua hari setelah percobaan terakhir."),
    ),
    Kept(
        ("people.Recovery",),
        _("Pemulihan akun: nomor yang baru, siapa yang mengajukan, dan siapa yang menyetujui"),
        _("90 hari setelah diajukan."),
    ),
    Kept(
        ("people.ApiKey",),
        _("Kunci API: milik siapa, namanya, wewenangnya, dan kapan terakhir dipakai"),
        _("Sampai 90 hari setelah dicabut atau habis masa berlakunya, atau bersama orangnya."),
    ),
    Kept(
        ("journal.Note",),
        _("Catatan dan alasan yang ditulis orang di buku mutasi"),
        _("Bersama hal yang dijelaskannya, paling lama 365 hari."),
    ),
    Kept(
        ("journal.Entry",),
        _("Buku mutasi: siapa melakukan apa dan kapan. Orang disebut dengan kode, tanpa nama dan nomor"),
        _("Tidak dihapus. Kode orang yang datanya sudah dihapus tidak menunjuk kepada siapa pun."),
    ),
    Kept(
        ("django_tasks_database.DBTaskResult",),
        _("Pekerjaan di latar belakang: orang disebut dengan kode saja"),
        _("Satu minggu."),
    ),
]


def kept_in(table: str) -> Kept:
    """What is said of one table. Raises ``LookupError`` for one of which nothing is said."""
    for each in KEPT:
        if table in each.tables:
            return each
    raise LookupError(table)
