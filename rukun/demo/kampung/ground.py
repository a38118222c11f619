"""From the flat drawing to the ground: straight lines are bent like grown streets, then put on the globe."""

from random import Random

from rukun.demo.kampung.plan import Point, total

LATITUDE, LONGITUDE = -5.6, 107.6
"""Open water in the Java Sea: nobody's street."""

METRES_PER_LATITUDE, METRES_PER_LONGITUDE = 110_585.0, 110_792.0
"""Lengths of a degree at this latitude (WGS 84)."""

MIDDLE = 660.0
"""How far north of the drawing's lower edge the point above lies, in metres."""


class Ground:
    """One smooth bending of the whole drawing, by the random numbers it is given.

    It is made of steps none of which can fold the plane (a stretching, ripples with slopes below one, a shearing along
    each axis, a turn), so that what did not cross in the drawing does not cross on the ground.
    """

    def __init__(self, rng: Random) -> None:
        self._ripples = [
            (rng.uniform(170, 290), rng.uniform(-1, 1), rng.random(), rng.uniform(-3.3, 3.3), rng.uniform(-3.3, 3.3))
            for _ in range(3)
        ]
        self._meander = [(1050.0, 62.0, rng.random()), (440.0, 17.0, rng.random())]
        self._sway = [(1200.0, 40.0, rng.random()), (380.0, 11.0, rng.random())]

    def at(self, point: Point) -> Point:
        """Where a point of the drawing (metres east of the river, north of the lower edge) lies: metres, x before y."""
        across, up = point
        x = across * (0.76 + 0.0004 * abs(across))  # dense at the river, spacious at the outer edge
        y = up
        for length, slope, phase, east, north in self._ripples:
            swing = wave((across + slope * up) / length + phase)
            x, y = x + east * swing, y + north * swing
        x += total(reach * wave(y / length + phase) for length, reach, phase in self._meander)
        y += total(reach * wave(x / length + phase) for length, reach, phase in self._sway)
        y -= MIDDLE
        return (40 * x + 9 * y) / 41, (40 * y - 9 * x) / 41


def degrees(point: Point) -> tuple[float, float]:
    """Latitude and longitude of a point on the ground, rounded to about a centimetre."""
    return (
        round(LATITUDE + point[1] / METRES_PER_LATITUDE, 7),
        round(LONGITUDE + point[0] / METRES_PER_LONGITUDE, 7),
    )


def wave(turns: float) -> float:
    """Close to the sine of so many turns (within 0.001), by arithmetic alone.

    The sine of one platform's library differs from the next one's in its last digit, and the file shall not.
    """
    part = turns % 1.0
    arch = 16 * part * (0.5 - part) if part < 1 / 2 else 16 * (part - 0.5) * (part - 1)
    return 0.225 * (arch * abs(arch) - arch) + arch
