"""Taking an archive apart without trusting it."""

import shutil
import tarfile
from pathlib import Path, PurePosixPath


def unpack(archive: Path, target: Path) -> None:
    """Put the regular files of ``archive`` below ``target``, with fresh modes; anything else in it is left out.

    Raises ``tarfile.TarError`` for what is no archive or names a place outside. (``tarfile``'s own "data" filter does
    the like, but Debian 12's Python 3.11.2 does not have it yet.)
    """
    with tarfile.open(archive, "r:*") as packed:
        for member in packed:
            name = PurePosixPath(member.name)
            if name.is_absolute() or ".." in name.parts:
                raise tarfile.TarError(f"{member.name} lies outside")
            content = packed.extractfile(member) if member.isreg() else None
            if content is None:
                continue
            path = target.joinpath(*name.parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            with content, path.open("wb") as file:
                shutil.copyfileobj(content, file)
