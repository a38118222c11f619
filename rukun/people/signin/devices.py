"""What somebody signs in with, in two words: enough to know one's own devices again, too little to follow anybody."""

from django.utils.translation import gettext as _

_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("CrOS", "ChromeOS"), ("Mac OS X", "Mac"), ("Linux", "Linux"))  # fmt: skip
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
             ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip


def in_words(user_agent: str) -> str:
    """Browser and system, as in "Chrome, Android". What is not known is left out; knowing neither has its own words."""
    found = [next((words for mark, words in names if mark in user_agent), "") for names in (_BROWSERS, _SYSTEMS)]
    return ", ".join(each for each in found if each) or _("peramban lain")
