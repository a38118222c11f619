"""What messages keep of people and for how long, in words for the privacy notice."""

from django.utils.translation import gettext_lazy as _

from rukun.people.keeping import Kept

KEPT = [
    Kept(
        ("notify.Contact", "notify.Name"),
        _(
            "Alamat untuk mengirim pesan (nomor, percakapan, peramban, atau surel), terkunci, "
            "dan sandi teracak untuk mengenalinya"
        ),
        _("Sampai 180 hari setelah terakhir dipakai; milik pengurus dan yang minta dikabari: bersama orangnya."),
    ),
    Kept(
        ("notify.Received",),
        _("Pesan yang masuk lewat WhatsApp, Telegram, dan SMS, terkunci, sampai terbaca oleh sistem"),
        _("Isinya begitu terbaca, catatan bahwa pesan itu masuk setelah 7 hari."),
    ),
    Kept(
        ("notify.Question",),
        _("Pertanyaan yang menunggu jawaban dalam percakapan, terkunci"),
        _("Sampai dijawab atau lewat waktunya, biasanya satu hari, paling lama dua minggu."),
    ),
    Kept(
        ("notify.Outgoing",),
        _("Pesan yang dikirim: kapan, lewat saluran apa, dan sampai atau tidak; isinya terkunci"),
        _(
            "Isinya begitu pesan sampai atau gagal; bila penyedia tidak memberi kabar, begitu tidak berguna lagi, "
            "paling lama seminggu. Barisnya setelah 7 hari."
        ),
    ),
    Kept(
        ("notify.Wish",),
        _("Pilihan Anda: saluran mana yang dipakai lebih dulu, jam tenang, dan bahasa"),
        _("Bersama orangnya."),
    ),
]
