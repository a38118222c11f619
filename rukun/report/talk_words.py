"""What is said in talks: short everyday sentences that fit two SMS, whatever the values, in the reader's language.

What somebody wrote or is called is repeated in the alphabet of an SMS and cut; codes and addresses never are.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rukun.notify.algo.gsm7 import cut, plain, septets
from rukun.notify.desk import Choice, Say
from rukun.report.algo.told import Line
from rukun.report.categories import CATEGORIES
from rukun.report.complaints import SUBJECTS
from rukun.report.elsewhere import AUTHORITIES
from rukun.report.talk_labels import BESIDE, LABELS, PROMPTS, SHORT, SHORT_SUBJECTS
from rukun.report.talk_reader import sends_files
from rukun.ui.addresses import whole

TWO_SMS = 306
"""Letters of the GSM alphabet that two SMS carry."""
_VITAL = ("danger", "receipt")
"""What goes out first, and however much was said to this sender already."""
Values = Mapping[str, Any]


def say(line: Line) -> Say:
    """The sentence for a line, with its buttons. Raises ``KeyError`` for a line that nobody wrote."""
    text = str(_PLAIN[line.code]) if line.code in _PLAIN else _SENTENCES[line.code](line.values)
    return said(line, beside(line, BESIDE, text))


def beside(line: Line, known: Mapping[str, Any], text: str) -> str:
    """The text, and what else may be sent where files can be."""
    more = known.get(line.code)
    return f"{text} {more}" if more and sends_files.get() and not line.values.get("rough") else text


def said(line: Line, text: str) -> Say:
    """The text of a line with its buttons."""
    choices = tuple(Choice(each, str(LABELS[each])) for each in line.choices)
    return Say(text, choices, vital=line.code in _VITAL)


def spelt_out(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Where there are no buttons: whoever answered wrongly is told the answers in words too."""
    labels = [str(LABELS[choice]) for line in lines for choice in line.choices]
    return tuple(
        replace(line, values={**line.values, "labels": labels}) if line.code == "again" and labels else line
        for line in lines
    )


def letters(said: Say) -> int:
    """How much room it takes as SMS, its choices numbered."""
    return septets("\n".join([said.text, *(f"{at} {each.label}" for at, each in enumerate(said.choices, 1))]))


def address(name: str, *args: str) -> str:
    """A page's whole address, for whoever reads it on a phone."""
    return whole(reverse(name, args=args))


def moment(at: datetime, *, day: bool = False) -> str:
    return cut(date_format(timezone.localtime(at), "l j F" if day else "l j F, H.i"), 40)


# Sentences that take no values.

_PLAIN = {
    "help": gettext_lazy(
        "Darurat: telepon 110 atau 112. Tulis saja apa yang terjadi dan di mana. Saya bertanya bila ada yang kurang, "
        "lalu Anda memeriksanya sebelum dikirim. Balas batal untuk berhenti, status untuk kabar laporan, English for "
        "English."
    ),
    "hello_help": gettext_lazy("Untuk melapor, tulis: lapor. Atau langsung ceritakan apa yang terjadi dan di mana."),
    "language": gettext_lazy("Baik, kita lanjut dalam bahasa Indonesia."),
    "cancelled": gettext_lazy("Dibatalkan. Tidak ada yang dikirim, dan yang Anda tulis sudah dihapus di sini."),
    "nothing": gettext_lazy("Tidak ada yang perlu dibatalkan. Untuk melapor, tulis: lapor."),
    "unfinished": gettext_lazy("Laporan yang tadi belum terkirim. Kita lanjutkan; untuk mulai lagi, balas: batal."),
    "old_button": gettext_lazy("Tombol itu milik pertanyaan yang sudah lewat. Untuk laporan baru, tulis: lapor."),
    "voice": gettext_lazy(
        "Pesan suara Anda disimpan terkunci bersama laporan ini. Petugas tidak mendengarkannya, kecuali dua orang "
        "membukanya bersama dengan alasan. Mohon tulis singkat apa yang terjadi. Bila bahaya, telepon 110 atau 112."
    ),
    "voice_added": gettext_lazy(
        "Pesan suara Anda disimpan terkunci bersama laporan Anda yang terakhir. Petugas tidak mendengarkannya, kecuali "
        "dua orang membukanya bersama dengan alasan. Mohon tulis singkat isinya. Bila bahaya, telepon 110 atau 112."
    ),
    "voice_later": gettext_lazy(
        "Pesan suaranya belum kami simpan: jawab dulu ini, lalu kirim lagi, atau lebih baik tulis singkat."
    ),
    "voice_private": gettext_lazy(
        "Demi keamanan Anda, pesan suara tidak disimpan dalam laporan seperti ini. Mohon tulis singkat apa yang "
        "terjadi. Bila bahaya, telepon 110 atau 112."
    ),
    "other": gettext_lazy("Maaf, kiriman seperti ini tidak dapat kami baca. Mohon tulis dengan kata-kata."),
    "outside": gettext_lazy(
        "Lokasi itu di luar wilayah yang kami layani. Sebut nama tempat atau RW di wilayah kami; bila memang di luar, "
        "telepon 110 atau 112."
    ),
    "photo": gettext_lazy("Foto diterima. Foto ikut dalam laporan ini."),
    "photo_added": gettext_lazy(
        "Foto ditambahkan ke laporan Anda yang terakhir. Untuk laporan lain, tulis lapor dulu, lalu kirim fotonya."
    ),
    "photo_later": gettext_lazy("Fotonya belum kami simpan: jawab dulu ini, lalu kirim lagi fotonya."),
    "idle": gettext_lazy("Terima kasih. Untuk melapor, tulis: lapor. Untuk kabar laporan Anda, tulis: status."),
    "signs": gettext_lazy("Maaf, kami belum mengerti tanda saja. Mohon tulis dengan kata singkat."),
    "welcome": gettext_lazy("Terima kasih kembali. Untuk melapor, tulis: lapor. Untuk kabarnya, tulis: status."),
    "not_report": gettext_lazy("Baik, tidak kami simpan. Untuk melapor, tulis: lapor."),
    "added_to_report": gettext_lazy("Sudah ditambahkan ke laporan Anda. Petugas yang menanganinya dapat membacanya."),
    "expired": gettext_lazy(
        "Laporan Anda BELUM terkirim karena lama tidak dilanjutkan. Yang Anda tulis sudah dihapus di sini. "
        "Untuk mulai lagi, tulis: lapor. Darurat: 110 atau 112."
    ),
    "go_on": gettext_lazy(
        "Percakapan yang tadi belum selesai. Balas pertanyaan yang terakhir bila ingin melanjutkan, atau balas: batal."
    ),
    "not_sent": gettext_lazy("Yang tadi belum selesai Anda tulis TIDAK terkirim, dan sudah dihapus di sini."),
    "quiet": gettext_lazy(
        "Demi keamanan Anda, kami tidak mengirim apa pun lagi ke sini; kabarnya hanya di halaman itu. "
        "Hapus percakapan ini bila ada yang bisa melihat ponsel Anda."
    ),
    "only_on_page": gettext_lazy(
        "Kabar laporan ini hanya ada di halaman tanda terima. Tulis MULAI bila ingin dikabari juga di sini."
    ),
    "nobody": gettext_lazy(
        "Saat ini belum ada petugas yang terdaftar di wilayah itu. Laporan tetap tersimpan; bila mendesak, telepon "
        "110 atau 112."
    ),
    "nobody_protects": gettext_lazy(
        "Saat ini belum ada petugas pelindungan yang terdaftar di wilayah itu. Mohon telepon SAPA 129, atau 110 bila "
        "sedang terjadi."
    ),
    "report_gone": gettext_lazy("Laporan itu sudah tidak ada lagi di sini, jadi tidak perlu dijawab."),
    "ask_what": gettext_lazy("Apa yang terjadi, dan di mana? Tulis singkat."),
    "ask_now": gettext_lazy("Apakah ini sedang terjadi sekarang?"),
    "ask_more": gettext_lazy("Apakah ini tambahan untuk laporan Anda yang tadi, atau laporan baru?"),
    "ask_change": gettext_lazy(
        "Apa yang diubah? Balas angkanya:\n1 Jenis\n2 Tempat\n3 Waktu\n4 Cerita\n5 Batal, jangan dikirim"
    ),
    "ask_elsewhere": gettext_lazy("Apakah ini tentang pelanggaran pemilu?"),
}

MOST_NUMBERS = 8
PATIENCE = 3
"""Unknown places after which somebody is told what else they can send."""
_AGAIN = {
    "caution": gettext_lazy("Itu belum kami catat. Pilih dulu: lanjut di sini, atau tidak."),
    "where": gettext_lazy("Tempat itu belum kami kenali. Nomor RW atau nama jalan paling membantu."),
    "what": gettext_lazy("Mohon ceritakan dengan kata-kata."),
    "words": gettext_lazy("Mohon ceritakan dengan kata-kata."),
}


def _hello(values: Values) -> str:
    if values.get("short"):
        return _("Ini layanan lapor warga. Petugas tidak bisa melihat nomor Anda. Balas batal kapan saja.")
    first = _("Darurat: telepon 110 atau 112.")
    then = _(
        "Ini layanan lapor warga. Nomor Anda kami kunci, petugas tidak bisa melihatnya. Dua minggu setelah selesai, "
        "sambungannya kami hapus. Tanpa nama sama sekali: %(web)s. Balas batal kapan saja."
    ) % {"web": address("report:lapor")}
    return f"{first} {then}"


def _danger(values: Values) -> str:
    if values.get("protected"):
        return _(
            "Bila sedang terjadi, telepon 110 SEKARANG, jangan menunggu balasan di sini. "
            "Pendampingan perempuan dan anak: SAPA 129."
        )
    if values.get("sick"):
        return _("Telepon 119 (ambulans) atau 112 SEKARANG, jangan menunggu balasan di sini.")
    return _("Bila ada bahaya, telepon 110 (polisi) atau 112 SEKARANG, jangan menunggu balasan di sini. Menjauhlah.")


def _caution(values: Values) -> str:
    web = address("report:lapor")
    if CATEGORIES[values["category"]].kind == "protected":
        return _(
            "Ini hanya dibaca petugas pelindungan. Tetapi percakapan ini tetap ada di ponsel Anda dan di penyedianya. "
            "Lebih aman: %(web)s atau telepon 129; bila sedang terjadi 110. Lanjut?"
        ) % {"web": web}
    return _(
        "Keluhan tidak dibaca oleh yang dikeluhkan. Tetapi percakapan ini tetap ada di ponsel Anda dan di penyedianya. "
        "Tanpa jejak: %(web)s. Lanjut di sini?"
    ) % {"web": web}


def _elsewhere(values: Values) -> str:
    subject = SUBJECTS.get(values.get("subject", ""))
    authority = AUTHORITIES[subject.elsewhere[0] if subject else "bawaslu"]
    return _("Ini di luar wewenang kami dan tidak kami simpan. Sampaikan ke: %(name)s. Caranya: %(web)s") % {
        "name": cut(str(authority.name), 60),
        "web": address("report:elsewhere", authority.code),
    }


def _to_web(values: Values) -> str:
    return _("Baik, tidak ada yang dikirim dari sini. Lanjutkan di %(web)s. Hapus percakapan ini bila perlu.") % {
        "web": address("report:lapor")
    }


def _no_report(values: Values) -> str:
    return _(
        "Belum ada laporan dari percakapan ini. Untuk melapor, tulis: lapor. Kabar laporan lain: buka %(web)s dengan "
        "kodenya."
    ) % {"web": address("report:receipt")}


def _category(values: Values) -> str:
    listed = [f"{at} {SHORT[code]}" for at, code in enumerate(values["codes"], 1)]
    return "\n".join([_("Ini tentang apa? Balas angkanya:"), *listed])


def _subject(values: Values) -> str:
    listed = [f"{at} {SHORT_SUBJECTS[code]}" for at, code in enumerate(values["codes"], 1)]
    return "\n".join([_("Siapa yang dikeluhkan? Balas angkanya:"), *listed])


def _which(values: Values) -> str:
    listed = [f"{at} {cut(str(words), 38)}" for at, words in enumerate(values["places"], 1)]
    none = _("Bukan semuanya")
    return "\n".join([_("Yang mana? Balas angkanya:"), *listed, f"{len(listed) + 1} {none}"])


def _added(values: Values) -> str:
    added = _("Baik, sudah ditambahkan ke laporan ini.")
    if not values.get("where"):
        return added
    return added + " " + _("Tempatnya tetap: %(where)s.") % {"where": cut(values["where"], 60)}


def _where(values: Values) -> str:
    if values.get("rough"):
        return _("%(where)s, RW berapa? Bila tidak tahu, balas: tidak tahu.") % {"where": cut(values["rough"], 60)}
    if here := _rws(values):
        return _("Di mana? Sebut RW, jalan, atau nama tempatnya. Di sini %(here)s.") % {"here": here}
    return _("Di mana? Sebut nomor RW, nama jalan, atau nama tempatnya.")


def _rws(values: Values) -> str:
    """Which RW there are, in short; "" where they are too many to name, or nobody knows."""
    numbers = [f"{each:02}" for each in values.get("rws", ())]
    if len(numbers) > 2 and int(numbers[-1]) - int(numbers[0]) == len(numbers) - 1:
        return _("RW %(first)s sampai %(last)s") % {"first": numbers[0], "last": numbers[-1]}
    return "RW " + ", ".join(numbers) if 0 < len(numbers) <= MOST_NUMBERS else ""


def _no_rw(values: Values) -> str:
    missing = _("RW %(rw)02d tidak ada di wilayah ini.") % {"rw": values["rw"]}
    here = _rws(values)
    there = " " + _("Di sini %(here)s.") % {"here": here} if here else ""
    return missing + there + " " + _("Bila memang di luar, telepon 110 atau 112.")


def _somewhere(values: Values) -> str:
    return _(
        "Tempat itu tidak kami kenali, jadi kami catat untuk %(where)s. Bila tempatnya di luar itu, balas batal; kami "
        "tidak dapat menanganinya. Darurat: 110 atau 112."
    ) % {"where": cut(values["where"], 60)}


def _when(values: Values) -> str:
    if values["category"] == "keadaan":
        return _("Sejak kapan begitu? Boleh tulis, misalnya: tadi malam, kemarin, atau sudah seminggu.")
    return _("Kapan terjadinya? Boleh tulis, misalnya: tadi malam jam 2, atau kemarin.")


def _number(values: Values) -> str:
    if values.get("simply"):
        return _(
            "Balas satu kata saja, misalnya: tawuran, maling, kebakaran, sakit, bising, lampu, saran. "
            "Atau balas: tidak tahu."
        )
    if values["step"] == "subject":
        return _("Balas angkanya saja, 1 sampai %(most)d.") % values
    return _("Balas angkanya, 1 sampai %(most)d, atau tulis dengan kata lain. Bila ragu, balas: tidak tahu.") % values


def _again(values: Values) -> str:
    known = str(_AGAIN.get(values["step"], "")) or _("Maaf, kami belum mengerti jawaban itu.")
    if values["step"] == "where" and values.get("tries", 0) >= PATIENCE:
        known = _("Tempat itu tetap belum kami kenali. Ketik nama kelurahan dan RW-nya.")
    if not values.get("labels"):
        return known
    *others, last = [f'"{each}"' for each in values["labels"]]
    answers = _("%(others)s atau %(last)s") % {"others": ", ".join(others), "last": last} if others else last
    return known + " " + _("Balas angkanya, atau kata-katanya: %(answers)s.") % {"answers": answers}


def _words(values: Values) -> str:
    return str(PROMPTS.get(values["category"], "")) or _("Apa yang Anda lihat atau dengar? Satu kalimat cukup.")


def _personal(values: Values) -> str:
    return _("Di cerita Anda sepertinya ada nama atau nomor seseorang: %(found)s. Dihapus saja?") % {
        "found": cut(values["found"], 80)
    }


def _check(values: Values) -> str:
    category = CATEGORIES[values["category"]]
    where = cut(values["where"], 60)
    if values["place"] and values["place"] not in values["where"]:
        where += " (" + cut(values["place"], 30) + ")"
    parts = [] if category.kind == "protected" else [str(SHORT[category.code])]
    parts.append(where)
    if values["timed"]:
        happened = values["happened"]
        unknown = _("sudah lama atau berulang") if values["lasting"] else _("waktu tidak diketahui")
        at = moment(happened, day=values["about"] == "day") if happened else unknown
        parts.append(_("sekitar %(at)s") % {"at": at} if values["about"] == "hour" else at)
    if values["photos"]:
        parts.append(ngettext("%d foto", "%d foto", values["photos"]) % values["photos"])
    if values["voices"]:
        words = ngettext("%d pesan suara (terkunci)", "%d pesan suara (terkunci)", values["voices"])
        parts.append(words % values["voices"])
    begin, end = _("Saya ulangi. "), _(" Benar?")
    head = begin + "; ".join(plain(each) for each in parts) + "."
    if category.kind == "protected":
        return head + _(" Ceritanya sengaja tidak diulang di sini.") + end
    left = TWO_SMS - septets(head + end) - 60
    told = cut(values["words"], max(20, left))
    return head + (f' "{told}"' if told else "") + end


def _receipt(values: Values) -> str:
    code = values["code"]
    return _(
        "Laporan Anda tersimpan. Kode tanda terima: %(code)s. Hanya Anda yang punya; simpanlah, jangan dibagikan. "
        "Kelanjutannya: %(web)s"
    ) % {"code": values["grouped"], "web": address("report:receipt") + f"#{code}"}


def _status(values: Values) -> str:
    return _("Laporan Anda %(day)s: %(status)s.") % {
        "day": moment(values["at"]),
        "status": cut(values["status"], 120),
    }


def _voice_refused(values: Values) -> str:
    return _("Pesan suaranya tidak tersimpan: %(why)s Mohon tulis singkat. Bila bahaya, telepon 110 atau 112.") % {
        "why": cut(values["why"], 120)
    }


_SENTENCES: dict[str, Callable[[Values], str]] = {
    "hello": _hello,
    "danger": _danger,
    "elsewhere": _elsewhere,
    "to_web": _to_web,
    "no_report": _no_report,
    "added": _added,
    "no_rw": _no_rw,
    "somewhere": _somewhere,
    "again": _again,
    "pin": lambda values: _("Lokasi diterima: %(where)s.") % {"where": cut(values["where"], 80)},
    "voice_refused": _voice_refused,
    "photo_refused": lambda values: _("Fotonya tidak tersimpan: %(why)s") % {"why": cut(values["why"], 200)},
    "wrong": lambda values: _("Belum terkirim: %(why)s") % {"why": cut(values["why"], 200)},
    "not_taken": lambda values: cut(values["why"], 290),
    "ask_category": _category,
    "ask_caution": _caution,
    "ask_subject": _subject,
    "ask_which": _which,
    "ask_where": _where,
    "ask_when": _when,
    "ask_number": _number,
    "ask_words": _words,
    "ask_personal": _personal,
    "ask_check": _check,
    "receipt": _receipt,
    "status": _status,
}
CODES = (*_PLAIN, *_SENTENCES)
