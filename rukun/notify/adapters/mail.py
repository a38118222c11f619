"""Mail over SMTP, by the setting alone: Django's own mail settings are never looked at.

Setting: ``host``, ``port``, ``tls`` ("starttls", "ssl" or "none"), ``user``, ``password``, ``from``. Address: ``mail``.
Plain text, one connection for each message.
"""

import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from typing import Any

from rukun.notify.adapters import TIMEOUT, Letter, Outcome
from rukun.notify.algo.reading import words

ONCE = False
"""Whether a letter that is sent again under its id arrives but once. Many mailboxes do so by Message-ID, not all."""
PORTS = {"starttls": 587, "ssl": 465, "none": 25}


def send(setting: Mapping[str, Any], letter: Letter) -> Outcome:
    if not words(setting.get("host")) or "@" not in words(setting.get("from")):
        return Outcome("off", why="token")
    try:
        message = message_of(setting, letter)
    except ValueError:  # an address with a line break
        return Outcome("no", why="address")
    try:
        smtp = _connected(setting)
    except (OSError, ValueError) as error:  # smtplib's own are OSErrors too
        return _not_connected(error)
    try:
        return _handed_over(smtp, words(setting.get("from")), words(letter.address.get("mail")), message)
    finally:
        with suppress(OSError):
            smtp.quit()


def _not_connected(error: Exception) -> Outcome:
    if isinstance(error, smtplib.SMTPNotSupportedError):  # no sign-in, or no STARTTLS there
        return Outcome("off", why="token")
    if isinstance(error, smtplib.SMTPResponseException):
        return _judged(error.smtp_code, "refused", of_channel=True)
    return Outcome("later", why="timeout" if isinstance(error, TimeoutError) else "unreachable")


def message_of(setting: Mapping[str, Any], letter: Letter) -> EmailMessage:
    """Raises ``ValueError`` for an address that cannot stand in a header."""
    sender = words(setting.get("from"))
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = sender, words(letter.address.get("mail"))
    message["Subject"] = letter.title or letter.text.split("\n", 1)[0][:70]
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2].rstrip('>')}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers it
    message["Content-Language"] = letter.language
    message.set_content(letter.text)
    return message


def _connected(setting: Mapping[str, Any]) -> smtplib.SMTP:
    """Raises what ``smtplib`` raises. Nothing of the message was sent by then."""
    host, tls = words(setting.get("host")), words(setting.get("tls")) or "starttls"
    port, patience = int(setting.get("port") or PORTS.get(tls, 587)), float(TIMEOUT[1])
    context = ssl.create_default_context()
    smtp = (
        smtplib.SMTP_SSL(host, port, timeout=patience, context=context)
        if tls == "ssl"
        else smtplib.SMTP(host, port, timeout=patience)
    )
    try:
        smtp.ehlo()
        if tls == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo()
        if user := words(setting.get("user")):
            smtp.login(user, words(setting.get("password")))
    except BaseException:
        smtp.close()
        raise
    return smtp


def _handed_over(smtp: smtplib.SMTP, sender: str, to: str, message: EmailMessage) -> Outcome:
    """Until the server asks for the text, nothing was sent; what breaks after that, nobody can say."""
    try:
        code, _said = smtp.mail(sender)
        if code != 250:
            return _judged(code, "refused", of_channel=True)
        code, _said = smtp.rcpt(to)
        if code not in (250, 251):
            return _judged(code, "address")
    except OSError:
        return Outcome("later", why="unreachable")
    try:
        code, _said = smtp.data(message.as_bytes())
    except smtplib.SMTPDataError as error:  # it did not ask for the text
        return _judged(error.smtp_code, "refused")
    except OSError:
        return Outcome("unknown", why="timeout")
    return Outcome("sent") if 200 <= code < 300 else _judged(code, "too_long" if code == 552 else "refused")


def _judged(code: int, why: str, *, of_channel: bool = False) -> Outcome:
    """Answers from 400 to 499 are for now, those from 500 on for good."""
    if 400 <= code < 500:
        return Outcome("later", why="busy" if code in (421, 450, 451, 452) else "down")
    if of_channel or code in (530, 535):
        return Outcome("off", why="token")
    return Outcome("no", why=why)
