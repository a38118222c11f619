"""How each channel is connected: what its provider or modem asks for."""

import re
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.notify.adapters.gammu import unusable
from rukun.notify.adapters.sink import HOST
from rukun.notify.channels import MAIL, PUSH, SINK, SMS, TELEGRAM, WHATSAPP
from rukun.notify.forms.channel import ChannelForm
from rukun.notify.forms.fields import CHOOSE, LONG, ProviderField, RupiahField, SecretField, is_here

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SHORTEST_SECRET = 16


class WhatsAppForm(ChannelForm):
    channel = WHATSAPP
    ADVANCED = ("base", "reply_price")
    SECRET_OF = {"base": "token"}
    NEEDED = {
        "phone_number_id": gettext_lazy("ID nomor telepon belum diisi."),
        "token": gettext_lazy("Token akses belum diisi."),
        "app_secret": gettext_lazy("Kunci rahasia aplikasi belum diisi."),
    }

    phone_number_id = forms.RegexField(
        r"^\d{5,30}$",
        label=gettext_lazy("ID nomor telepon (phone number ID)"),
        required=False,
        help_text=gettext_lazy("Deret angka dari halaman WhatsApp → API Setup di Meta. Bukan nomor teleponnya."),
        error_messages={
            "invalid": gettext_lazy("Isinya angka saja, dan bukan nomor telepon. Salin dari API Setup di Meta.")
        },
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    reply_price = RupiahField(
        label=gettext_lazy("Harga satu jawaban dalam percakapan, dalam rupiah"),
        help_text=gettext_lazy("Jawaban dalam 24 jam sesudah warga menulis biasanya gratis. Kosong berarti gratis."),
    )
    token = SecretField(
        label=gettext_lazy("Token akses"),
        help_text=gettext_lazy("Token tetap milik pengguna sistem di Meta; yang sementara habis dalam sehari."),
    )
    app_secret = SecretField(
        label=gettext_lazy("Kunci rahasia aplikasi (app secret)"),
        help_text=gettext_lazy("Dari App settings → Basic. Dengan ini kami tahu bahwa pesan benar datang dari Meta."),
    )
    code_template = forms.RegexField(
        r"^[a-z0-9_]{1,512}$",
        label=gettext_lazy("Nama templat kode masuk"),
        required=False,
        help_text=gettext_lazy(
            "Templat berkategori Authentication yang sudah disetujui Meta. Kosong: kode masuk hanya lewat SMS."
        ),
        error_messages={"invalid": gettext_lazy("Nama templat di Meta: huruf kecil, angka, dan garis bawah.")},
    )
    base = ProviderField(
        label=gettext_lazy("Alamat API"),
        required=False,
        help_text=gettext_lazy("Kosong berarti alamat Meta yang biasa."),
    )

    def clean_phone_number_id(self) -> str:
        text = str(self.cleaned_data["phone_number_id"])
        if text.startswith(("08", "628")):
            raise forms.ValidationError(_("Itu nomor telepon. Yang diminta ID-nya: salin dari API Setup di Meta."))
        return text

    def clean_token(self) -> str:
        text = str(self.cleaned_data["token"])
        if text and not re.fullmatch(r"[A-Za-z0-9_|.-]{20,}", text):
            raise forms.ValidationError(
                _("Token WhatsApp panjang, tanpa spasi, biasanya diawali EAA. Salin seluruhnya.")
            )
        return text

    def clean_app_secret(self) -> str:
        text = str(self.cleaned_data["app_secret"])
        if text and not re.fullmatch(r"[A-Za-z0-9_-]{16,}", text):
            raise forms.ValidationError(
                _("Kunci rahasia aplikasi biasanya 32 huruf dan angka, tanpa spasi. Salin seluruhnya.")
            )
        return text

    def content(self) -> dict[str, Any]:
        """With a verify token of our own, made once: Meta asks with it whether this address expects messages."""
        return {"verify_token": secrets.token_urlsafe(18), **super().content()}


class TelegramForm(ChannelForm):
    channel = TELEGRAM
    ADVANCED = ("base",)
    SECRET_OF = {"base": "token"}
    NEEDED = {"token": gettext_lazy("Token bot belum diisi.")}

    token = SecretField(
        label=gettext_lazy("Token bot"), help_text=gettext_lazy("Dari @BotFather di Telegram, setelah membuat bot.")
    )
    polling = forms.BooleanField(
        label=gettext_lazy("Ambil pesan sendiri dari Telegram"),
        required=False,
        help_text=gettext_lazy(
            "Untuk situs yang tidak terjangkau dari internet, misalnya laptop di belakang modem. Tanpa ini Telegram "
            "yang mengantar ke alamat situs ini, dan itu lebih cepat."
        ),
    )
    base = ProviderField(
        label=gettext_lazy("Alamat API"),
        required=False,
        help_text=gettext_lazy("Kosong berarti alamat Telegram yang biasa."),
    )

    def clean_token(self) -> str:
        text = str(self.cleaned_data["token"])
        if text and not re.fullmatch(r"\d{1,20}:[A-Za-z0-9_-]{20,100}", text):
            raise forms.ValidationError(
                _(
                    "Token bot berbentuk angka, titik dua, lalu huruf dan angka: 123456789:AAE… Salin seluruhnya dari "
                    "@BotFather."
                )
            )
        return text

    def content(self) -> dict[str, Any]:
        """With a secret of our own, made once: Telegram shows it with everything it brings."""
        return {"secret": secrets.token_urlsafe(24), **super().content()}


class SmsForm(ChannelForm):
    channel = SMS
    SECRET_OF = {"url": "secret"}
    GAMMU, HTTP = "gammu", "http"

    way = forms.ChoiceField(
        label=gettext_lazy("Cara mengirim"),
        choices=[
            (GAMMU, gettext_lazy("Modem sendiri dengan kartu SIM (Gammu)")),
            (HTTP, gettext_lazy("Penyedia SMS lewat internet (HTTP)")),
        ],
        initial=GAMMU,
        widget=forms.RadioSelect,
        error_messages={**CHOOSE, "required": gettext_lazy("Cara mengirim belum dipilih.")},
    )
    folder = forms.CharField(
        label=gettext_lazy("Folder Gammu"),
        required=False,
        initial="/srv/rukun/sms",
        help_text=gettext_lazy("Hanya untuk modem: folder yang berisi inbox, outbox, sent, dan error."),
    )
    url = ProviderField(
        label=gettext_lazy("Alamat penyedia"),
        required=False,
        help_text=gettext_lazy("Hanya untuk penyedia: ke sini pesan dikirim."),
    )
    secret = SecretField(
        label=gettext_lazy("Kunci tanda tangan"),
        help_text=gettext_lazy("Hanya untuk penyedia: sama di sini dan di penyedia, paling sedikit 16 huruf."),
    )
    sender = forms.CharField(
        label=gettext_lazy("Nama pengirim"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Hanya untuk penyedia, bila ada nama atau nomor yang terdaftar."),
        error_messages=LONG,
    )

    def needed(self, cleaned: Mapping[str, Any]) -> Mapping[str, "_StrPromise"]:
        if cleaned.get("way") == self.HTTP:
            return {
                "url": gettext_lazy("Alamat penyedia belum diisi."),
                "secret": gettext_lazy("Kunci tanda tangan belum diisi."),
            }
        return {"folder": gettext_lazy("Folder Gammu belum diisi.")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("on") and cleaned.get("way") == self.GAMMU and cleaned.get("folder"):
            path, why = unusable(cleaned["folder"])
            if why == "missing":
                self.add_error("folder", _("Folder %s tidak ada di mesin ini. Buat dulu, atau betulkan.") % path)
            elif why:
                self.add_error(
                    "folder", _("Program ini tidak boleh membaca atau menulis di %s. Beri izin dulu.") % path
                )
        return cleaned

    def clean_folder(self) -> str:
        text = str(self.cleaned_data["folder"]).strip()
        if text and not text.startswith("/"):
            raise forms.ValidationError(_("Tulis folder lengkap dari akarnya, misalnya /srv/rukun/sms."))
        return text

    def clean_secret(self) -> str:
        text = str(self.cleaned_data["secret"])
        if text and len(text) < SHORTEST_SECRET:
            raise forms.ValidationError(_("Kunci tanda tangan terlalu pendek: paling sedikit 16 huruf atau angka."))
        return text


class PushForm(ChannelForm):
    channel = PUSH
    ADVANCED = ("services",)

    contact = forms.EmailField(
        label=gettext_lazy("Surel pengelola"),
        required=False,
        help_text=gettext_lazy("Ke sini layanan notifikasi menulis bila ada yang salah. Tidak terlihat oleh warga."),
        error_messages={**LONG, "invalid": gettext_lazy("Tulis alamat surel, misalnya pengelola@contoh.id.")},
    )
    services = forms.CharField(
        label=gettext_lazy("Layanan notifikasi lain yang dipercaya"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Satu alamat sebaris. Layanan Chrome, Edge, Firefox, dan Safari sudah dikenal."),
    )

    def shown(self, saved: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().shown(saved), "services": "\n".join(saved.get("services", ()))}

    def clean_services(self) -> list[str]:
        field = ProviderField()
        return [field.clean(line) for line in str(self.cleaned_data["services"]).split()]


class MailForm(ChannelForm):
    channel = MAIL
    SECRET_OF = {"host": "password"}
    NEEDED = {
        "host": gettext_lazy("Server surel belum diisi."),
        "sender": gettext_lazy("Alamat pengirim belum diisi."),
    }
    STARTTLS, SSL, NONE = "starttls", "ssl", "none"

    host = forms.RegexField(
        r"^[A-Za-z0-9.:-]+$",
        label=gettext_lazy("Server surel (SMTP)"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Misalnya smtp.contoh.id."),
        error_messages={**LONG, "invalid": gettext_lazy("Tulis nama server saja, misalnya smtp.contoh.id.")},
    )
    tls = forms.ChoiceField(
        label=gettext_lazy("Pengaman sambungan"),
        choices=[
            (STARTTLS, gettext_lazy("STARTTLS (biasanya port 587)")),
            (SSL, gettext_lazy("TLS sejak awal (biasanya port 465)")),
            (NONE, gettext_lazy("tanpa pengaman, hanya untuk server di mesin ini (port 25)")),
        ],
        initial=STARTTLS,
        error_messages=CHOOSE,
    )
    port = forms.IntegerField(
        label=gettext_lazy("Port"),
        required=False,
        min_value=1,
        max_value=65535,
        help_text=gettext_lazy("Kosong berarti port yang biasa."),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("Isi dengan angka dari 1 sampai 65535.")
        ),
    )
    user = forms.CharField(label=gettext_lazy("Nama pengguna"), required=False, max_length=200, error_messages=LONG)
    password = SecretField(label=gettext_lazy("Kata sandi"))
    sender = forms.EmailField(
        label=gettext_lazy("Alamat pengirim"),
        required=False,
        help_text=gettext_lazy("Surel dari situs ini datang dari alamat ini."),
        error_messages={**LONG, "invalid": gettext_lazy("Tulis alamat surel, misalnya posko@contoh.id.")},
    )

    def shown(self, saved: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().shown(saved), "sender": saved.get("from", "")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("tls") == self.NONE and cleaned.get("host") and not is_here(cleaned["host"]):
            self.add_error(
                "tls", _("Tanpa pengaman hanya boleh ke server di mesin ini (localhost). Pilih STARTTLS atau TLS.")
            )
        return cleaned

    def content(self) -> dict[str, Any]:
        content = super().content()
        return {**{name: each for name, each in content.items() if name != "sender"}, "from": content["sender"]}


class SinkChannelForm(ChannelForm):
    channel = SINK

    hosts = forms.CharField(
        label=gettext_lazy("Mesin di jaringan sendiri"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy(
            "Satu nama atau alamat IP sebaris, misalnya 192.168.1.20. Hanya ini yang boleh dihubungi tanpa TLS atau di "
            "dalam jaringan. Kosong: hanya mesin di internet, dengan TLS."
        ),
    )

    def shown(self, saved: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().shown(saved), "hosts": "\n".join(saved.get("hosts", ()))}

    def clean_hosts(self) -> list[str]:
        hosts = str(self.cleaned_data["hosts"]).lower().split()
        if not all(HOST.fullmatch(each) for each in hosts):
            raise forms.ValidationError(_("Tulis nama mesin atau alamat IP saja, tanpa https:// dan tanpa port."))
        return list(dict.fromkeys(hosts))


FORMS: dict[str, type[ChannelForm]] = {
    each.channel: each for each in (WhatsAppForm, TelegramForm, SmsForm, PushForm, MailForm, SinkChannelForm)
}
