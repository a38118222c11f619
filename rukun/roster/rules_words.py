"""The rules of a roster for people: what each means and why, what is usual, and what a watch has chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from rukun.roster.algo import rules

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OFF, REST, MAX_WEEK = "off", rules.REST, rules.MAX_WEEK


@dataclass(frozen=True)
class Number:
    """A number that goes with a rule: from ``low`` to ``high``, and what is ``usual``."""

    label: "_StrPromise"
    low: int
    high: int
    usual: int


@dataclass(frozen=True)
class RuleWords:
    """``meaning`` is what it does, ``why`` what it is good for. ``source``: whose rule it is, if it always holds."""

    title: "_StrPromise"
    meaning: "_StrPromise"
    why: "_StrPromise"
    number: Number | None = None
    source: "_StrPromise | str" = ""


_EVERYWHERE = _("Aturan Rukun untuk semua jadwal ronda.")

RULES: dict[str, RuleWords] = {
    rules.AVAILABLE: RuleWords(
        _("Hanya yang boleh dan bisa bertugas"),
        _("Yang belum layak bertugas, yang ditangguhkan, dan yang berkata “tidak bisa” tidak dijadwalkan malam itu."),
        _("Yang bertugas harus dewasa, terlatih, dan terdaftar sebagai anggota mitra; dan tidak ada yang dipaksa."),
        source=_("Syarat setiap mitra: sertifikat, kode etik, dan usia 18 tahun ke atas."),
    ),
    rules.TWO: RuleWords(
        _("Tidak seorang pun sendirian"),
        _("Di sebuah pos yang dijaga selalu ada sedikitnya dua orang dewasa; petugas polisi atau TNI tidak dihitung."),
        _("Berdua lebih aman: yang satu dapat mencari bantuan, dan yang dikatakan ada saksinya."),
        source=_EVERYWHERE,
    ),
    rules.ONCE: RuleWords(
        _("Satu orang, satu tempat"),
        _("Dalam satu malam seseorang mendapat satu giliran saja."),
        _("Tidak ada yang dapat berada di dua pos, dan yang lelah tidak melihat bahaya."),
        source=_EVERYWHERE,
    ),
    rules.CAPACITY: RuleWords(
        _("Tidak melebihi daya tampung pos"),
        _("Di sebuah pos tidak dijadwalkan lebih banyak orang daripada yang muat di sana."),
        _("Kerumunan di pos mengganggu tetangga dan tidak menambah aman."),
        source=_EVERYWHERE,
    ),
    rules.NEED: RuleWords(
        _("Jumlah orang sesuai kebutuhan"),
        _("Setiap giliran diisi sebanyak yang Anda tulis pada posnya, tidak kurang dan tidak lebih."),
        _("Bila dimatikan, giliran boleh kurang orang selama anggota belum cukup; yang kurang tetap diberitahukan."),
    ),
    rules.REST: RuleWords(
        _("Istirahat di antara dua giliran"),
        _("Setelah bertugas, seseorang bebas sekian malam sebelum giliran berikutnya."),
        _("Semua peserta bekerja atau mengurus rumah pada siang hari."),
        Number(_("Berapa malam bebas di antaranya?"), 0, 6, 1),
    ),
    rules.MAX_WEEK: RuleWords(
        _("Paling banyak sekian malam seminggu"),
        _("Tidak seorang pun bertugas lebih dari sekian malam dalam seminggu, Senin sampai Minggu."),
        _("Jadwal yang terlalu padat tidak bertahan. Seorang peserta boleh meminta lebih sedikit lagi."),
        Number(_("Berapa malam seminggu paling banyak?"), 1, 7, 2),
    ),
    rules.LEADER: RuleWords(
        _("Ada yang memimpin"),
        _("Di setiap pos yang memerlukannya, salah seorang yang berjaga ialah peserta yang dapat memimpin."),
        _("Harus jelas siapa yang menghubungi petugas dan siapa yang memutuskan untuk mundur."),
    ),
    rules.OFFICER: RuleWords(
        _("Malam gabungan bersama polisi atau TNI"),
        _("Pada malam gabungan, seorang petugas polisi atau TNI bertugas di samping peserta yang lain."),
        _("Pada malam yang rawan warga tidak bertindak sendiri: petugas yang memimpin."),
    ),
    rules.GROUP_WEEK: RuleWords(
        _("Batas mingguan sebuah kelompok"),
        _("Anggota kelompok yang Anda buat bertugas paling banyak sekian malam seminggu."),
        _("Misalnya untuk yang bekerja malam, atau yang sudah lanjut usia dan memintanya."),
    ),
    rules.GROUP_TOGETHER: RuleWords(
        _("Batas sebuah kelompok di satu pos"),
        _("Dari kelompok yang Anda buat, paling banyak sekian orang berjaga di satu pos pada giliran yang sama."),
        _("Misalnya agar peserta baru tidak berjaga tanpa yang berpengalaman."),
    ),
    rules.APART: RuleWords(
        _("Dua orang yang minta dipisah"),
        _("Dua peserta yang memintanya tidak pernah berjaga di pos yang sama pada giliran yang sama."),
        _("Ronda yang rukun lebih baik daripada yang dipaksakan. Alasannya tidak ditanyakan."),
    ),
    rules.TOGETHER: RuleWords(
        _("Dua orang yang minta bersama"),
        _("Dua peserta yang memintanya selalu berjaga di pos yang sama pada giliran yang sama."),
        _("Misalnya yang berangkat dan pulang berdua. Alasannya tidak ditanyakan."),
    ),
    rules.POST: RuleWords(
        _("Hanya di pos tertentu"),
        _("Peserta yang hanya dapat berjaga di pos tertentu tidak dijadwalkan di pos lain."),
        _("Misalnya karena rumahnya jauh dari pos yang lain."),
    ),
}


@dataclass(frozen=True)
class Rules:
    """What a watch has chosen. ``off`` are the switched-off ones of ``algo.rules.SWITCHED``.

    ``rest`` are nights free between two duties, ``max_week`` the most nights a week for everybody; they say what was
    chosen (or is usual) even where the rule is off.
    """

    off: frozenset[str] = frozenset()
    rest: int = 1
    max_week: int | None = 2


def rules_of(watch: Any) -> Rules:
    """The rules of a watch: what it stored, else what is usual. What is stored and makes no sense is left out."""
    stored: Mapping[str, Any] = watch.rules if isinstance(watch.rules, dict) else {}
    off = stored.get(OFF)
    return Rules(
        off=frozenset(off if isinstance(off, list) else ()) & frozenset(rules.SWITCHED),
        rest=number_of(REST, stored.get(REST)),
        max_week=number_of(MAX_WEEK, stored.get(MAX_WEEK)),
    )


def as_stored(chosen: Rules) -> dict[str, Any]:
    """What to keep in ``Watch.rules``: only what differs from the usual."""
    numbers = {REST: chosen.rest, MAX_WEEK: chosen.max_week}
    stored: dict[str, Any] = {OFF: sorted(chosen.off)} if chosen.off else {}
    return stored | {name: value for name, value in numbers.items() if value not in (None, _number(name).usual)}


def fits(name: str, value: Any) -> bool:
    """Whether a number may go with a rule."""
    number = _number(name)
    return isinstance(value, int) and not isinstance(value, bool) and number.low <= value <= number.high


def number_of(name: str, value: Any) -> int:
    """The number that goes with a rule, or the usual one."""
    return value if fits(name, value) else _number(name).usual


def _number(name: str) -> Number:
    found = RULES[name].number
    assert found is not None  # only rules with a number are asked for one
    return found
