"""What can be reported: the one table. Who reads a report follows from the kind of its category, see ``access``."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Kind = Literal["ordinary", "protected", "complaint", "elsewhere"]


@dataclass(frozen=True)
class Category:
    """One row of the table.

    ``kind``: "ordinary"; "protected" is read by designated protection officers alone; "complaint" goes past its
    subject; "elsewhere" is handed to an authority outside and never kept. ``danger``: "always" shows 110 and 112 before
    anything else, "ask" asks whether it is happening now. What is not ``timed`` has no moment
    at which it happened. ``icon`` is a name in ``ui.icons``.
    """

    code: str
    words: "_StrPromise"
    hint: "_StrPromise"
    icon: str
    kind: Kind = "ordinary"
    danger: Literal["", "ask", "always"] = ""
    timed: bool = True

    @property
    def needs_words(self) -> bool:
        """Where every second counts, category and place are enough."""
        return self.danger == ""


CATEGORIES = {
    each.code: each
    for each in (
        Category(
            "tawuran",
            _("Tawuran atau perkelahian"),
            _("sedang terjadi, akan terjadi, atau sudah"),
            "tawuran",
            danger="ask",
        ),
        Category("kriminal", _("Kriminal"), _("pencurian, perampasan, ancaman, narkoba"), "kriminal", danger="ask"),
        Category("ketertiban", _("Ketertiban"), _("kebisingan, parkir, kerumunan, miras"), "ketertiban"),
        Category(
            "keadaan",
            _("Keadaan tidak biasa"),
            _("tempat atau benda, bukan orang: lampu mati, pagar rusak, benda asing"),
            "keadaan",
        ),
        Category("kabar", _("Kabar bohong"), _("kabar yang membuat resah dan belum tentu benar"), "kabar"),
        Category(
            "pemilu", _("Pelanggaran pemilu"), _("politik uang, intimidasi, kampanye hitam"), "pemilu", kind="elsewhere"
        ),
        Category(
            "bencana",
            _("Bencana atau kebakaran"),
            _("api, banjir, pohon tumbang, bangunan roboh"),
            "bencana",
            danger="always",
        ),
        Category(
            "bantuan", _("Butuh bantuan"), _("orang sakit, orang tersesat, lansia sendirian"), "bantuan", danger="ask"
        ),
        Category(
            "kekerasan",
            _("Kekerasan dalam rumah, seksual, atau terhadap anak"),
            _("hanya dibaca petugas pelindungan"),
            "kekerasan",
            kind="protected",
            danger="ask",
        ),
        Category(
            "keluhan",
            _("Keluhan terhadap petugas atau anggota"),
            _("tidak dibaca oleh yang dikeluhkan"),
            "keluhan",
            kind="complaint",
        ),
        Category("saran", _("Saran"), _("usul untuk lingkungan yang lebih aman"), "saran", timed=False),
    )
}
ORDINARY = tuple(each.code for each in CATEGORIES.values() if each.kind == "ordinary")
PROTECTED = tuple(each.code for each in CATEGORIES.values() if each.kind == "protected")
COMPLAINTS = tuple(each.code for each in CATEGORIES.values() if each.kind == "complaint")
KEPT = tuple(each.code for each in CATEGORIES.values() if each.kind != "elsewhere")
