"""The persons behind watchers, fetched at once wherever their names are said."""

from django.db.models import Prefetch

from rukun.roster.models import WatcherPerson


def watchers_with_names() -> Prefetch[str]:
    """To be prefetched wherever a watcher's name or persons are asked for."""
    return Prefetch("persons", WatcherPerson.objects.select_related("person").order_by("order", "pk"))
