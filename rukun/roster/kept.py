"""What this room keeps of people and for how long, in words for the privacy notice."""

from django.utils.translation import gettext_lazy as _

from rukun.people.keeping import Kept

_AFTER_THE_NIGHT = _("400 hari setelah malamnya, atau bersama orangnya.")
_AFTER_LEAVING = _("400 hari setelah keluar dari jadwal ronda, atau bersama orangnya.")
_AFTER_THE_ANSWER = _("30 hari setelah malam-malam itu; yang berlaku setiap minggu, selama ikut jadwal ronda.")

KEPT = [
    Kept(
        ("roster.Watcher", "roster.WatcherPerson", "roster.Group", "roster.Pair"),
        _(
            "Siapa ikut jadwal ronda: sejak kapan, paling banyak berapa malam, di pos mana, dalam kelompok apa, "
            "dan dengan siapa ingin bersama atau terpisah. Alasannya tidak ditanyakan"
        ),
        _AFTER_LEAVING,
    ),
    Kept(
        ("roster.Wish", "roster.Asking", "roster.Reply"),
        _("Malam mana seseorang dapat atau tidak dapat berjaga, tanpa alasan, dan siapa sudah menjawab"),
        _AFTER_THE_ANSWER,
    ),
    Kept(
        ("roster.Roster", "roster.Duty"),
        _(
            "Jadwal ronda: siapa berjaga kapan, hadir atau tidak, tanpa alasan. Termasuk pada malam mana saja "
            "seseorang dapat berjaga, untuk membagi giliran dengan adil. "
            "Rancangan yang tidak terbit dihapus setelah 30 hari"
        ),
        _AFTER_THE_NIGHT,
    ),
    Kept(
        ("roster.Swap", "roster.Call", "roster.CallAsk"),
        _("Permintaan tukar giliran dan pencarian pengganti: siapa diminta dan apa jawabnya, tanpa alasan"),
        _AFTER_THE_NIGHT,
    ),
    Kept(
        ("roster.Handover",),
        _("Catatan serah giliran dari satu regu ke regu berikutnya, terkunci"),
        _("90 hari."),
    ),
    Kept(
        ("roster.Feed",),
        _("Bahwa seseorang punya alamat kalender untuk malamnya sendiri; alamatnya hanya dalam bentuk teracak"),
        _("Sampai alamatnya dimatikan, atau bersama orangnya."),
    ),
]
