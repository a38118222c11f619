"""Phone numbers as people type them, and as they are stored."""

import hashlib
import hmac

import phonenumbers
from django.conf import settings
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
    if any(each.isalpha() for each in text):
        raise NotAPhoneNumber  # the library would dial "0812-RUMAH-KITA"
    if text.startswith("62"):  # typed as in an address book, without the plus
        text = "+" + text
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        raise NotAPhoneNumber from None
    if not phonenumbers.is_valid_number(number):
        raise NotAPhoneNumber
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def national(phone: str) -> str:
    """A stored number as people here write it; one of another country with that country's code.

    >>> national("+6281234567890"), national("+62215484444"), national("+6591234567")
    ('0812-3456-7890', '(021) 5484444', '+65 9123 4567')
    """
    number = phonenumbers.parse(phone)
    here = phonenumbers.region_code_for_number(number) == REGION
    formats = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, formats.NATIONAL if here else formats.INTERNATIONAL)


def number_mark(phone: str) -> str:
    """What tells that two stored numbers are the same, and tells nobody which: an HMAC, 64 hexadecimal digits.

    For what has to outlive a person's going, as a suspension does.
    """
    return hmac.new(settings.SECRET_KEY.encode(), f"mark:{phone}".encode(), hashlib.sha256).hexdigest()


def whatsapp(phone: str) -> str:
    """The address that opens a chat with a stored number; ``""`` for a fixed line, where nobody would read it.

    >>> whatsapp("+6281234567890"), whatsapp("+62215484444")
    ('https://wa.me/6281234567890', '')
    """
    if phonenumbers.number_type(phonenumbers.parse(phone)) == phonenumbers.PhoneNumberType.FIXED_LINE:
        return ""
    return f"https://wa.me/{phone.removeprefix('+')}"
