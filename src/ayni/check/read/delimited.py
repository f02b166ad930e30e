"""CSV and TSV: records cut from a stream of bytes, decoded by Polars in the worker threads.

The reading thread only finds where a block may be cut. A worker decodes its block with Polars, which is
exact when every record has the header's number of fields and quotes stand where RFC 4180 puts them; a
count of delimiters proves that. Where it does not hold, the records are walked one by one
(`kernels.scan_records`) so that short, long and blank ones are counted, and where Polars and that walk
disagree the walk's fields are taken (`_by_hand`). So no row is ever lost without a remark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ayni.check.read.dialect import Dialect, sniff_dialect, unquote
from ayni.check.read.encoding import Recoder, detect_encoding
from ayni.check.read.heads import clean_names, plain_heads
from ayni.check.read.streamed import Counts, StreamedTable
from ayni.check.read.table import Remark
from ayni.errors import InputError, LimitError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ayni.check.read.origin import ByteStream, Origin
    from ayni.check.report import Source
    from ayni.limits import ReadLimits

__all__ = ["DelimitedTable", "Utf8Stream", "open_delimited"]

_BINARY_SHARE = 0.02
_PLACES, _PLACE_BYTES = 32, 1 << 15
_BLOCK_CELLS, _PIECE_LEAST = 1_500_000, 1 << 16
_MORE, _LAST = False, True
"""Whether a compiled walk takes an unfinished last record as one."""
_CONTROLS = bytes(code for code in range(1, 32) if code not in b"\t\n\r\f\x0b\x1a\x1b\x1c\x1d\x1e\x1f")


class Utf8Stream:
    """An origin's text as UTF-8 pieces, line ends as they are (a lone carriage return becomes a line feed)."""

    def __init__(self, stream: ByteStream, encoding: str, mark: int, *, old_mac: bool = False) -> None:
        """`encoding` and `mark` come from `detect_encoding`."""
        self._stream = stream
        self._recoder = Recoder(encoding, mark)
        self._old_mac = old_mac
        self.ended = False

    def read(self, size: int) -> bytes:
        """Return the UTF-8 of the next `size` bytes; `ended` is set with the last piece."""
        piece = self._stream.read(size)
        self.ended = len(piece) < size
        text = self._recoder.feed(piece, final=self.ended)
        return text.replace(b"\r", b"\n") if self._old_mac else text

    @property
    def damaged(self) -> int:
        """How many characters could not be decoded."""
        return self._recoder.damaged


class TextLayout:
    """What was told from the beginning of a text: its encoding and whether it is text at all."""

    def __init__(self, origin: Origin, limits: ReadLimits) -> None:
        """Read the sample. Raises `InputError("empty-file")` and `InputError("not-a-table")`."""
        sample = origin.head(limits, limits.sniff_bytes)
        self.whole = len(sample) < limits.sniff_bytes
        if not sample.strip(b"\0 \t\r\n"):
            raise InputError("empty-file", path=origin.path)
        self.encoding, self.mark = detect_encoding(sample)
        if sample.isascii() and not self.whole and self.encoding == "utf-8":
            self.encoding, _ = detect_encoding(_lines_further_on(origin))
        recoder = Recoder(self.encoding, self.mark)
        text = recoder.feed(sample, final=self.whole)
        controls = len(text) - len(text.translate(None, _CONTROLS))
        nuls = text.count(b"\0")
        if controls > _BINARY_SHARE * len(text) or nuls > 0.3 * len(text) or recoder.damaged > 0.1 * len(text):
            raise InputError("not-a-table", path=origin.path)
        if not text.strip(b"\0 \t\r\n"):
            raise InputError("empty-file", path=origin.path)
        self.old_mac = b"\n" not in text and b"\r" in text
        self.text = text.replace(b"\r", b"\n") if self.old_mac else text

    def remarks(self) -> list[Remark]:
        """Say which encoding was turned into UTF-8, if any."""
        if self.encoding == "utf-8":
            return []
        return [Remark(code="text-recoded", facts={"encoding": self.encoding})]

    def open(self, stream: ByteStream) -> Utf8Stream:
        """Return the stream's text as UTF-8."""
        return Utf8Stream(stream, self.encoding, self.mark, old_mac=self.old_mac)


def _lines_further_on(origin: Origin) -> bytes:
    """Whole lines from places all over an unpacked file: its beginning may hold no letter beyond ASCII."""
    if origin.compression is not None:
        return b""
    found = []
    with origin.disk.open() as file:
        for place in range(1, _PLACES + 1):
            file.seek(origin.disk.bytes * place // (_PLACES + 1))
            lines = file.read(_PLACE_BYTES)
            found.append(lines[lines.find(b"\n") + 1 : lines.rfind(b"\n") + 1])
    return b"".join(found)


def open_delimited(name: str, origin: Origin, limits: ReadLimits, *, suffix: str = "") -> DelimitedTable:
    """Open delimited text. Raises `InputError` when it is empty or no text, `LimitError` on its limits."""
    layout = TextLayout(origin, limits)
    if layout.whole is False and b"\n" not in layout.text:
        _check_first_record(origin, layout, limits)
    hint = "\t" if suffix in {"tsv", "tab"} else ","
    head = layout.text[: limits.sniff_bytes]
    _check_columns(head, origin.path, limits)
    dialect = sniff_dialect(head.replace(b"\0", b""), whole=layout.whole, hint=hint)
    if b"\0" in head:
        dialect = sniff_dialect(head.replace(b"\0", b"\x1a"), whole=layout.whole, hint=hint)
    names = dialect.names if dialect.names is not None else [""] * dialect.width
    if not names:
        raise InputError("empty-file", path=origin.path)
    usable, remarks = clean_names(names, limits, origin.path)
    if dialect.names is None:
        remarks = [Remark(code="header-missing", facts={"columns": dialect.width})]
    if dialect.title_rows:
        remarks.append(Remark(code="title-rows-skipped", facts={"count": dialect.title_rows}))
    return DelimitedTable(
        name, origin, limits, names=usable, layout=layout, dialect=dialect, remarks=layout.remarks() + remarks
    )


def _check_columns(head: bytes, path: str, limits: ReadLimits) -> None:
    """Refuse a first line with far too many columns before its cells are made."""
    line = head[: head.find(b"\n")] if b"\n" in head else head
    columns = 1 + max(line.count(one) for one in (b",", b";", b"\t", b"|"))
    if columns > limits.columns and b'"' not in line:
        raise LimitError("too-many-columns", path=path, columns=columns, limit=limits.columns)


def _check_first_record(origin: Origin, layout: TextLayout, limits: ReadLimits) -> None:
    """A first line longer than the sample: read on to its end, or to the limit, keeping nothing."""
    with origin.stream(limits) as stream:
        text = layout.open(stream)
        seen = 0
        while not text.ended:
            piece = text.read(limits.block_bytes)
            if b"\n" in piece:
                break
            seen += len(piece)
            if seen > limits.record_bytes:
                raise LimitError("record-too-long", path=origin.path, limit=limits.record_bytes)
    raise LimitError("record-too-long", path=origin.path, limit=limits.sniff_bytes)


class DelimitedTable(StreamedTable):
    """A CSV or TSV table."""

    def __init__(
        self,
        name: str,
        origin: Origin,
        limits: ReadLimits,
        *,
        names: list[str],
        layout: TextLayout,
        dialect: Dialect,
        remarks: list[Remark],
    ) -> None:
        """`names` are the usable names of the dialect's columns."""
        super().__init__(name, origin, limits, plain_heads(names), remarks)
        # Short rows take far more memory decoded than as text, so a block is bounded in cells too.
        cells = (layout.text.count(b"\n") + 1) * max(1, len(names))
        fitting = _BLOCK_CELLS * len(layout.text) // cells
        self._piece_bytes = min(limits.block_bytes, max(_PIECE_LEAST, fitting))
        layout.text = b""
        self._layout = layout
        self._dialect = dialect

    @property
    def source(self) -> Source:
        """Where the table came from."""
        return self._source(
            encoding=self._layout.encoding,
            delimiter=self._dialect.delimiter,
            form="tsv" if self._dialect.delimiter == "\t" else "csv",
        )

    @property
    def byte_order_mark(self) -> bool:
        """Whether the text begins with the mark by which some programs know UTF-8."""
        return self._layout.mark > 0 and self._layout.encoding == "utf-8"

    def blocks(self) -> Iterator[DelimitedBlock]:
        """Stream the records in blocks of about `limits.block_bytes`."""
        counts = self._begin()
        names = [head.name for head in self.heads]
        cutter = _Cutter(ord(self._dialect.delimiter), len(names), self._origin.path, self._limits)
        row: int | None = 0
        with self._origin.stream(self._limits, hashing=self._passes == 1) as stream:
            text = self._layout.open(stream)
            skip = self._dialect.data_start
            while not text.ended:
                piece = text.read(self._piece_bytes)
                self._position = stream.position
                dropped = min(skip, len(piece))
                skip -= dropped
                for data, quoting, records in cutter.cut(piece[dropped:] if dropped else piece, final=text.ended):
                    block = DelimitedBlock(
                        data,
                        names,
                        self._dialect.delimiter,
                        quoting=quoting,
                        records=records,
                        counts=counts,
                        first_row=row,
                    )
                    row = block.row_after
                    yield block
            counts.add(text_damaged=text.damaged, quote_not_closed=cutter.open_quotes)


class _Cutter:
    """Joins pieces and cuts them after the last whole record."""

    def __init__(self, delimiter: int, width: int, path: str, limits: ReadLimits) -> None:
        self._delimiter = delimiter
        self._width = width
        self._path = path
        self._limits = limits
        self._rest = b""
        self.open_quotes = 0

    def cut(self, piece: bytes, *, final: bool) -> Iterator[tuple[bytes, bool, int | None]]:
        """Yield whole records, whether quotes have a meaning in them, and their number where all are regular."""
        data = self._rest + piece if self._rest else piece
        inside = False
        regular = None
        if b'"' in data:
            from ayni.check.read.kernels import scan_records

            nothing = np.empty(0, dtype=np.int64)
            found = scan_records(np.frombuffer(data, dtype=np.uint8), self._delimiter, self._width, _MORE, nothing)
            end, inside = int(found[5]), bool(found[6])
            regular = int(found[0]) if not found[1:5].any() else None
        else:
            end = data.rfind(b"\n") + 1
        if final and not inside and end < len(data):
            end, regular = len(data), None
        if end:
            yield (data if end == len(data) else data[:end]), True, regular
        self._rest = data[end:]
        if final and self._rest:
            # A quote is opened and never closed: what follows it is read as if quotes had no meaning.
            self.open_quotes = 1
            yield self._rest, False, None
        elif len(self._rest) > self._limits.record_bytes:
            code = "quote-not-closed" if inside else "record-too-long"
            raise LimitError(code, path=self._path, limit=self._limits.record_bytes)


class DelimitedBlock:
    """Whole records, not decoded yet."""

    def __init__(
        self,
        data: bytes,
        names: list[str],
        delimiter: str,
        *,
        quoting: bool,
        records: int | None,
        counts: Counts,
        first_row: int | None,
    ) -> None:
        """`records` is their number where the cutter found all regular; what is noticed goes to `counts`.

        `quoting` says whether quotes have a meaning.
        """
        from ayni.check.read.kernels import tally_bytes

        self._data = data
        self._names = names
        self._delimiter = delimiter
        self._quoting = quoting
        self._records = records
        self._counts = counts
        self._first_row = first_row
        self._ended = data.endswith(b"\n")
        self._tally = tally_bytes(np.frombuffer(data, dtype=np.uint8), ord(delimiter))

    @property
    def first_row(self) -> int | None:
        """The number of the block's first row, where all rows before it were counted on the way."""
        return self._first_row

    @property
    def row_after(self) -> int | None:
        """The number of the row after the block, when line feeds alone tell it."""
        _, _, quotes, _, blanks = self._tally
        if self._first_row is None or quotes or blanks:
            return None
        return self._first_row + self._lines

    @property
    def _lines(self) -> int:
        return self._tally[1] + (not self._ended)

    def read(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Decode the records; all columns are text."""
        delimiters, _, quotes, nuls, blanks = self._tally
        width = len(self._names)
        lines = self._lines
        data, self._data = self._data, b""
        if nuls:
            self._counts.add(nul_bytes=nuls)
            data = data.replace(b"\0", "\ufffd".encode())
        regular = not blanks and delimiters == (width - 1) * lines
        if not nuls and (not quotes or not self._quoting) and (regular or width == 1 == 1 + delimiters):
            frame = self._polars(data, columns, ragged=False, quoting=False)
            if frame is not None and frame.height == lines:
                return frame
        if not nuls and self._records is not None:
            frame = self._polars(data, columns, ragged=False, quoting=True)
            if frame is not None and frame.height == self._records:
                return frame
        return self._careful(data, columns)

    def _careful(self, data: bytes, columns: Sequence[str] | None) -> pl.DataFrame:
        data, damaged = _as_utf8(data)
        frame, found = self._walked(data, columns)
        _, short, long, blank, odd, _, _, records = (int(value) for value in found)
        if len(self._names) == 1:
            blank = 0
        self._counts.add(text_damaged=damaged, rows_short=short, rows_long=long, rows_blank=blank, quotes_misplaced=odd)
        if frame is None or frame.height != records:
            frame = self._by_hand(data, columns, records)
        return frame

    def _walked(self, data: bytes, columns: Sequence[str] | None) -> tuple[pl.DataFrame | None, NDArray[np.int64]]:
        """Walk the records; decode with Polars unless quotes are misplaced. Blank records are dropped."""
        from ayni.check.read.kernels import scan_records

        width = len(self._names)
        if not self._quoting:
            found = _scan_plain(data, self._delimiter, width)
            return None, found
        blank_rows = np.empty(data.count(b"\n") + 1, dtype=np.int64)
        array = np.frombuffer(data, dtype=np.uint8)
        found = scan_records(array, ord(self._delimiter), width, _LAST, blank_rows)
        if found[4] or found[6]:
            return None, found
        frame = self._polars(data, columns, ragged=bool(found[2]), quoting=True)
        if frame is None or frame.height != found[7] or width == 1:
            return frame, found
        if found[3]:
            kept = np.ones(int(found[7]), dtype=np.bool_)
            kept[blank_rows[: int(found[3])]] = False
            frame = frame.filter(pl.Series(kept))
            found[7] = found[0]
        return frame, found

    def _polars(
        self, data: bytes, columns: Sequence[str] | None, *, ragged: bool, quoting: bool
    ) -> pl.DataFrame | None:
        """Decode with Polars; None where it refuses."""
        if not data:
            return pl.DataFrame(schema=dict.fromkeys(columns or self._names, pl.String))
        try:
            frame = pl.read_csv(
                data,
                has_header=False,
                schema=dict.fromkeys(self._names, pl.String),
                separator=self._delimiter,
                quote_char='"' if quoting else None,
                columns=None if columns is None else [self._names.index(name) for name in columns],
                truncate_ragged_lines=ragged,
            )
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError):
            return None
        return frame if columns is None else frame.select(columns)

    def _by_hand(self, data: bytes, columns: Sequence[str] | None, records: int) -> pl.DataFrame:
        """Build the columns from the walk's own fields."""
        from ayni.check.read.kernels import split_fields

        width = len(self._names)
        array = np.frombuffer(data, dtype=np.uint8)
        places = np.empty((data.count(self._delimiter.encode()) + data.count(b"\n") + 1, 4), dtype=np.int64)
        count, done, _ = split_fields(array, ord(self._delimiter), self._quoting, _LAST, records + 1, places)
        rows: list[list[str | None]] = []
        at = 0
        spots = places[:count].tolist()
        for record in range(done):
            row: list[str | None] = []
            blank = spots[at][1] == spots[at][2] and not spots[at][3]
            while at < count and spots[at][0] == record:
                _, start, stop, quoted = spots[at]
                if len(row) < width:
                    cell = unquote(data[start:stop]) if quoted else data[start:stop]
                    row.append(cell.decode("utf-8", "replace") if cell or quoted else None)
                at += 1
            if blank and width > 1 and len(row) == 1:
                continue
            rows.append(row + [None] * (width - len(row)))
        frame = pl.DataFrame(rows, schema=dict.fromkeys(self._names, pl.String), orient="row")
        return frame if columns is None else frame.select(columns)


def _scan_plain(data: bytes, delimiter: str, width: int) -> NDArray[np.int64]:
    """Count as `scan_records` does, for text in which quotes have no meaning."""
    from ayni.check.read.kernels import scan_records

    plain = np.frombuffer(data.replace(b'"', b"'"), dtype=np.uint8)
    return scan_records(plain, ord(delimiter), width, _LAST, np.empty(0, dtype=np.int64))


def _as_utf8(data: bytes) -> tuple[bytes, int]:
    """Return valid UTF-8 and how many characters had to be replaced."""
    try:
        data.decode()
    except UnicodeDecodeError:
        had = data.count("\ufffd".encode())
        text = data.decode("utf-8", "replace")
        return text.encode(), text.count("\ufffd") - had
    return data, 0
