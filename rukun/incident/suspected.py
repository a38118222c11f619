"""Words of this room that seem to tell of somebody: numbers are refused, names are pointed at."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.incident.algo.naming import Suspect, suspects

KINDS = {
    "name": gettext_lazy("nama orang"),
    "nik": gettext_lazy("nomor identitas"),
    "phone": gettext_lazy("nomor telepon"),
    "plate": gettext_lazy("nomor kendaraan"),
    "email": gettext_lazy("alamat surel"),
    "social": gettext_lazy("akun media sosial"),
    "school": gettext_lazy("nama sekolah"),
    "group": gettext_lazy("kelompok orang"),
}
CERTAIN = ("nik", "phone", "plate")
"""What is told from everything else by its digits: nobody has to be asked."""
SHOWN = 3


def doubted(text: str, known: Collection[str] = ()) -> list[Suspect]:
    """What may be somebody, and may be not. ``known`` are names of places."""
    return [each for each in suspects(text, known) if each.kind not in CERTAIN]


def refused(text: str) -> str:
    """Which numbers have to go, and what to write instead; ``""`` where there are none."""
    found = [each for each in suspects(text) if each.kind in CERTAIN]
    if not found:
        return ""
    return _(
        "Di sini ada %(kinds)s: %(shown)s. Hapus dulu: kejadian dicatat tentang tempat dan waktu, tidak pernah tentang "
        "orang. Tulis misalnya “sebuah motor” atau “seorang warga”."
    ) % _told(found)


def warned(text: str, known: Collection[str] = ()) -> str:
    """What these words seem to tell of somebody, and what to do; ``""`` where they tell of nobody."""
    found = doubted(text, known)
    if not found:
        return ""
    if any(each.kind == "group" for each in found):
        return _("Tampaknya ada %(kinds)s: %(shown)s. Tulis tempat, bukan kelompok orang.") % _told(found)
    return _(
        "Tampaknya ada %(kinds)s: %(shown)s. Kejadian dicatat tentang tempat dan waktu, tidak pernah tentang orang. "
        "Ganti dengan “seseorang”, “sekelompok orang”, atau nama tempat."
    ) % _told(found)


def _told(found: Sequence[Suspect]) -> dict[str, str]:
    return {
        "kinds": ", ".join(dict.fromkeys(str(KINDS[each.kind]) for each in found)),
        "shown": ", ".join(dict.fromkeys(f"“{each.text}”" for each in found[:SHOWN])),
    }
