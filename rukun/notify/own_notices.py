"""What this room tells by itself, for those below it."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from rukun.notify.notices import Notice

CODE, MAIL_CODE, TRIAL, CONNECTED = "people.code", "notify.mail", "notify.test", "notify.connected"

NOTICES = (
    Notice(
        name=CODE,
        title=_("Kode masuk"),
        chat=_(
            "%(code)s adalah kode masuk Anda. Berlaku beberapa menit. Jangan beri tahu siapa pun, juga petugas kami."
        ),
        sms=_(
            "%(code)s adalah kode masuk Anda. Berlaku beberapa menit. Jangan beri tahu siapa pun, juga petugas kami."
        ),
        push=_("Ada yang meminta kode masuk ke akun Anda. Bila bukan Anda, abaikan."),
        example={"code": "123456"},
        secret=("code",),
        lasts=timedelta(minutes=10),
        why=_("Saat seseorang meminta kode sekali pakai untuk masuk dengan nomor ini."),
    ),
    Notice(
        name=MAIL_CODE,
        title=_("Pastikan alamat surel Anda"),
        chat=_(
            "Kode Anda: %(code)s. Ketik kode ini di halaman pemberitahuan, agar kami tahu bahwa alamat ini benar milik "
            "Anda. Bila bukan Anda yang memintanya, abaikan surel ini."
        ),
        sms=_("Kode Anda: %(code)s. Ketik di halaman pemberitahuan. Bila bukan Anda yang memintanya, abaikan."),
        push=_("Ada kode untuk memastikan alamat surel Anda."),
        example={"code": "123456"},
        secret=("code",),
        lasts=timedelta(minutes=30),
        why=_("Saat seseorang menambahkan alamat surelnya."),
    ),
    Notice(
        name=TRIAL,
        title=_("Pesan percobaan"),
        chat=_("Ini pesan percobaan. Bila Anda membacanya, saluran ini bekerja. Tidak perlu dijawab."),
        sms=_("Ini pesan percobaan. Bila Anda membacanya, saluran ini bekerja. Tidak perlu dijawab."),
        push=_("Bila Anda membacanya, saluran ini bekerja."),
        lasts=timedelta(hours=1),
        template="pesan_percobaan",
        why=_("Saat pengelola menekan tombol coba di halaman saluran."),
    ),
    Notice(
        name=CONNECTED,
        title=_("Telegram baru terhubung dengan akun Anda"),
        chat=_(
            "Sebuah Telegram baru saja dihubungkan dengan akun Anda; kode masuk dapat datang ke sana. Bila bukan Anda, "
            "hapus di Profil → Pemberitahuan dan ganti kata sandi Anda."
        ),
        sms=_("Sebuah Telegram dihubungkan dengan akun Anda. Bila bukan Anda, hapus di Profil, Pemberitahuan."),
        push=_("Sebuah Telegram baru saja dihubungkan dengan akun Anda. Bila bukan Anda, hapus di profil."),
        lasts=timedelta(days=2),
        template="telegram_terhubung",
        why=_("Saat sebuah Telegram dihubungkan dengan akun: ke semua alamat lain orang itu."),
    ),
)
