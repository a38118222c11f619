"""What this room keeps and for how long, in words for the privacy notice."""

from django.utils.translation import gettext_lazy as _

from rukun.people.keeping import Kept

_WITH_THE_SITUATION = _(
    "Sampai 90 hari setelah kejadiannya ditutup; tanpa kabar dan tanpa tingkat ia ditutup sendiri setelah 180 hari."
)

KEPT = [
    Kept(
        ("incident.Incident",),
        _(
            "Kejadian: jenis, tempat, jam, tingkat, dan petugas mana yang membukanya. Tidak pernah tentang orang. "
            "Dari yang sungguh terjadi kemudian tinggal satu baris: jenis, petak beberapa ratus meter, tanggal, "
            "bagian hari, tingkat, dan berapa laporan"
        ),
        _WITH_THE_SITUATION,
    ),
    Kept(
        ("incident.Step", "incident.Observation", "incident.Measure"),
        _(
            "Apa yang dilihat, dinilai, dan dilakukan petugas pada sebuah kejadian, oleh siapa dan kapan; "
            "kata-katanya terkunci"
        ),
        _WITH_THE_SITUATION,
    ),
    Kept(
        ("incident.Joined",),
        _("Laporan mana yang bercerita tentang kejadian yang sama, dan petugas mana yang menggabungkannya"),
        _("Bersama laporannya, atau sampai 90 hari setelah kejadiannya ditutup."),
    ),
    Kept(
        ("incident.Closing",),
        _("Bagaimana kejadian berakhir: kerugian dengan angka saja, apa yang dilakukan dan dipelajari, terkunci"),
        _WITH_THE_SITUATION,
    ),
    Kept(
        ("incident.FollowUp",),
        _("Tindak lanjut: instansi mana yang harus berbuat apa, sampai kapan, dan siapa yang menyatakannya selesai"),
        _("Sampai 90 hari setelah kejadiannya ditutup dan sudah dipastikan; paling lama 400 hari."),
    ),
    Kept(
        ("incident.HotSpot",),
        _("Peta kerawanan: tempat dan wilayah yang rawan gesekan, tanpa orang dan tanpa nama kelompok; terkunci"),
        _("Sampai 90 hari setelah diakhiri, atau satu tahun setelah tinjauan terakhir."),
    ),
    Kept(
        ("incident.Handover",),
        _("Serah terima giliran posko: siapa menyerahkan, siapa menerima, angka, dan, terkunci, catatannya"),
        _("90 hari."),
    ),
]
