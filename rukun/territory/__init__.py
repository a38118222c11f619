"""Wilayah: units, places, streets and the map, all from one OpenStreetMap extract."""
