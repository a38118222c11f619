"""What cannot be done as asked: what happened, and what to do next, in the reader's language."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from rukun.geo.coordinates import NotAPoint
from rukun.territory.algo.clipping import NotAClip
from rukun.territory.algo.findings import CannotRead
from rukun.territory.algo.listing import RowError
from rukun.territory.tiling.building import NoTiles
from rukun.territory.words import PROBLEMS


class TerritoryError(Exception):
    """``str()`` says what happened; ``remedy`` what to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.remedy = remedy


class UnusableFile(TerritoryError):
    """The map cannot be imported; nothing was changed."""

    def __init__(self, error: CannotRead) -> None:
        get_map = _("Unduh cuplikan OpenStreetMap (.osm.pbf atau .osm) dari wilayah Anda; lihat docs/peta.md.")
        what, remedy = {
            "missing": (_("Berkas peta tidak dapat dibuka."), _("Periksa nama berkas dan izin bacanya.")),
            "not_osm": (_("Berkas ini bukan peta OpenStreetMap."), get_map),
            "damaged": (
                _("Berkas peta terpotong atau rusak. (%s)"),
                _("Unduh sekali lagi sampai selesai. Peta yang lama tetap dipakai."),
            ),
            "text_long": (
                _("Berkas peta memuat teks yang jauh melebihi batas OpenStreetMap (255 huruf). %s"),
                _("Perbaiki objek itu atau unduh cuplikan asli dari OpenStreetMap. Peta yang lama tetap dipakai."),
            ),
            "no_points": (
                _("Garis-garis di berkas peta ini tidak menemukan titiknya."),
                _("Berkas belum terurut, atau disimpan dari JOSM sebelum diunggah. Pakai cuplikan asli OpenStreetMap."),
            ),
            "no_boundaries": (
                _("Peta ini tidak memuat batas wilayah (boundary=administrative, admin_level 4 sampai 9)."),
                get_map,
            ),
            "no_codes": (
                _("Peta ini memuat batas wilayah, tetapi tidak satu pun berkode resmi (%s …)."),
                _("Isi ref:kemendagri di OpenStreetMap pada wilayah teratas, atau pakai cuplikan yang memuatnya."),
            ),
            "clip_unknown": (
                _("Wilayah %s tidak ada di peta ini, atau tidak bergaris batas."),
                _("Periksa kodenya, atau potong dengan W,S,E,N (barat, selatan, timur, utara dalam derajat)."),
            ),
            "clip_empty": (_("Tidak ada wilayah di dalam kotak %s."), _("Urutannya: barat, selatan, timur, utara.")),
        }[error.why]
        super().__init__(what % error.detail if "%s" in what else what, remedy)
        self.why = error.why
        self.detail = error.detail


class BadClip(TerritoryError):
    def __init__(self, error: NotAClip) -> None:
        what = {
            "swapped": _("Lintang dan bujur tampaknya tertukar dalam --clip."),
            "order": _("Dalam --clip, barat harus lebih kecil daripada timur, dan selatan daripada utara."),
        }.get(error.why, _("--clip bukan kode wilayah dan bukan kotak."))
        super().__init__(what, _("Contoh: --clip 31.73.07.1001, atau --clip=106.78,-6.22,106.81,-6.19."))


class BadPoint(TerritoryError):
    def __init__(self, error: NotAPoint) -> None:
        example = _("Contoh: lintang -6,2 dan bujur 106,8 (tulis -6.2 106.8).")
        super().__init__(
            {
                "number": _("Lintang atau bujur bukan bilangan."),
                "range": _("Tidak ada tempat seperti itu di bumi: lintang sampai 90, bujur sampai 180 derajat."),
                "swapped": _("Lintang dan bujur tampaknya tertukar."),
            }[error.why],
            example,
        )


class ManyWouldGo(TerritoryError):
    """A file of another region would retire most of the territory."""

    def __init__(self, gone: int, known: int) -> None:
        super().__init__(
            _("%(gone)d dari %(known)d wilayah yang ada tidak ditemukan di peta ini.") % {"gone": gone, "known": known},
            _("Mungkin ini peta daerah lain. Belum ada yang diubah; bila memang begitu, ulangi dengan --retire-many."),
        )


class ImportedMeanwhile(TerritoryError):
    def __init__(self) -> None:
        super().__init__(
            _("Peta atau daftar lain dimuat selagi ini berjalan."), _("Jalankan sekali lagi bila masih perlu.")
        )


class NothingToDraw(TerritoryError):
    def __init__(self) -> None:
        super().__init__(
            _("Belum ada peta untuk digambar."), _("Muat dulu satu berkas: rukun territory import BERKAS.")
        )


class CannotDraw(TerritoryError):
    """The basemap cannot be drawn; what was there stays."""

    def __init__(self, error: NoTiles) -> None:
        what, remedy = PROBLEMS[f"tiles_{error.why}"]
        super().__init__(f"{what}. {error.detail}".strip(), str(remedy))


class BadList(TerritoryError):
    """A list of units with errors; nothing of it was taken."""

    def __init__(self, errors: Sequence[RowError]) -> None:
        super().__init__(
            _("Daftar ini memuat %d kesalahan; belum ada yang diubah.") % len(errors),
            _("Perbaiki baris-baris itu, lalu muat sekali lagi."),
        )
        self.errors = tuple(errors)


class NoSuchUnit(TerritoryError):
    def __init__(self, code: str) -> None:
        super().__init__(_("Tidak ada wilayah berkode %s.") % code, _("Cari dengan /api/v1/units/search?q=nama."))
