from django.utils.translation import gettext as _


class JournalError(Exception):
    """Something the journal does not take. The message says what to do next."""


class OutsideTransaction(JournalError):
    """A programming error: an entry must live and die with the change it records."""

    def __init__(self) -> None:
        super().__init__("journal.record() needs an open journal.atomic(): an entry lives and dies with its change")


class NotACode(JournalError):
    """A programming error: names and free text do not belong in an entry, whose words can never be erased."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} is no code; an entry holds codes and ids only, put words into note=")


class AlreadyWritten(JournalError):
    """The same observation came twice; the first is there."""


class EmptyNote(JournalError):
    def __init__(self) -> None:
        super().__init__(_("Catatan masih kosong. Tulis apa yang terjadi, lalu simpan."))


class HeadsUnreadable(JournalError):
    def __init__(self, path: str) -> None:
        super().__init__(_("%s bukan berkas kepala rantai. Pakai salinan dari heads/heads.jsonl.") % path)
