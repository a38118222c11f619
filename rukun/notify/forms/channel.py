"""What the settings of all channels have in common.

What is secret is never shown again once it is stored: a field left empty keeps it.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rukun.notify.channels import CHANNELS
from rukun.notify.forms.fields import RupiahField, SecretField, host_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class ChannelForm(forms.Form):
    """What all channels have. ``saved`` is what was written down before.

    ``NEEDED`` are the fields without which it cannot be switched on.
    """

    NEEDED: ClassVar[Mapping[str, "_StrPromise"]] = {}
    ADVANCED: ClassVar[Sequence[str]] = ()
    SECRET_OF: ClassVar[Mapping[str, str]] = {}
    """Where something is sent, and the secret that goes there: another host does not get what was typed for one."""
    channel: ClassVar[str] = ""

    on = forms.BooleanField(
        label=gettext_lazy("Hidupkan saluran ini"),
        required=False,
        help_text=gettext_lazy(
            "Selama mati tidak ada yang dikirim atau diterima; pesan yang menunggu pindah ke saluran lain."
        ),
    )
    price = RupiahField(
        label=gettext_lazy("Harga satu pesan, dalam rupiah"),
        help_text=gettext_lazy("Menurut tagihan penyedia. Dipakai untuk menghitung biaya bulan ini."),
    )
    ceiling = RupiahField(
        label=gettext_lazy("Batas biaya sebulan, dalam rupiah"),
        help_text=gettext_lazy(
            "Bila tercapai, yang masih dikirim hanya percakapan dengan warga, tanda bahaya, alarm, dan kode masuk: itu "
            "tidak pernah ditahan. Pesan lain pindah ke saluran lain, atau menunggu. Kosong berarti tanpa batas."
        ),
    )

    def __init__(self, data: Any = None, *, saved: Mapping[str, Any], initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial={**self.shown(saved), **initial})
        self.saved = saved
        if not CHANNELS[self.channel].metered:
            del self.fields["price"], self.fields["ceiling"]
        for name, each in self.fields.items():
            if isinstance(each, SecretField) and saved.get(name):
                each.help_text = f"{_('Tersimpan. Isi hanya bila hendak diganti.')} {each.help_text}".strip()
        last = ("on", "price", "ceiling")
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    def shown(self, saved: Mapping[str, Any]) -> dict[str, Any]:
        """What stands in the fields at first."""
        return {
            name: saved[name]
            for name, each in self.fields_there()
            if name in saved and not isinstance(each, SecretField)
        }

    @classmethod
    def fields_there(cls) -> Sequence[tuple[str, forms.Field]]:
        return list(cls.base_fields.items())

    def needed(self, cleaned: Mapping[str, Any]) -> Mapping[str, "_StrPromise"]:
        return self.NEEDED

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("on"):
            for name, words in self.needed(cleaned).items():
                if name not in self.errors and not cleaned.get(name) and not self.has_saved(name):
                    self.add_error(name, str(words))
        for where, secret in self.SECRET_OF.items():
            if self._moved(where, cleaned) and not cleaned.get(secret) and self.has_saved(secret):
                self.add_error(secret, _("Alamatnya diganti, jadi ini diisi sekali lagi: yang tersimpan tidak ikut."))
        if (
            cleaned.get("ceiling") is not None
            and not cleaned.get("price")
            and not {"price", "ceiling"} & self.errors.keys()
        ):
            self.add_error("price", _("Isi juga harga satu pesan, supaya batas biaya dapat dihitung."))
        return cleaned

    def _moved(self, where: str, cleaned: Mapping[str, Any]) -> bool:
        there = cleaned.get(where) or ""  # where nothing is typed it is the provider's usual one
        return bool(there) and host_of(there) != host_of(self.saved.get(where) or "")

    def has_saved(self, name: str) -> bool:
        return isinstance(self.fields[name], SecretField) and bool(self.saved.get(name))

    def content(self) -> dict[str, Any]:
        """What the adapter gets: what was typed over what there was; a secret left empty stays."""
        typed = {name: each for name, each in self.cleaned_data.items() if name not in ("on", "price", "ceiling")}
        kept = {name for name in typed if isinstance(self.fields[name], SecretField) and not typed[name]}
        return {**self.saved, **{name: each for name, each in typed.items() if name not in kept}}

    @property
    def usual(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name not in self.ADVANCED]

    @property
    def advanced(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name in self.ADVANCED]
