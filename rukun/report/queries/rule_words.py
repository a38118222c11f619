"""Lines of the table of receivers, and why one decided and another did not, as sentences."""

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from rukun.commitment.owners import Owner, words_of
from rukun.report.algo import rules as algo
from rukun.report.algo.rules import Judged, Rule
from rukun.report.categories import CATEGORIES
from rukun.report.models import OwnerRule
from rukun.report.queries.rules import BY_DEFAULT, BY_RULE, COMPLAINT, PROTECTED, Assignment, as_rule, owner_of
from rukun.ui.dates import in_words as day_in_words
from rukun.ui.templatetags.units import unit as place_in_words


def in_words(line: OwnerRule) -> str:
    """A line in a few words, so that somebody finds it in the table. Few queries."""
    owner = owner_of(line)
    parts = (what_in_words(line.category), place_in_words(line.unit), when_in_words(as_rule(line)))
    return f"{', '.join(parts)} → {words_of([owner])[owner]}"


def what_in_words(category: str) -> str:
    return str(CATEGORIES[category].words) if category else _("Semua jenis")


def hours_in_words(rule: Rule) -> str:
    return f"{rule.from_hour:02}.00–{rule.to_hour:02}.00"


def days_in_words(rule: Rule) -> str:
    """``Senin–Jumat``, or one after the other; ``setiap hari`` for all."""
    days = [day for day in range(7) if rule.days >> day & 1]
    if rule.days == algo.EVERY_DAY:
        return _("setiap hari")
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{WEEKDAYS[days[0]]}–{WEEKDAYS[days[-1]]}"
    return ", ".join(str((WEEKDAYS if len(days) < 3 else WEEKDAYS_ABBR)[day]) for day in days)


def when_in_words(rule: Rule) -> str:
    """On which days and at which hours it holds."""
    if rule.always:
        return _("setiap waktu")
    if rule.hours == 24:
        return days_in_words(rule)
    words = _("%(days)s pukul %(hours)s") % {"days": days_in_words(rule), "hours": hours_in_words(rule)}
    return _("%s keesokan harinya") % words if rule.from_hour >= rule.to_hour else words


def because_in_words(assignment: Assignment) -> str:
    """What decided who receives it."""
    return {
        BY_RULE: _("Ada aturan yang cocok; bila beberapa, yang paling rinci."),
        BY_DEFAULT: _("Tidak ada aturan yang cocok, jadi penerimanya kelurahan."),
        PROTECTED: _("Laporan kekerasan selalu diterima petugas pelindungan. Tidak ada aturan yang mengubahnya."),
        COMPLAINT: _("Keluhan diterima pembacanya, tidak pernah yang dikeluhkan. Tidak ada aturan yang mengubahnya."),
    }[assignment.why]


def why_in_words(judged: Judged, owner: Owner, here: str) -> str:
    """Why a line decided about a report of the unit ``here``, or did not. ``owner`` is whom it names."""
    rule = judged.rule
    words = {
        algo.CHOSEN: lambda: _("Aturan ini yang menentukan: paling rinci di antara yang cocok."),
        algo.WIDER: lambda: _("Cocok, tetapi ada aturan untuk wilayah yang lebih kecil."),
        algo.ALL_CATEGORIES: lambda: _("Cocok, tetapi ada aturan khusus untuk jenis ini."),
        algo.ALWAYS: lambda: _("Cocok, tetapi ada aturan khusus untuk hari atau jam itu."),
        algo.EARLIER: lambda: _("Cocok, tetapi ada aturan sama rinci yang mulai berlaku lebih akhir."),
        algo.ALIKE: lambda: _("Cocok dan sama rincinya; yang dibuat lebih akhir yang dipakai."),
        algo.ELSEWHERE: lambda: (
            _("Tidak cocok: untuk %(there)s, bukan %(here)s.")
            % {"there": place_in_words(rule.unit), "here": place_in_words(here)}
        ),
        algo.OTHER_CATEGORY: lambda: _("Tidak cocok: untuk jenis “%s”.") % what_in_words(rule.category),
        algo.NOT_YET: lambda: _("Belum berlaku saat itu: mulai %s.") % day_in_words(rule.since),
        algo.ENDED: lambda: _("Sudah berakhir saat itu: sejak %s.") % day_in_words(rule.until or rule.since),
        algo.OTHER_HOUR: lambda: _("Tidak cocok: hanya pukul %s.") % hours_in_words(rule),
        algo.OTHER_DAY: lambda: _("Tidak cocok: hanya %s.") % days_in_words(rule),
        algo.OWNER_GONE: lambda: gone_in_words(owner),
    }
    return words[judged.reason]()


def gone_in_words(owner: Owner) -> str:
    """Why a line is passed over."""
    if owner.title:
        return _("Dilewati: jabatan penerimanya sedang kosong.")
    return _("Dilewati: organisasi penerimanya sudah bubar.")
