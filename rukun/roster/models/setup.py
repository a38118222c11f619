"""What a roster is made from: posts and their shifts, who takes part, what they wish, the rules."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from rukun.guard import Retention
from rukun.guard.ids import new_id

WITH_THE_WATCHER = "erased 400 days after they left the watch, or with the person"
LONGEST_NAME = 80


class Watch(models.Model):
    """A group that keeps watch, where, and by which rules (``algo.rules``). It is locked before anything of it changes.

    ``households``: whoever stands in the roster is a household with alternates, not a person.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.OneToOneField("people.Organisation", on_delete=models.CASCADE, related_name="+")
    unit = models.CharField(max_length=80, db_index=True)
    households = models.BooleanField(default=False)
    rules = models.JSONField(default=dict)  # of algo.rules: only what differs from the usual
    made_at = models.DateTimeField()

    retention = Retention("Which organisation keeps watch, and by which rules: nothing of a person.")

    def __str__(self) -> str:
        return str(self.id)


class Post(models.Model):
    """Where people stand, from where they walk, or the desk: ``kind`` of ``kinds.POSTS``.

    ``token`` is what the code on its wall says: whoever scans it is there.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="posts")
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=10)
    place = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=80)
    capacity = models.PositiveSmallIntegerField()  # so many fit there
    leader = models.BooleanField(default=True)  # whether one of those there must be able to lead
    token = models.CharField(max_length=43, unique=True)
    made_at = models.DateTimeField()
    closed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    retention = Retention("A place, its name and how many fit there: nothing of a person.")

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["watch", "name"], condition=Q(closed_at=None), name="roster_post_named_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Shift(models.Model):
    """Part of a night at a post, by the clock of the post's unit.

    It belongs to the night whose evening it is: one that begins before noon belongs to the evening before; one whose
    end is not after its begin ends the next day.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="shifts")
    begins = models.TimeField()
    ends = models.TimeField()
    made_at = models.DateTimeField()
    closed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    retention = Retention("Hours of a post: nothing of a person.")

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return str(self.id)


class Season(models.Model):
    """Some weeks in which other numbers are needed: the rains, the long school holidays."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="seasons")
    name = models.CharField(max_length=LONGEST_NAME)
    first = models.DateField()
    last = models.DateField()

    retention = Retention("Dates and what they are called: nothing of a person.")

    class Meta:
        ordering = ["first", "pk"]
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="roster_season_in_order")]

    def __str__(self) -> str:
        return str(self.id)


class Need(models.Model):
    """How many a shift needs in a kind of night (``almanac.algo.nights``), perhaps only in a season.

    ``officer``: it is a joint night, one of police or army stands beside them. A night of several kinds needs the
    most of what they say; what is said for a season goes before what is said for always.
    """

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=16)
    season = models.ForeignKey(Season, on_delete=models.CASCADE, null=True, related_name="needs")
    people = models.PositiveSmallIntegerField()
    officer = models.BooleanField(default=False)

    retention = Retention("How many people a shift needs: nothing of a person.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shift", "kind"], condition=Q(season=None), name="roster_need_once"),
            models.UniqueConstraint(fields=["shift", "kind", "season"], name="roster_need_once_a_season"),
        ]

    def __str__(self) -> str:
        return f"{self.shift_id} {self.kind}"


class Watcher(models.Model):
    """Who stands in a roster: a person, or a household with alternates. The first of ``persons`` is the usual one.

    ``officer``: of police or army, beside the others on joint nights, never counted for what a shift needs. They are
    on duty by their office, not by training here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="watchers")
    name = models.CharField(max_length=LONGEST_NAME, blank=True)  # of a household; empty for a person
    officer = models.BooleanField(default=False)
    leader = models.BooleanField(default=False)
    max_week: "models.PositiveSmallIntegerField[int | None, int | None]" = models.PositiveSmallIntegerField(null=True)
    posts = models.ManyToManyField(Post, related_name="+")  # where alone they stand; none: anywhere
    since = models.DateField()
    until: "models.DateField[date | None, date | None]" = models.DateField(null=True)  # the last day

    retention = Retention(f"Who takes part in a watch, and how often at most; {WITH_THE_WATCHER}.", job="roster.forget")

    class Meta:
        ordering = ["since", "pk"]

    def __str__(self) -> str:
        return str(self.id)


class WatcherPerson(models.Model):
    """A person behind a watcher, in the order in which they come."""

    watcher = models.ForeignKey(Watcher, on_delete=models.CASCADE, related_name="persons")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    retention = Retention(f"Which persons come for a household; {WITH_THE_WATCHER}.", job="roster.forget")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["watcher", "person"], name="roster_watcher_person_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Group(models.Model):
    """Members for whom a unit sets limits: at most so many nights a week each, so many of them at one post."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=LONGEST_NAME)
    max_week: "models.PositiveSmallIntegerField[int | None, int | None]" = models.PositiveSmallIntegerField(null=True)
    max_together: "models.PositiveSmallIntegerField[int | None, int | None]" = models.PositiveSmallIntegerField(
        null=True
    )
    watchers = models.ManyToManyField(Watcher, related_name="groups")

    retention = Retention(f"Who is in a group with limits of its own; {WITH_THE_WATCHER}.", job="roster.forget")

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return str(self.id)


class Pair(models.Model):
    """Two who asked to stand at the same post in the same shift, or never to."""

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="pairs")
    first = models.ForeignKey(Watcher, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Watcher, on_delete=models.CASCADE, related_name="+")
    together = models.BooleanField()

    retention = Retention(f"Who asked to stand together or apart, never why; {WITH_THE_WATCHER}.", job="roster.forget")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="roster_pair_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Wish(models.Model):
    """When somebody can never, would rather not, or gladly stand: every week on a weekday, or from a day to a day.

    No reason is stored. Of several about one night the strictest holds; a dated one goes before a weekly one.
    """

    NEVER, RATHER_NOT, GLADLY = "never", "rather_not", "gladly"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    watcher = models.ForeignKey(Watcher, on_delete=models.CASCADE, related_name="wishes")
    wish = models.CharField(max_length=10)
    weekday: "models.PositiveSmallIntegerField[int | None, int | None]" = models.PositiveSmallIntegerField(null=True)
    first: "models.DateField[date | None, date | None]" = models.DateField(null=True)
    last: "models.DateField[date | None, date | None]" = models.DateField(null=True)
    by = models.CharField(max_length=80)  # an actor's label
    at = models.DateTimeField()

    retention = Retention(
        "On which nights somebody can stand, never why not; erased 30 days after the last of these nights, a weekly "
        "one with the watcher.",
        job="roster.forget",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__isnull=False, first=None, last=None)
                | Q(weekday=None, first__isnull=False, last__gte=F("first")),
                name="roster_wish_weekly_or_dated",
            ),
            models.UniqueConstraint(fields=["watcher", "weekday"], name="roster_wish_once_a_weekday"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Asking(models.Model):
    """That all of a watch were asked when they can stand, for nights from a day to a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="askings")
    first = models.DateField()
    last = models.DateField()
    by = models.CharField(max_length=80)  # an actor's label
    at = models.DateTimeField()

    retention = Retention("That a watch was asked for availability: nothing of a person.", job="roster.forget")

    def __str__(self) -> str:
        return str(self.id)


class Reply(models.Model):
    """That somebody answered when they can stand; the answer itself are their wishes."""

    asking = models.ForeignKey(Asking, on_delete=models.CASCADE, related_name="replies")
    watcher = models.ForeignKey(Watcher, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    retention = Retention("Who answered when they can stand; erased 30 days after these nights.", job="roster.forget")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asking", "watcher"], name="roster_reply_once")]

    def __str__(self) -> str:
        return str(self.pk)
