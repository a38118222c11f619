"""Secrets of authenticator apps, unreadable to whoever has only the database."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def sealed(text: str) -> str:
    return _box().encrypt(text.encode()).decode("ascii")


def opened(text: str) -> str:
    return _box().decrypt(text.encode("ascii")).decode()


def _box() -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"rukun.people.totp.1")
    return Fernet(urlsafe_b64encode(key.derive(settings.SECRET_KEY.encode())))
