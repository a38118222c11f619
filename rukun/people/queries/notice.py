"""The privacy notice: what was written, and what is said where nobody wrote anything yet."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rukun.people.models import PrivacyNotice


def newest_notice() -> PrivacyNotice | None:
    return notices().first()


def notices() -> QuerySet[PrivacyNotice]:
    """Every version, newest first."""
    return PrivacyNotice.objects.order_by("-pk")


def usual_notice() -> str:
    """The notice as it comes with Rukun, in the reader's language. Who is responsible stands above it, on the page."""
    return "\n\n".join(
        [
            _(
                "Data pribadi disimpan sesedikit mungkin, hanya untuk menjaga keamanan lingkungan bersama: supaya "
                "kabar sampai kepada yang bertugas, pengurus dan petugas dapat dihubungi, dan setiap tindakan dapat "
                "dipertanggungjawabkan."
            ),
            _(
                "Tentang orang yang punya akun disimpan nama, nomor telepon, wilayah, dan jabatannya. Nama pemegang "
                "jabatan publik dan nomor dinasnya tampil untuk umum. Nomor pribadi tidak pernah tampil; yang "
                "berwenang dapat membukanya bila perlu, dan setiap pembukaan dicatat."
            ),
            _(
                "Tidak ada iklan, pelacak, atau penjualan data, dan halaman ini tidak mengambil apa pun dari situs "
                "lain. Kuki (cookie) dipakai hanya supaya Anda tetap masuk dan supaya isian tidak dapat dipalsukan."
            ),
            _(
                "Buku mutasi mencatat siapa melakukan apa dan kapan. Isinya tidak dapat diubah atau dihapus, tetapi "
                "orang hanya disebut dengan kode. Setelah data Anda dihapus, kode itu tidak menunjuk kepada siapa pun."
            ),
            _(
                "Menurut Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi, Anda berhak mengetahui "
                "data tentang Anda dan mendapat salinannya, memperbaikinya, dan meminta penghapusannya. Pemilik akun "
                "dapat melakukannya sendiri di halaman Data saya. Siapa pun dapat memintanya kepada pengelola."
            ),
            _(
                "Bila data pribadi terungkap kepada yang tidak berhak, pengelola memberi tahu pemilik data dan lembaga "
                "yang berwenang secara tertulis paling lambat dalam 3×24 jam: data apa, kapan dan bagaimana terungkap, "
                "serta apa yang dilakukan untuk mengatasinya."
            ),
            _(
                "Untuk bertanya, berkeberatan, atau meminta sesuatu tentang data Anda, "
                "hubungi pengelola yang disebut di atas."
            ),
        ]
    )
