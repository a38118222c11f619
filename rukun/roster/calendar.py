"""Somebody's own nights as iCalendar (RFC 5545), for the calendar on their phone. Never the names of others.

A duty keeps its UID for life; one that is taken away is simply no longer there, as calendars that subscribe expect.
"""

from collections.abc import Iterable
from datetime import timedelta, tzinfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from rukun.almanac.queries import zone_in
from rukun.roster.models import Duty
from rukun.roster.nights_in_words import hours
from rukun.ui.addresses import whole

EVERY = timedelta(hours=1)
"""How often a calendar should look again."""


def calendar_of(duties: Iterable[Duty]) -> bytes:
    """These duties (with shift, post, watch and roster) as a calendar, in Indonesian. The same give the same bytes."""
    from icalendar import Calendar, Event  # noqa: PLC0415  only whoever is asked for a calendar needs it

    with override("id"):
        calendar = Calendar()
        calendar.add("prodid", "-//Rukun//Jadwal ronda//ID")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _("Ronda saya"))
        calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
        for duty in duties:
            post, zone = duty.shift.post, zone_in(duty.shift.post.unit)
            event = Event()
            event.add("uid", f"{duty.pk}@rukun-jadwal")
            event.add("sequence", duty.roster.edition)
            event.add("dtstamp", max(filter(None, (duty.made_at, duty.roster.published_at))))
            event.add("dtstart", duty.starts_at.astimezone(zone))
            event.add("dtend", duty.ends_at.astimezone(zone))
            event.add("summary", _("Ronda: %s") % post.name)
            event.add("location", ", ".join(filter(None, (post.name, post.place))))
            event.add("description", _description(duty, zone))
            event.add("url", whole(reverse("roster:duty", args=[duty.pk])))
            calendar.add_component(event)
        calendar.add_missing_timezones()
        return bytes(calendar.to_ical())


def _description(duty: Duty, zone: tzinfo) -> str:
    return _("%(organisation)s, %(hours)s. Bila berhalangan, buka alamat ini dan cari pengganti.") % {
        "organisation": duty.watch.organisation.name,
        "hours": hours(duty.starts_at, duty.ends_at, zone),
    }
