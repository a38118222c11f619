"""Who saw it, and how it came. Both are kept with every report; they are codes, never free text."""

from django.utils.translation import gettext_lazy as _

SOURCES = {
    "resident": _("warga"),
    "patrol": _("patroli"),
    "officer": _("petugas"),
    "system": _("sistem lain"),
}
CHANNELS = {
    "web": _("halaman lapor"),
    "app": _("aplikasi lapor"),
    "posko": _("telepon atau datang ke posko"),
    "api": _("sistem lain"),
    "open311": _("aplikasi kota lain (Open311)"),
    "whatsapp": _("WhatsApp"),
    "telegram": _("Telegram"),
    "sms": _("SMS"),
}
TAKEN_DOWN = ("posko", "api", "open311")
"""Channels by which an officer, or whoever keeps the key of another system, knows the receipt code: a word given with
it may be theirs."""
