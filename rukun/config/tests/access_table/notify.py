"""Channels, their words and their numbers, a posko's own sinks, and how each wants to be told."""

from rukun.config.tests.access_table.roles import ADMIN, MANAGE
from rukun.config.tests.access_table.rows import (
    ELSEWHERE,
    Row,
    Rows,
    everybody,
    form,
    hidden,
    oneself,
    only,
    post_about,
)

BUTTON_OF_SINK = post_about("sink", only(MANAGE, ELSEWHERE), hidden(MANAGE, ELSEWHERE), only(MANAGE, 405))

ADDRESSES: dict[str, Rows] = {
    # From providers; every channel is switched off here.
    "kiriman:whatsapp": Row(everybody(403), everybody(404)),
    "kiriman:telegram": Row(everybody(405), everybody(404)),
    "kiriman:sms": Row(everybody(405), everybody(404)),
    # From browsers, and from whoever has a key that nobody made here.
    "kiriman:push_worker": Row(everybody()),
    "kiriman:metrics": Row(everybody(404)),
    "notify:channels": Row(only(ADMIN)),
    "notify:words": Row(only(ADMIN)),
    "notify:channel": Row(only(ADMIN), only(ADMIN), "channel", Row(only(ADMIN, 404), only(ADMIN, 404))),
    "notify:try_channel": post_about("channel", only(ADMIN, ELSEWHERE), only(ADMIN, 404), only(ADMIN, 405)),
    "notify:introduce": Row(only(ADMIN, 405), only(ADMIN, ELSEWHERE)),
    "notify:sinks": form(MANAGE),
    "notify:remove_sink": BUTTON_OF_SINK,
    "notify:try_sink": BUTTON_OF_SINK,
    "notify:wishes": Row(oneself(), oneself()),
    "notify:wish_address": Row(oneself(405), oneself(404)),
    "notify:wish_telegram": Row(oneself(ELSEWHERE), oneself(ELSEWHERE)),
    "notify:wish_mail": Row(oneself(405), oneself()),
    "notify:wish_browser": Row(oneself(405), oneself(400)),
}
