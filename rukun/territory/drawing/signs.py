"""Shapes of what stands on a map, in units around their point. Every kind differs in shape, not only in colour."""

from collections.abc import Iterable

MARKS = {
    "PG": "m0-19 19 19-19 19-19-19z",
    "AG": "m0-19 20 35h-40z",
    "GN": "m-10-17h20l10 17-10 17h-20l-10-17z",
    "post": "m0-20 18 15v22h-36v-22zm-6 22v15h12v-15z",
    "gathering": "m-18 0a18 18 0 1 0 36 0a18 18 0 1 0-36 0zm11 0a7 7 0 1 1 14 0a7 7 0 1 1-14 0z",
    "point": "m0 0c-4-11-14-17-14-28a14 14 0 1 1 28 0c0 11-10 17-14 28zm-5-28a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
}
SPOTS = {
    "police": "m0-13 11 4v8c0 7-5 11-11 14-6-3-11-7-11-14v-8z",
    "hospital": "m-4-12h8v8h8v8h-8v8h-8v-8h-8v-8h8z",
    "fire_station": "m1-14c9 8 10 12 10 17a11 11 0 0 1-22 0c0-4 2-7 5-9 0 3 1 5 3 5 3 0 3-6 4-13z",
    "town_hall": "m0-13 13 8h-26zm-11 10h5v9h-5zm8 0h6v9h-6zm9 0h5v9h-5zm-19 11h26v4h-26z",
    "guard_post": "m0-13 14 10h-4v15h-5v-11h-10v11h-5v-15h-4z",
    "community_centre": "m0-12 13 9v15h-26v-15zm0 9a4 4 0 1 0 1 0zm-6 15h12a6 6 0 0 0-12 0z",
    "bridge": "m-14-4h28v4h-3c0 4 1 7 3 9h-8c-1-6-11-6-12 0h-8c2-2 3-5 3-9h-3z",
    "market": "m-11-11h22l3 8c-2 3-5 3-7 0-2 3-5 3-7 0-2 3-5 3-7 0-2 3-5 3-7 0zm1 15h20v8h-20z",
    "school": "m0-11 15 7-15 7-15-7zm-9 13 9 4 9-4v6q-9 7-18 0z",
    "worship": "m-10 12v-13c0-7 10-12 10-12s10 5 10 12v13h-6v-9a4 4 0 0 0-8 0v9z",
    "field": "m-14-9h28v18h-28zm4 4v10h6v-10zm10 0v10h6v-10z",
}
REACH = {"mark": 20, "spot": 14}
"""Units from a sign's point to its side."""


def path(shape: str, places: Iterable[tuple[int, int]]) -> str:
    """Path data of one shape in many places."""
    return "".join(f"M{x} {y}{shape}" for x, y in places)
