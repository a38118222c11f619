"""Everyday questions to whoever reported, to begin with: the one table, by category.

None asks who somebody is, nor about a child or a school. Of what is protected, none asks for what happened: whoever
reads along must learn nothing, and the first thing to know is whether they are safe.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Question:
    code: str
    words: "_StrPromise"


_ALL = {
    each.code: each
    for each in (
        Question("masih", _("Apakah masih terjadi sekarang?")),
        Question("mana", _("Di sebelah mana tepatnya? Sebutkan tempat yang mudah dikenali.")),
        Question("kapan", _("Kapan kira-kira mulai terjadi?")),
        Question("sering", _("Apakah ini sering terjadi? Biasanya hari apa dan jam berapa?")),
        Question("aman", _("Apakah Anda aman? Bila tidak, telepon 110 atau 112 dulu.")),
        Question("banyak", _("Kira-kira berapa orang yang berkumpul, dan apakah ada yang membawa benda berbahaya?")),
        Question("luka", _("Apakah ada yang terluka dan perlu pertolongan?")),
        Question("polisi", _("Apakah sudah dilaporkan ke polisi? Jangan tulis nama atau nomor kendaraan di sini.")),
        Question("bahaya", _("Apakah membahayakan orang yang lewat?")),
        Question("foto", _("Bila aman, bisakah Anda menambah foto tempat atau bendanya, tanpa wajah dan pelat?")),
        Question("beres", _("Apakah sekarang sudah beres?")),
        Question("dari", _("Kabar itu Anda baca atau dengar di mana? Tidak perlu menyebut nama orang.")),
        Question("isi", _("Bagaimana bunyi kabarnya? Salin kalimatnya, tanpa nama dan nomor orang.")),
        Question("akibat", _("Apa akibatnya di sekitar Anda: ada yang resah, berkumpul, atau pergi?")),
        Question("jalan", _("Apakah jalannya masih dapat dilewati?")),
        Question("perlu", _("Bantuan apa yang paling dibutuhkan sekarang?")),
        Question("sendiri", _("Apakah sudah ada yang menemani atau menolong di sana?")),
        Question("selamat", _("Apakah Anda dapat membaca pesan ini dengan aman sekarang?")),
        Question("darurat", _("Apakah ada bahaya saat ini juga? Bila ya, telepon 110, atau SAPA 129.")),
        Question("cara", _("Kapan dan dengan cara apa kami dapat menjawab tanpa membahayakan Anda?")),
        Question("pindah", _("Apakah ada tempat aman yang dapat Anda datangi?")),
        Question("tugas", _("Apakah ia sedang bertugas atau memakai seragam waktu itu?")),
        Question("lihat", _("Apakah Anda melihatnya sendiri? Adakah orang lain yang juga melihat? Tanpa nama.")),
        Question("harap", _("Apa yang Anda harapkan sesudah ini?")),
        Question("untuk", _("Siapa saja yang akan terbantu oleh usul ini?")),
        Question("tempat", _("Di tempat mana usul ini sebaiknya dimulai?")),
        Question("ikut", _("Apakah warga sekitar sudah pernah membicarakannya?")),
    )
}
BY_CATEGORY = {
    "tawuran": ("aman", "masih", "mana", "banyak", "luka"),
    "kriminal": ("aman", "masih", "kapan", "mana", "polisi"),
    "ketertiban": ("masih", "mana", "sering", "beres"),
    "keadaan": ("mana", "kapan", "bahaya", "foto", "beres"),
    "kabar": ("dari", "isi", "akibat"),
    "bencana": ("aman", "masih", "mana", "luka", "jalan"),
    "bantuan": ("perlu", "mana", "sendiri", "luka"),
    "kekerasan": ("selamat", "darurat", "cara", "pindah"),
    "keluhan": ("kapan", "tugas", "lihat", "harap"),
    "saran": ("untuk", "tempat", "ikut"),
}


def questions_for(category: str) -> list[Question]:
    return [_ALL[code] for code in BY_CATEGORY.get(category, ())]


def question_with(code: str, category: str) -> str:
    """The words of a question, empty where that category has none of that code."""
    return next((str(each.words) for each in questions_for(category) if each.code == code), "")
