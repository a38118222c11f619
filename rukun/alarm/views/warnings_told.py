"""What is published: pages for people, CAP 1.2 and its Atom feed for other systems. Nothing in it is of anybody."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import override
from django.views.decorators.http import condition, require_safe

from rukun.alarm import access_warnings as access
from rukun.alarm.algo.cap.message import MEDIA_TYPE
from rukun.alarm.composing import shown
from rukun.alarm.models import PublicWarning
from rukun.alarm.queries import warnings as queries
from rukun.guard import ActorRequest, public
from rukun.ui.addresses import whole

FRESH = 15
"""Seconds for which anybody may keep the feed: a warning must not be late, and a crowd of readers not be a load."""
FOR_EVER = 30 * 24 * 3600
"""A message never changes."""


class _Feed(Atom1Feed):
    """Atom whose entries link to the message itself, as readers of CAP expect."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("generator", "Rukun", {"uri": whole("/")})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("link", "", {"rel": "alternate", "type": MEDIA_TYPE, "href": item["message"]})


@public
@require_safe
def warnings(request: ActorRequest) -> HttpResponse:
    """What holds now, in plain words."""
    return render(
        request,
        "alarm/warnings/all.html",
        {
            "holding": queries.holding_now(),
            "ended": queries.ended_lately(),
            "feed": reverse("cap:feed"),
            "handles": access.can_handle_warnings(request.actor).allowed,
        },
    )


@public
@require_safe
def warning(request: ActorRequest, key: UUID) -> HttpResponse:
    found = queries.published_with(key)
    if found is None:
        raise Http404
    row = found.shown.row
    return render(
        request,
        "alarm/warnings/one.html",
        {
            "found": found,
            "told": found.shown,
            "message": reverse("cap:message", args=[row.identifier]),
            "follows": found.after is None and not found.shown.over and row.message != "cancel"
            and access.may_follow(request.actor, row).allowed,
        },
    )  # fmt: skip


def _tag(request: ActorRequest) -> str:
    """Changes whenever the list does: by a new message, or because one is over. One query."""
    names = queries.told_lately(timezone.now()).values_list("identifier", flat=True)[: queries.MOST]
    return f'"{sha256(chr(10).join(names).encode()).hexdigest()[:32]}"'


@public
@require_safe
@condition(etag_func=_tag)
def feed(request: ActorRequest) -> HttpResponse:
    rows = list(queries.told_lately(timezone.now())[: queries.MOST])
    operator = settings.INSTALLATION.operator or settings.INSTALLATION.name
    with override("id"):
        page = whole(reverse("alarm:warnings"))
        made = _Feed(
            title=f"Peringatan bahaya · {settings.INSTALLATION.name}",
            link=page,
            description="",
            language="id",
            author_name=operator,
            feed_url=whole(reverse("cap:feed")),
            feed_guid=whole(reverse("cap:feed")),
        )
        for row in rows:
            _add(made, row)
    answer = HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    patch_cache_control(answer, public=True, max_age=FRESH)
    return answer


def _add(made: _Feed, row: PublicWarning) -> None:
    told = shown(row, timezone.now())
    made.add_item(
        title=told.headline,
        link=whole(reverse("alarm:warning", args=[row.pk])),
        description=" ".join([told.about, *told.does]),
        unique_id=f"urn:uuid:{row.pk}",
        pubdate=row.published_at,
        updateddate=row.published_at,
        categories=[row.kind],
        message=whole(reverse("cap:message", args=[row.identifier])),
    )


@public
@require_safe
def message(request: ActorRequest, identifier: str) -> HttpResponse:
    row = queries.message_with(identifier)
    if row is None or row.xml is None:
        raise Http404
    answer = HttpResponse(bytes(row.xml), content_type=f"{MEDIA_TYPE}; charset=utf-8")
    patch_cache_control(answer, public=True, max_age=FOR_EVER, immutable=True)
    return answer
