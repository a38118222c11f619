"""What the configuration of Gammu's daemon must say, so that no letter is lost and no number lies in a log."""

from configparser import ConfigParser, Error

WANTED = {"TransmitFormat": "auto", "logfile": "/dev/null"}
"""Without the first it sends 7 bits a letter whatever the words; it logs every sender's number, whatever its level."""


def lacking(text: str) -> list[str]:
    r"""The lines that ``gammu-smsdrc`` lacks, as they should stand there; all of them where it cannot be read.

    >>> lacking("[smsd]\nservice = files\ntransmitformat = AUTO\nlogfile = syslog")
    ['logfile = /dev/null']
    """
    found = ConfigParser(strict=False, interpolation=None, allow_no_value=True, comment_prefixes=("#", ";"))
    try:
        found.read_string(text)
    except Error:
        found.clear()
    said = {name: found.get("smsd", name, fallback="") or "" for name in WANTED}
    return [f"{name} = {value}" for name, value in WANTED.items() if said[name].strip().lower() != value]
