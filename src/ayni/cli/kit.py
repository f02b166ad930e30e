"""`ayni kit`: write a folder for a USB stick that installs and runs Ayni where there is no network.

The kit is this checkout without its environment, plus `wheels`, the packages of the lock files as they were
fetched from the package index or copied from a folder, and `install`, a shell script that checks the kit's
`SHA256SUMS`, copies it to the other machine and sets it up there (`scripts/set-up.sh` uses the `wheels` beside
it and asks no network). Nothing that belongs to this machine's node or data goes into it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ayni.errors import ActError, InputError
from ayni.messages import choose_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["kit"]

_ROOT = Path(__file__).resolve().parents[3]
_FILES = (
    "ayni",
    "install",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "requirements.lock",
    "requirements-compat.lock",
    "scripts/set-up.sh",
)
_FOLDERS = ("src/ayni", "docs", "examples")
_LOCKS = ("requirements.lock", "requirements-compat.lock")
_LEFT_OUT = frozenset({"__pycache__", ".mypy_cache", ".ruff_cache"})
_PINNED = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
_PIECE = 1 << 20
_MB = 1_000_000
_SPACE_NEEDED = 400 * _MB
"""Free bytes asked for before anything is fetched; a kit takes about two thirds of it."""


@click.command("kit", short_help="Write a folder for a USB stick that installs Ayni without a network.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--wheels",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Take the packages from this folder (another kit's wheels) instead of fetching them.",
)
@click.option("--lang", metavar="TAG", help="Language of the words: en, fr, sw or ar.")
def kit(*, folder: Path, wheels: Path | None, lang: str | None) -> int:
    """Write an offline kit to DIR, which must not exist or be empty.

    On the other machine (Linux, the same processor family, Python 3.11): sh DIR/install
    """
    from ayni.words import catalogue

    words = catalogue(choose_language(lang))
    target = _target(folder)
    click.echo(words("kit.fetching" if wheels is None else "kit.copying"), err=True)
    try:
        made = _make(target, wheels)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ActError("kit-not-written", path=str(folder), reason=reason) from error
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    click.echo(words("kit.made", path=str(made), megabytes=round(size / _MB)))
    click.echo(words("kit.next", command=f"sh {made.name}/install"))
    return 0


def _target(folder: Path) -> Path:
    """Return the folder to make. Raises `InputError` when something lies there, or it has no parent."""
    target = Path(os.path.abspath(folder))  # noqa: PTH100 - resolving links would name another folder
    if target.is_symlink() or (target.exists() and (not target.is_dir() or any(target.iterdir()))):
        raise InputError("kit-folder-taken", path=str(folder))
    if not target.parent.is_dir():
        raise InputError("kit-parent-missing", path=str(folder), parent=str(target.parent))
    if target.is_relative_to(_ROOT):
        raise InputError("kit-inside-itself", path=str(folder), root=str(_ROOT))
    if shutil.disk_usage(target.parent).free < _SPACE_NEEDED:
        raise ActError("kit-no-space", path=str(folder), megabytes=_SPACE_NEEDED // _MB)
    return target


def _make(target: Path, wheels: Path | None) -> Path:
    """Build the kit beside its place and move it there once it is whole."""
    part = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.", dir=target.parent))
    try:
        for name in _source_files():
            place = part / name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(_ROOT / name, place)
        (part / "wheels").mkdir()
        if wheels is None:
            _fetch(part / "wheels")
        else:
            _copy_wheels(wheels, part / "wheels")
        _check_complete(part)
        (part / "SHA256SUMS").write_text(
            "".join(f"{_digest(part / name)}  {name}\n" for name in _written(part)), encoding="utf-8"
        )
        part.chmod(0o755)
        with contextlib.suppress(OSError):
            target.rmdir()
        part.replace(target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return target


def _source_files() -> Iterator[str]:
    for name in _FILES:
        if not (_ROOT / name).is_file():
            raise ActError("kit-not-a-checkout", path=str(_ROOT), file=name)
        yield name
    for folder in _FOLDERS:
        for place, inner, names in os.walk(_ROOT / folder):
            inner[:] = sorted(name for name in inner if name not in _LEFT_OUT)
            for name in sorted(names):
                yield str((Path(place) / name).relative_to(_ROOT))


def _fetch(place: Path) -> None:
    """Download the locked packages, held to their hashes, and pip itself, which sets them up over there."""
    command = [
        sys.executable,
        "-I",
        "-m",
        "pip",
        "download",
        "--disable-pip-version-check",
        "--no-deps",
        "-d",
        str(place),
    ]
    locks = [part for lock in _LOCKS for part in ("-r", str(_ROOT / lock))]
    for arguments in (["--require-hashes", "--only-binary", ":all:", *locks], ["--only-binary", ":all:", "pip"]):
        # Its progress is the person's progress, so it goes to stderr as it comes.
        done = subprocess.run([*command, *arguments], stdout=sys.stderr, check=False)  # noqa: S603 - our own arguments
        if done.returncode:
            raise ActError("kit-not-fetched", status=done.returncode)


def _copy_wheels(folder: Path, place: Path) -> None:
    if not folder.is_dir():
        raise InputError("kit-wheels-missing", path=str(folder), missing=["wheels"])
    for wheel in sorted(folder.glob("*.whl")):
        shutil.copyfile(wheel, place / wheel.name)


def _check_complete(part: Path) -> None:
    """Hold the wheels to the lock: each pinned package that this platform needs is there, nothing else is."""
    pinned = {
        (_plain(name), version)
        for lock in _LOCKS
        for name, version in _PINNED.findall((part / lock).read_text("utf-8"))
    }
    found = {(_plain(name), version): wheel for wheel, name, version in _wheels(part / "wheels")}
    known = {name for name, _ in pinned} | {"pip"}
    for (name, version), wheel in found.items():
        if name not in known or (name != "pip" and (name, version) not in pinned):
            wheel.unlink()  # another kit's package of another version
    needed = _needed_here(pinned)
    missing = sorted(f"{name} {version}" for name, version in needed if (name, version) not in found)
    if not any(name == "pip" for name, _ in found):
        missing.append("pip")
    if missing:
        raise InputError("kit-wheels-missing", path=str(part.name), missing=missing)


def _needed_here(pinned: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the pinned packages but those whose marker in the lock leaves this platform out."""
    other = set()
    for lock in _LOCKS:
        for line in (_ROOT / lock).read_text("utf-8").splitlines():
            match = _PINNED.match(line)
            if match and re.search(
                r"sys_platform == 'win32'|python_full_version (>=|>) '3\.1[2-9]|implementation", line
            ):
                other.add((_plain(match[1]), match[2]))
    return pinned - other


def _wheels(folder: Path) -> Iterator[tuple[Path, str, str]]:
    for wheel in sorted(folder.glob("*.whl")):
        parts = wheel.name.split("-")
        yield wheel, parts[0], parts[1]


def _plain(name: str) -> str:
    """Write a package's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _written(part: Path) -> Sequence[str]:
    return sorted(str(path.relative_to(part)) for path in part.rglob("*") if path.is_file())


def _digest(path: Path) -> str:
    total = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            total.update(piece)
    return total.hexdigest()
