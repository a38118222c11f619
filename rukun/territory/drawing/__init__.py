"""A map of any area, drawn here as SVG: for residents' and phone pages, without script and without another host.

``draw`` takes an area, the ground under it and what lies on top, and gives a ``Picture``: drawing, legend, and the
same in rows of words. Pure arithmetic, no Django and no words of the interface: template tag ``area_map`` says them.
"""

from rukun.territory.drawing.given import SPOTS, CellCount, Ground, Mark, Outline, Shade, Spot
from rukun.territory.drawing.legend import Key, Row
from rukun.territory.drawing.picture import Picture, draw

__all__ = ["SPOTS", "CellCount", "Ground", "Key", "Mark", "Outline", "Picture", "Row", "Shade", "Spot", "draw"]
