"""What all writers share: one partial file, the same columns in every frame, and nothing left after an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from ayni.errors import ActError
from ayni.protect.write.contract import Format, OutputColumn, Written
from ayni.protect.write.staged import Partial, writing

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    import polars as pl

    from ayni.limits import ProtectLimits

__all__ = ["StagedWriter"]


class StagedWriter:
    """A `TableWriter` on a partial file; formats add `_append` and `_finish`, and `_drop` where they hold more."""

    streamed = True
    """Whether all bytes go through `Partial.write`; otherwise the file is read once more to be counted and hashed."""

    def __init__(self, path: Path, form: Format, columns: tuple[OutputColumn, ...], limits: ProtectLimits) -> None:
        """Create the partial file. Raises `InputError` and `ActError` as `Partial` does."""
        self.path = path
        self.form = form
        self.columns = columns
        self.limits = limits
        self.rows = 0
        self.defused = 0
        self.renamed: dict[str, str] = {}
        self.partial = Partial(path)
        self._schema: pl.Schema | None = None
        self._open = True

    def write(self, frame: pl.DataFrame) -> None:
        """Append rows. Raises `ActError`; then nothing is left of the file."""
        if not self._open:
            raise ActError("output-closed", path=str(self.path))
        try:
            self._check(frame)
            with writing(self.path):
                self._append(frame)
            self.rows += frame.height
        except BaseException:
            self._abandon()
            raise

    def _check(self, frame: pl.DataFrame) -> None:
        if frame.columns != [column.name for column in self.columns]:
            raise ActError("output-columns-differ", path=str(self.path))
        if self._schema is None:
            self._schema = frame.schema
        elif frame.schema != self._schema:
            raise ActError("output-columns-differ", path=str(self.path))

    def close(self) -> Written:
        """Complete the file and put it in place. Raises `ActError` when that fails; then nothing is left."""
        if not self._open:
            raise ActError("output-closed", path=str(self.path))
        try:
            with writing(self.path):
                self._finish()
                if not self.streamed:
                    self.partial.count_again()
                sha256 = self.partial.settle()
        except BaseException:
            self._abandon()
            raise
        self._open = False
        self._drop()
        return Written(
            bytes=self.partial.bytes,
            sha256=sha256,
            rows=self.rows,
            formulas_defused=self.defused,
            renamed=self.renamed,
        )

    def _abandon(self) -> None:
        if self._open:
            self._open = False
            try:
                self._drop()
            finally:
                self.partial.discard()

    def _append(self, frame: pl.DataFrame) -> None:
        raise NotImplementedError

    def _finish(self) -> None:
        """Write what belongs at the end."""

    def _drop(self) -> None:
        """Let go of what is held besides the partial file."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._abandon()
