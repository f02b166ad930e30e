"""The node's folder: everything one node keeps, made on first use for its owner's eyes only.

    ayni.toml         what a person decided (optional; see `Settings`)
    state.sqlite3     people, sessions, uploads, jobs
    secret            the key that signs sessions and links
    pseudonym.key     the owner's key for pseudonyms (`ayni.protect.key_file`), made when first needed
    uploads/<id>/     one upload, and all that was made from it
    static/           style sheets and scripts, compressed once for a version of the program
    reviews/          sign-offs of country rules (`ayni.law.review_file`)
    rulebooks/        country rules that the institution amends (optional; an overlay, see `ayni.law.load`)

Knows nothing of Django, so that `ayni up` and `ayni doctor` can say what is wrong before anything starts.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from pathlib import Path
from typing import Any

import msgspec

from ayni.check.settings import SettingsErrors, nearest, read_settings
from ayni.errors import ActError, InputError
from ayni.law.places import is_country
from ayni.law.profile import Kind, Profile
from ayni.limits import GIB, NodeLimits

__all__ = [
    "RULEBOOKS",
    "Folder",
    "Settings",
    "default_folder",
    "is_loopback",
    "load_settings",
    "make_folder",
    "open_folder",
]

RULEBOOKS = "rulebooks"
"""The name of the folder with the institution's own country rules, which may be there before the rest is."""
_ERRORS = SettingsErrors("node-settings-unreadable", "node-settings-too-large", "node-settings-not-toml")
_SECRET_BYTES = 48
_NAME = re.compile(r"[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?")
_PORTS = 65_535
_DAY_HOURS = 24


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `ayni.toml` may say. Everything has a default, so the file may be missing."""

    host: str = "127.0.0.1"
    """Where the node listens; anything but this computer itself needs `open_to_others`."""
    port: int = 8731
    open_to_others: bool = False
    names: tuple[str, ...] = ()
    """Names by which browsers reach the node, besides localhost and `host`."""
    https: bool = False
    """A server before this one speaks HTTPS: cookies are then sent over HTTPS only."""
    keep_hours: int = 3 * _DAY_HOURS
    """Hours after which an upload and all that was made from it are erased."""
    largest_upload_bytes: int = 8 * GIB
    upload_seconds: int = 24 * 3600
    """How long one upload may take in all."""
    quota_bytes: int = 32 * GIB
    """What one person's uploads may take together."""
    workers: int = 0
    """Jobs done at the same time, each of which may take 700 MB of memory; 0: `ayni.node.capacity` decides."""
    threads: int = 16
    """Requests answered at the same time; a running upload holds one."""
    institution: str = ""
    """The institution's name, shown on pages."""
    country: str = ""
    """Where it sits (ISO 3166-1 alpha-2)."""
    kind: str = ""
    """What kind of institution it is, as the law asks (`ayni.law.profile`)."""

    @property
    def profile(self) -> Profile:
        """What the institution is, as far as the law asks."""
        return Profile(country=self.country, kind=Kind(self.kind) if self.kind else None)


_BOUNDS = {
    "port": (1, _PORTS),
    "keep_hours": (1, 24 * 366),
    "largest_upload_bytes": (1, 1 << 50),
    "upload_seconds": (60, 30 * _DAY_HOURS * 3600),
    "quota_bytes": (1, 1 << 50),
    "workers": (0, 16),
    "threads": (4, 256),
}


class Folder(msgspec.Struct, frozen=True, kw_only=True):
    """An opened node's folder."""

    path: Path
    settings: Settings

    @property
    def database(self) -> Path:
        """The node's private state."""
        return self.path / "state.sqlite3"

    @property
    def uploads(self) -> Path:
        """Holds one folder an upload."""
        return self.path / "uploads"

    @property
    def static(self) -> Path:
        """Holds compressed style sheets and scripts."""
        return self.path / "static"

    @property
    def reviews(self) -> Path:
        """Holds the institution's sign-offs of country rules."""
        return self.path / "reviews"

    @property
    def rulebooks(self) -> Path:
        """Holds the country rules that the institution amends; may be missing."""
        return self.path / RULEBOOKS

    @property
    def pseudonym_key(self) -> Path:
        """The owner's key for pseudonyms."""
        return self.path / "pseudonym.key"

    def secret(self) -> str:
        """Return the signing key. Raises `ActError` when others can read it or it is gone."""
        return _read_secret(self.path / "secret")


def default_folder() -> Path:
    """Return `$AYNI_FOLDER`, else `ayni` in the user's data folder (XDG Base Directory)."""
    told = os.environ.get("AYNI_FOLDER")
    if told:
        return Path(told).expanduser().absolute()
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home and Path(home).is_absolute() else Path.home() / ".local" / "share") / "ayni"


def make_folder(path: Path) -> Folder:
    """Make what the folder still lacks, and open it.

    Raises `ActError("node-folder-not-writable")`, and what `open_folder` raises.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        (path / "uploads").mkdir(mode=0o700, exist_ok=True)
        (path / "static").mkdir(mode=0o700, exist_ok=True)
        if not (path / "secret").exists():
            _write_secret(path / "secret")
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(13, os.strerror(13))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ActError("node-folder-not-writable", path=str(path), reason=reason) from error
    return open_folder(path)


def open_folder(path: Path) -> Folder:
    """Open a folder that was made before.

    Raises `InputError("node-folder-missing")`, `ActError("node-folder-open-to-others")`, and errors in its settings.
    """
    if not (path / "secret").is_file():
        raise InputError("node-folder-missing", path=str(path))
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ActError("node-folder-open-to-others", path=str(path))
    _read_secret(path / "secret")
    return Folder(path=path, settings=load_settings(path / "ayni.toml"))


def load_settings(path: Path) -> Settings:
    """Read `ayni.toml`; without it, the defaults.

    Raises `InputError` (`node-settings-unreadable`, `-not-toml`, `-unknown`, `-wrong`) or its `LimitError`.
    """
    if not path.exists():
        return Settings()
    document = read_settings(path, NodeLimits().settings_bytes, _ERRORS)
    known = Settings.__struct_fields__
    for key in document:
        if key not in known:
            raise InputError("node-settings-unknown", path=str(path), key=key, nearest=nearest(key, known))
    for key, value in document.items():
        _check_value(path, key, value)
    settings = msgspec.convert(document, Settings)
    if not is_loopback(settings.host) and not settings.open_to_others:
        raise InputError("node-open-without-word", host=settings.host)
    return settings


def _check_value(path: Path, key: str, value: Any) -> None:
    expected = type(getattr(Settings(), key))
    expected = list if expected is tuple else expected
    if type(value) is not expected or (expected is list and not all(isinstance(item, str) for item in value)):
        raise InputError("node-settings-wrong", path=str(path), key=key, expected=_KINDS[expected])
    if key == "names" and not all(_NAME.fullmatch(item) for item in value):
        # A star would let any name in, and with it pages of other sites (DNS rebinding).
        raise InputError("node-settings-wrong", path=str(path), key=key, expected='["node.example"]')
    if key == "kind" and value not in {"", *Kind}:
        kinds = " / ".join(f'"{one}"' for one in Kind)
        raise InputError("node-settings-wrong", path=str(path), key=key, expected=kinds)
    if key == "country" and value and not is_country(value):
        raise InputError("node-settings-wrong", path=str(path), key=key, expected='"KE"')
    if key in _BOUNDS:
        least, most = _BOUNDS[key]
        if not least <= value <= most:
            raise InputError("node-settings-outside", path=str(path), key=key, least=least, most=most)


_KINDS: dict[type, str] = {int: "1", str: '"…"', bool: "true / false", list: '["…", "…"]'}


def is_loopback(host: str) -> bool:
    """Tell whether `host` is this computer itself."""
    import ipaddress

    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _write_secret(path: Path) -> None:
    """Write a new signing key, whole or not at all, readable by the owner only from its first byte on."""
    part = path.with_name(f".secret.{secrets.token_hex(8)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(_SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, path)  # never over a key that another start has just written
    except FileExistsError:
        pass
    finally:
        part.unlink()


def _read_secret(path: Path) -> str:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            raise ActError("node-secret-open-to-others", path=str(path), command=f"chmod 600 {path}")
        secret = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ActError("node-secret-unreadable", path=str(path)) from error
    if len(secret) < _SECRET_BYTES:
        raise ActError("node-secret-unreadable", path=str(path))
    return secret
