"""Malam di jembatan: one Ramadan night at the bridge, played on request, ten times as fast as it was.

``story`` is what happens, scene by scene, each by the same actions that people use; ``playing`` plays it, by the clock
or one scene at a time; ``standing`` puts people on duty at this very hour; ``talking`` reports and answers by
telephone. A scene that a visitor has played already, by a click of their own, is left to them.
"""
