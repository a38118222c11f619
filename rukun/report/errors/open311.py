from collections.abc import Sequence

from django.utils.translation import gettext as _


class Wrong(Exception):
    """What a program is told: 404 for what is not there, 403 for a key, 400 for all else; one or more descriptions."""

    def __init__(self, *why: str, status: int = 400) -> None:
        super().__init__(*why)
        self.why: Sequence[str] = why
        self.status = status


def no_such_format() -> Wrong:
    return Wrong(_("Bentuk itu tidak ada. Pakai .json atau .xml di akhir alamat."), status=404)


def no_such_address() -> Wrong:
    return Wrong(_("Alamat itu tidak ada. Mulailah dari /open311/discovery.json."), status=404)


def no_such_jurisdiction() -> Wrong:
    return Wrong(_("jurisdiction_id itu tidak dilayani di sini. Kosongkan, atau isi nama situs ini."), status=404)


def no_such_service() -> Wrong:
    return Wrong(_("service_code itu tidak ada. Ambil salah satu dari daftar services."), status=404)


def no_such_request() -> Wrong:
    return Wrong(_("service_request_id itu tidak ada, belum terbit, atau sudah dihapus."), status=404)


def no_such_token() -> Wrong:
    return Wrong(_("token itu tidak dikenal. Periksa salinannya."), status=404)


def no_key() -> Wrong:
    return Wrong(
        _("api_key belum ada. Kirim di badan permintaan; warga tanpa kunci melapor di halaman /lapor."), status=403
    )


def not_readable() -> Wrong:
    return Wrong(
        _(
            "Permintaan ini tidak terbaca atau terlalu besar. Kirim sebagai application/x-www-form-urlencoded dalam"
            " UTF-8; foto sebagai multipart/form-data."
        )
    )
