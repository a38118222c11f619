"""Phone numbers as people type them, and as they are stored."""

import phonenumbers
from django.utils.translation import gettext as _

REGION = "ID"


class NotAPhoneNumber(ValueError):
    def __init__(self) -> None:
        super().__init__(_("Format nomor telepon belum benar. Contoh: 0812-3456-7890."))


def normalise(text: str) -> str:
    """E.164 (``+6281234567890``) from what was typed. Raises ``NotAPhoneNumber``.

    >>> normalise("0812-3456-7890"), normalise("62 812 3456 7890")
    ('+6281234567890', '+6281234567890')
    """
    text = text.strip()
    if text.startswith("62"):  # typed as in an address book, without the plus
        text = "+" + text
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        raise NotAPhoneNumber from None
    if not phonenumbers.is_valid_number(number):
        raise NotAPhoneNumber
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
