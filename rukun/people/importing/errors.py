class UnfitFile(Exception):
    """A file that cannot be imported at all. ``str()`` of it says why and what to do, for the screen."""
