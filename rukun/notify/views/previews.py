"""How every message reads, before anybody gets it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rukun.guard import ActorRequest, requires
from rukun.notify.access import can_manage_channels
from rukun.notify.queries.previews import ONE_SMS, ONE_SMS_OF_OTHER_LETTERS, previews, spoken


@requires(can_manage_channels)
@require_safe
def words(request: ActorRequest) -> HttpResponse:
    """With examples, never with anybody's values."""
    context = {"previews": previews(), "spoken": spoken(), "one": ONE_SMS, "other": ONE_SMS_OF_OTHER_LETTERS}
    return render(request, "notify/words.html", context)
