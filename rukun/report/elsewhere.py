"""Authorities outside: what is told to them and not to a neighbourhood, and how they are reached.

Only what is certain stands here: short numbers that hold everywhere, and where to go. Numbers of single offices, chat
numbers and forms on the net change; whoever needs them is sent to the authority's own site.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Authority:
    """``takes`` is what belongs there, ``reach`` how, one line each; ``phone`` a number to call, if one is certain.

    ``expects`` is what to bring or to know. ``days`` are those within which it must be told, 0 for no such limit.
    ``sheet`` is false where people should call and not fill in. ``counts_by_kelurahan``: whether our count says where.
    """

    code: str
    name: "_StrPromise"
    takes: "_StrPromise"
    reach: "tuple[_StrPromise, ...]"
    expects: "_StrPromise"
    phone: str = ""
    days: int = 0
    sheet: bool = True
    counts_by_kelurahan: bool = False


AUTHORITIES = {
    each.code: each
    for each in (
        Authority(
            "bawaslu",
            _("Bawaslu (Badan Pengawas Pemilu)"),
            _("Pelanggaran pemilu dan pilkada: politik uang, intimidasi, kampanye hitam, petugas yang memihak."),
            (
                _("Datangi pengawas kelurahan (PKD), Panwaslu kecamatan, atau kantor Bawaslu kota atau kabupaten."),
                _("Alamat dan formulirnya ada di situs resmi Bawaslu: bawaslu.go.id."),
            ),
            _(
                "Yang diminta: pelapor, terlapor, peristiwa, waktu, tempat, saksi, dan bukti (Perbawaslu 7/2022). "
                "Bawa KTP. Periksa di Bawaslu apakah ada syarat lain."
            ),
            days=7,
            counts_by_kelurahan=True,
        ),
        Authority(
            "propam",
            _("Propam (Profesi dan Pengamanan Polri)"),
            _("Keluhan terhadap anggota polisi: kekerasan, pemerasan, atau laporan yang tidak dilayani."),
            (
                _("Datangi bagian Propam di Polres atau Polda, bukan pos tempat orang itu bertugas."),
                _("Cara lain ada di situs resmi Polri."),
            ),
            _("Catat kapan, di mana, apa yang terjadi, dan, bila tahu, nama atau nomor kendaraannya."),
        ),
        Authority(
            "kompolnas",
            _("Kompolnas (Komisi Kepolisian Nasional)"),
            _("Keluhan terhadap polisi, terutama bila Propam tidak menjawab."),
            (
                _("Kantornya di Jakarta; keluhan boleh dikirim lewat surat."),
                _("Alamatnya ada di situs resmi Kompolnas."),
            ),
            _("Lampirkan salinan keluhan ke Propam bila sudah pernah mengadu ke sana."),
        ),
        Authority(
            "denpom",
            _("Polisi Militer"),
            _("Keluhan terhadap anggota TNI."),
            (
                _("Datangi kantor polisi militer terdekat (Denpom atau Subdenpom untuk TNI AD)."),
                _("Alamatnya ada di situs resmi TNI; Koramil juga dapat menunjukkannya."),
            ),
            _("Catat kapan, di mana, dan apa yang terjadi. Tidak perlu tahu nama atau pangkatnya."),
        ),
        Authority(
            "inspektorat",
            _("Inspektorat daerah"),
            _("Keluhan terhadap pegawai kelurahan, kecamatan, atau dinas: pungutan, penyalahgunaan jabatan."),
            (
                _("Datangi inspektorat kota, kabupaten, atau provinsi."),
                _("Alamatnya ada di situs resmi pemerintah daerah Anda."),
            ),
            _("Catat kapan, di mana, siapa yang melayani, dan berapa yang diminta bila ada pungutan."),
        ),
        Authority(
            "ombudsman",
            _("Ombudsman Republik Indonesia"),
            _("Pelayanan umum yang buruk, dari kantor mana pun, juga polisi, bila keluhan Anda di sana tidak dijawab."),
            (
                _("Telepon 137."),
                _("Alamat kantor perwakilan dan formulirnya ada di situs resmi: ombudsman.go.id."),
            ),
            _("Sebutkan kapan Anda sudah mengeluh di kantor itu sendiri, dan apa jawabannya."),
            phone="137",
        ),
        Authority(
            "sapa129",
            _("SAPA 129"),
            _("Kekerasan terhadap perempuan dan anak: dalam rumah, seksual, di mana pun."),
            (
                _("Telepon 129. Bila sedang terjadi, telepon 110 dulu."),
                _("Petugasnya mendengarkan, dan menunjukkan ke mana meminta pendampingan."),
            ),
            _("Tidak perlu bukti untuk menelepon. Anda boleh bertanya untuk orang lain."),
            phone="129",
            sheet=False,
        ),
    )
}
