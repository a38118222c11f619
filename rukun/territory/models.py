from datetime import datetime
from typing import Any

from django.db import models

from rukun.guard import Retention
from rukun.guard.ids import new_id
from rukun.territory.algo.findings import LONGEST_NAME

NOTHING_OF_PEOPLE = Retention("Names and shapes of public places; nothing of people.")


class Edition(models.Model):
    """One state of the territory: after an import of a map, or of a list of units.

    ``token`` tells processes whether what they hold in memory is still so; a number could come again after a
    transaction was undone. Street network, shapes and gazetteer are kept for the newest edition alone.
    """

    MAP, LIST = "map", "list"

    token = models.UUIDField(unique=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=[(MAP, MAP), (LIST, LIST)])
    made_at = models.DateTimeField(auto_now_add=True)
    file = models.CharField(max_length=255, blank=True)  # the file's name, without its folder
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the file
    clip = models.CharField(max_length=120, blank=True)
    data_date = models.CharField(max_length=40, blank=True)  # as the file says, usually ISO 8601
    report: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    gazetteer: "models.BinaryField[Any, Any]" = models.BinaryField(null=True)

    retention = NOTHING_OF_PEOPLE

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Unit(models.Model):
    """A territory unit, kept for ever: what no longer exists is retired and can name its successor."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=80, unique=True)
    level = models.PositiveSmallIntegerField()  # OpenStreetMap's admin_level, 4 province to 9 RT
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    time_zone = models.CharField(max_length=40)
    mapped = models.BooleanField(default=False)  # the newest map has it
    listed = models.BooleanField(default=False)  # a list gave, corrected or ended it: then the list's word counts
    osm_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    boundary: "models.BinaryField[Any, Any]" = models.BinaryField(null=True)  # WKB, longitude and latitude
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)  # a point within, to go to or to write the name at
    lon = models.FloatField(null=True, blank=True)
    retired_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")

    retention = NOTHING_OF_PEOPLE

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(level__range=(4, 9)), name="territory_unit_has_a_level"),
            models.CheckConstraint(
                condition=models.Q(successor=None) | ~models.Q(successor=models.F("id")),
                name="territory_unit_does_not_succeed_itself",
            ),
        ]
        indexes = [models.Index(fields=["level", "code"])]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Place(models.Model):
    """A useful place: where help, a crowd or a gathering point may be."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=24, unique=True)  # OpenStreetMap's: n1, w2, r3
    kind = models.CharField(max_length=20)  # one of algo.tags.PLACE_KINDS
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()
    unit = models.CharField(max_length=80, blank=True, db_index=True)  # code of the smallest unit around it
    retired_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True, blank=True)

    retention = NOTHING_OF_PEOPLE

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class StreetNetwork(models.Model):
    """The streets of one edition of the map, as ``rukun.geo.streets`` packs them."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="network")
    block: "models.BinaryField[Any, Any]" = models.BinaryField()

    retention = NOTHING_OF_PEOPLE

    def __str__(self) -> str:
        return str(self.edition_id)


class ShapeBundle(models.Model):
    """What is drawn beneath the streets in one square, as ``rukun.geo.shapes`` packs it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="bundles")
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    block: "models.BinaryField[Any, Any]" = models.BinaryField()

    retention = NOTHING_OF_PEOPLE

    class Meta:
        indexes = [models.Index(fields=["edition", "west", "east"])]

    def __str__(self) -> str:
        return str(self.pk)


class Basemap(models.Model):
    """The vector tiles of one edition of the map: a PMTiles archive. Kept for the newest map alone.

    ``token`` is part of every tile's address: tiles drawn anew have other addresses, so that one may be kept for ever.
    """

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="basemap")
    token = models.UUIDField(unique=True, default=new_id, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    block: "models.BinaryField[Any, Any]" = models.BinaryField()

    retention = NOTHING_OF_PEOPLE

    def __str__(self) -> str:
        return str(self.token)
