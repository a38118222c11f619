"""Kampung Contoh drawn from scratch, as a map that real ones are read from: an OpenStreetMap extract.

It is made in four steps, each a module: a flat plan is cut by streets into RT and blocks (``layout``, drawing on
``plan``), bent so that it looks grown (``ground``), built on (``homes``, finding room by ``lots``), and written down
(``osm``). What it is called and what it has is told by ``names`` and ``places``.
"""

from random import Random

from rukun.demo.kampung.ground import Ground
from rukun.demo.kampung.homes import build
from rukun.demo.kampung.layout import lay_out
from rukun.demo.kampung.lots import Lots
from rukun.demo.kampung.osm import write


def osm_of_kampung_contoh(seed: int = 1) -> str:
    """The text of an OSM XML file (0.6) of a made-up kelurahan in the open Java Sea, about 1.2 km by 1.4 km.

    It holds every unit from province to RT, connected streets, a river that only one bridge crosses, homes and
    places. One seed always gives the same bytes, on every platform; another gives another kampung of the same kind.
    """
    rng = Random(seed)  # noqa: S311 - it draws streets, not keys
    ground = Ground(rng)
    plan = lay_out(rng)
    lots = Lots(plan, ground)
    build(lots, ground, rng)
    return write(plan, ground, lots)
