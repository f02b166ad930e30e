"""One border to the libraries that decode: whatever they raise becomes an `InputError`."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from ayni.errors import AyniError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["decoding"]


@contextlib.contextmanager
def decoding(path: str, code: str = "file-damaged") -> Iterator[None]:
    """Turn any failure of a decoder into `InputError(code)`.

    Polars and fastexcel are written in Rust; a panic there arrives as `PanicException`, which derives
    from `BaseException`, and each library brings a class of its own: only the name is the same.
    """
    try:
        yield
    except AyniError:
        raise
    except Exception as error:
        raise InputError(code, path=path) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise InputError(code, path=path) from error
