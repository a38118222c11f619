"""The page from which a visitor lets the night at the bridge happen, and watches it as whoever they like."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rukun.demo.cast import CAST
from rukun.demo.night import playing
from rukun.demo.night.story import SCENES
from rukun.guard import ActorRequest, public

DOES = {"mulai": playing.begin, "langkah": playing.step, "putar": playing.play_by_clock, "jeda": playing.halt}


@public
@require_http_methods(["GET", "POST"])
@never_cache
def night(request: ActorRequest) -> HttpResponse:
    """What happened so far, what comes next, and four buttons."""
    if request.method == "POST":
        act = DOES.get(request.POST.get("do", ""))
        if act is not None:
            act()
        return redirect("demo:night")
    state = playing.state()
    scenes = [
        (f"{(100 + int(each.minute)) // 60:02d}.{(100 + int(each.minute)) % 60:02d}", each.words, CAST[each.who].name,
         state.done[number] if number < len(state.done) else "next" if number == len(state.done) else "")
        for number, each in enumerate(SCENES)
    ]  # fmt: skip
    return render(request, "demo/night.html", {"state": state, "scenes": scenes, "failed": playing.why_failed()})
