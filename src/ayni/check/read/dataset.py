"""Turn paths into tables: files, folders, workbooks and archives; what cannot be read is kept as such."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ayni.check.read.delimited import open_delimited
from ayni.check.read.frame import FrameTable
from ayni.check.read.kinds import SUFFIXES, Kind, detect_kind, split_suffix
from ayni.check.read.origin import DiskFile, Origin
from ayni.check.read.table import Remark, TableReader
from ayni.check.report import UnreadInput
from ayni.errors import AyniError, InputError, LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from ayni.limits import ReadLimits

__all__ = ["Dataset", "frame_table", "open_dataset"]

_HEAD = 4096
_WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
_PACKED = {Kind.GZIP: "gzip", Kind.ZSTD: "zstd"}


class Dataset(msgspec.Struct, frozen=True, kw_only=True):
    """The tables found under some paths, and what could not be read."""

    name: str
    tables: tuple[TableReader, ...]
    unread: tuple[UnreadInput, ...]


def frame_table(name: str, frame: pl.DataFrame) -> TableReader:
    """Return a table over a frame in memory. Raises `InputError` when it has no columns."""
    return FrameTable(name, frame)


def open_dataset(paths: Sequence[Path], limits: ReadLimits) -> Dataset:
    """Open files, folders, workbooks and archives as one dataset.

    A part that cannot be read goes to `unread`. Raises nothing but `InputError` for an empty `paths`.
    """
    if not paths:
        raise InputError("no-input")
    tables: list[TableReader] = []
    unread: list[UnreadInput] = []
    for path in paths:
        try:
            parts = list(_files(path, limits))
        except InputError as error:
            unread.append(_unread(path, error))
            continue
        for part in parts:
            _open_part(part, limits, tables, unread)
    first = Path(paths[0])
    name = (first.resolve().name if first.is_dir() else split_suffix(first.name)[0]) or str(first)
    return Dataset(name=name, tables=tuple(_distinct(tables)), unread=tuple(unread))


def _open_part(path: Path, limits: ReadLimits, tables: list[TableReader], unread: list[UnreadInput]) -> None:
    try:
        for found in _open_file(path, limits):
            if isinstance(found, UnreadInput):
                unread.append(found)
            else:
                tables.append(found)
    except InputError as error:
        unread.append(_unread(path, error))


def _unread(path: Path | str, error: AyniError) -> UnreadInput:
    return UnreadInput(path=str(path), code=error.code, facts=error.facts)


def _distinct(tables: list[TableReader]) -> Iterator[TableReader]:
    """Give tables of the same name a number: findings name their table."""
    taken: set[str] = set()
    for table in tables:
        name, number = table.name, 1
        while name in taken:
            number += 1
            name = f"{table.name} ({number})"
        taken.add(name)
        if name != table.name:
            table.rename(name)  # type: ignore[attr-defined]
        yield table


def _files(path: Path, limits: ReadLimits) -> Iterator[Path]:
    """Yield a file itself, or a folder's files that may be tables, in order of their names."""
    try:
        if str(path) == "-" and not path.exists():
            raise InputError("not-a-regular-file", path="-")
        if not path.is_dir():
            yield path
            return
        found = sorted(_walk(path, limits.folder_depth, limits.files, path))
    except OSError as error:
        raise InputError("no-permission", path=str(path)) from error
    except ValueError as error:
        raise InputError("file-not-found", path=repr(str(path))) from error
    if not found:
        raise InputError("folder-without-tables", path=str(path))
    yield from found


def _walk(folder: Path, depth: int, files: int, root: Path) -> Iterator[Path]:
    count = 0
    for index, entry in enumerate(folder.iterdir()):
        if index > 100 * files:
            raise LimitError("too-many-files", path=str(root), limit=files)
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir():
            inner = _walk(entry, depth - 1, files, root) if depth > 1 and not entry.is_symlink() else iter(())
        else:
            known = entry.suffix.lower().removeprefix(".") in SUFFIXES or entry.suffix.lower() == ".zstd"
            inner = iter((entry,)) if known else iter(())
        for one in inner:
            count += 1
            if count > files:
                raise LimitError("too-many-files", path=str(root), limit=files)
            yield one


def _open_file(path: Path, limits: ReadLimits) -> Iterator[TableReader | UnreadInput]:
    disk = DiskFile(path)
    stem, suffix = split_suffix(path.name)
    if not disk.bytes:
        raise InputError("empty-file", path=str(path))
    kind = detect_kind(disk.head(_HEAD), suffix)
    if kind is Kind.ZIP:
        yield from _open_zip(disk, stem, suffix, limits)
        return
    origin = Origin(disk)
    if kind in _PACKED:
        origin = Origin(disk, _PACKED[kind])
        kind = detect_kind(origin.head(limits, _HEAD), suffix)
        if kind is Kind.ZIP:
            kind = Kind.EXCEL  # a workbook packed once more; a plain zip fails there with words of its own
    yield from _open_tables(stem, origin, kind, suffix, limits)


def _open_zip(disk: DiskFile, stem: str, suffix: str, limits: ReadLimits) -> Iterator[TableReader | UnreadInput]:
    """A workbook, or an archive each of whose members is a table. Members are never extracted by name."""
    path = str(disk.path)
    try:
        with disk.open() as file, zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, UnicodeError) as error:
        raise InputError("archive-damaged", path=path) from error
    names = {member.filename for member in members}
    if not names.isdisjoint(_WORKBOOK_PARTS):
        yield from _open_tables(stem, Origin(disk), Kind.EXCEL, suffix, limits)
        return
    if len(members) > limits.files:
        raise LimitError("too-many-files", path=path, limit=limits.files)
    wanted = [
        member
        for member in members
        if not member.is_dir() and not any(part.startswith((".", "__MACOSX")) for part in _parts(member.filename))
    ]
    if not wanted:
        raise InputError("folder-without-tables", path=path)
    for member in wanted:
        origin = Origin(disk, "zip", member.filename)
        try:
            inner_stem, inner_suffix = split_suffix(_parts(member.filename)[-1])
            kind = _member_kind(origin, member, inner_suffix, limits)
            yield from _open_tables(inner_stem, origin, kind, inner_suffix, limits)
        except InputError as error:
            yield _unread(origin.path, error)


def _member_kind(origin: Origin, member: zipfile.ZipInfo, suffix: str, limits: ReadLimits) -> Kind:
    if not member.file_size:
        raise InputError("empty-file", path=origin.path)
    kind = detect_kind(origin.head(limits, _HEAD), suffix)
    if kind in _PACKED:
        raise InputError("archive-in-archive", path=origin.path)
    return Kind.EXCEL if kind is Kind.ZIP else kind


def _parts(name: str) -> list[str]:
    """Split a member's name; `..` is no file name, and only the last part names the table."""
    return [part for part in name.replace("\\", "/").split("/") if part and part != ".."] or ["table"]


def _open_tables(
    name: str, origin: Origin, kind: Kind, suffix: str, limits: ReadLimits
) -> Iterator[TableReader | UnreadInput]:
    name = "".join(char for char in name if char.isprintable()) or "table"
    expected = SUFFIXES.get(suffix)
    remarks: tuple[Remark, ...] = ()
    if expected is not None and expected is not kind and kind is not Kind.NO_TABLE:
        remarks = (Remark(code="suffix-misleading", facts={"suffix": suffix, "format": kind.value}),)
    for found in _readers(name, origin, kind, suffix, limits):
        if remarks and not isinstance(found, UnreadInput):
            found.remark(*remarks)  # type: ignore[attr-defined]
        yield found


def _readers(
    name: str, origin: Origin, kind: Kind, suffix: str, limits: ReadLimits
) -> Iterator[TableReader | UnreadInput]:
    match kind:
        case Kind.DELIMITED:
            yield open_delimited(name, origin, limits, suffix=suffix)
        case Kind.JSON:
            from ayni.check.read.objects import open_objects

            yield open_objects(name, origin, limits)
        case Kind.PARQUET:
            from ayni.check.read.parquet import open_parquet

            yield open_parquet(name, origin, limits)
        case Kind.ARROW:
            from ayni.check.read.arrow import open_arrow

            yield open_arrow(name, origin, limits)
        case Kind.EXCEL:
            from ayni.check.read.excel import open_workbook

            yield from open_workbook(name, origin, limits)
        case Kind.STATA | Kind.SPSS | Kind.SPSS_PORTABLE | Kind.SAS | Kind.SAS_TRANSPORT:
            from ayni.check.read.statistical import open_statistical

            yield open_statistical(name, origin, kind, limits)
        case _:
            raise InputError("not-a-table", path=origin.path)
