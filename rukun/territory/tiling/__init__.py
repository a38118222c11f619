"""The map as vector tiles, for boards that move and zoom: what lies on it in layers, built once for each import.

``layers`` says what is drawn from which zoom on, ``building`` makes a PMTiles archive of it, ``archive`` reads one.
Pure work on what it is given: no Django here. ``rukun.territory.basemap`` brings the stored map and keeps the result.
"""
