"""What no file of the project may hold: addresses of package registries, and where this checkout happens to lie.

Also: every entry of a lock file carries a hash. ``python -m tools.check_files`` exits 1 and names file and line.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Written in pieces, or this file would find itself.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pypi", "python", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("proxy", "golang", "org"),
        ("static", "crates", "io"),
    )
]
FORBIDDEN = re.compile("|".join(re.escape(text) for text in [*REGISTRIES, f"{ROOT}/"]))
NOT_OURS = {".git", ".venv", ".tmp", "data", "shots", "__pycache__", ".hypothesis"}


def main() -> int:
    complaints = list(forbidden_words()) + list(entries_without_hash())
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


def project_files() -> list[Path]:
    """Files that git tracks or would track; where git cannot say, everything outside the folders that are made."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = b""
    if (ROOT / ".git").exists() and shutil.which("git"):
        names = subprocess.run(command, cwd=ROOT, capture_output=True, check=False).stdout
    listed = [ROOT / name.decode() for name in names.split(b"\0") if name]
    return [path for path in listed or ROOT.rglob("*") if path.is_file() and not made(path)]


def made(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return bool(NOT_OURS & set(parts)) or any(part.endswith("_cache") for part in parts)


def forbidden_words() -> Iterator[str]:
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font
        for number, line in enumerate(text.splitlines(), 1):
            if found := FORBIDDEN.search(line):
                yield f"{path.relative_to(ROOT)}:{number}: names {found.group()}: addresses and machine paths stay out"


def entries_without_hash() -> Iterator[str]:
    for path in sorted((ROOT / "requirements").glob("*.lock")):
        joined = path.read_text(encoding="utf-8").replace("\\\n", " ")
        for line in joined.splitlines():
            if line.strip() and not line.startswith("#") and "--hash=sha256:" not in line:
                yield f"{path.relative_to(ROOT)}: {line.split()[0]} has no hash"


if __name__ == "__main__":
    sys.exit(main())
