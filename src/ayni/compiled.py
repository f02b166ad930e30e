"""Kernels: functions over flat arrays that run as machine code, and are still plain Python functions.

Numba compiles them, but only once for each state of their source. Importing Numba and setting up its
type system takes longer than checking a small file, so the machine code is kept as LLVM's object code
and loaded with llvmlite alone; see docs/decisions/0006-kept-machine-code.md. A kernel therefore

- says the types of its arguments (`kernel`), so that it can be compiled without a first call;
- takes arrays and whole numbers and returns whole numbers; it allocates nothing and raises nothing;
- calls only functions marked as `part`, which become part of its code.

The folder of kept code is named by a room and the contents of all its kernel files together, so no old
code can run; each file in it by the processor it was compiled for. A kernel calls parts of its own room
only. The folder lies beside this module, or in the user's cache folder where that cannot be written;
`NUMBA_CACHE_DIR` in the environment names another place. Where nothing can be kept, every
process compiles what it calls.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import hashlib
import importlib.util
import os
import re
import shutil
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, ParamSpec, TypeVar, cast

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Kernel", "Part", "kernel", "kernels", "part"]

P = ParamSpec("P")
R = TypeVar("R")

_PACKAGE: Final = Path(__file__).parent
_PREFIX: Final = "kernels-"
_SEAL: Final = 32
"""Bytes of the digest that each kept file begins with."""
_SHAPE: Final = re.compile(r"([biuf][1248])(\*|\[,*\])?")
_OUTSIDE: Final = re.compile(r'^(?:declare [^@]*@(?!"?llvm\.)|@\S+ = external )', re.MULTILINE)
"""In LLVM's text: a function or a variable that the code does not hold itself."""
_WORDS: Final = {"i8": ctypes.c_int64, "u8": ctypes.c_uint64, "f8": ctypes.c_double}
_LOCK = threading.RLock()
_KERNELS: list[Kernel[..., Any]] = []


class Part(Generic[P, R]):
    """A function that kernels call."""

    def __init__(self, function: Callable[P, R]) -> None:
        """`function` becomes part of the machine code of the kernels that call it."""
        self.python = function
        functools.update_wrapper(self, function)

    def __call__(self, *arguments: P.args, **named: P.kwargs) -> R:
        """Run it as plain Python."""
        return self.python(*arguments, **named)

    @functools.cached_property
    def _compiler(self) -> Any:
        return _njit(nogil=True, _nrt=False)(self.python)

    @property
    def _numba_type_(self) -> Any:
        """What Numba takes this object for, when it compiles a kernel that calls it."""
        return self._compiler._numba_type_


def part(function: Callable[P, R]) -> Part[P, R]:
    """Mark a function as one that kernels call."""
    return Part(function)


class _Argument(NamedTuple):
    """The type of one argument: a number (no dimensions), an array, or an array passed by its address."""

    element: str
    dimensions: int
    by_address: bool

    @property
    def numba(self) -> Any:
        from numba import from_dtype, types

        element = from_dtype(np.dtype(self.element))
        if self.by_address:
            return types.CPointer(element)  # type: ignore[no-untyped-call]
        return types.Array(element, self.dimensions, "C") if self.dimensions else element

    @property
    def words(self) -> list[Any]:
        """How Numba passes it: an array as owner, parent, cells, bytes of a cell, address, shape, strides."""
        if self.by_address:
            return [ctypes.c_void_p]
        if not self.dimensions:
            return [_WORDS[self.element]]
        size = [ctypes.c_ssize_t]
        return [ctypes.c_void_p, ctypes.c_void_p, *size * 2, ctypes.c_void_p, *size * (2 * self.dimensions)]

    def pass_on(self, value: Any, words: list[Any]) -> None:
        """Append `value` to the words of a call. Raises TypeError for another type than declared."""
        if not self.dimensions:
            words.append(value if self.element == "f8" else int(value))
            return
        if not (
            isinstance(value, np.ndarray)
            and value.dtype == self.element
            and (self.by_address or value.ndim == self.dimensions)
            and value.flags.c_contiguous
            and value.flags.aligned
        ):
            raise TypeError(f"not a contiguous array of {self.dimensions} dimensions of {self.element}")
        address = value.__array_interface__["data"][0]
        if self.by_address:
            words.append(address)
        else:
            words += (None, None, value.size, value.itemsize, address, *value.shape, *value.strides)


class Kernel(Generic[P, R]):
    """A function that runs as machine code, loaded or compiled when it is first called."""

    def __init__(self, function: Callable[P, R], arguments: tuple[str, ...], results: int) -> None:
        """See `kernel`."""
        self.python = function
        """The same as plain Python: for tests, and to read."""
        self._arguments = tuple(map(_argument, arguments))
        self._results = results
        self._block = ctypes.c_int64 * max(1, results)
        self._entry: Callable[..., int] | None = None
        self._owner: Any = None
        functools.update_wrapper(self, function)
        _KERNELS.append(self)

    def __call__(self, *arguments: P.args, **named: P.kwargs) -> R:
        """Run the machine code, without the interpreter's lock. Arguments are given by position."""
        if named:
            raise TypeError("a kernel takes arguments by position")
        entry = self._entry or self.prepare()
        words: list[Any] = []
        for argument, value in zip(self._arguments, arguments, strict=True):
            argument.pass_on(value, words)
        results = self._block()
        if entry(results, ctypes.byref(ctypes.c_void_p()), *words):
            raise ArithmeticError(self.python.__qualname__)
        if self._results == 1:
            return cast("R", results[0])
        return cast("R", tuple(results) if self._results else None)

    def prepare(self) -> Callable[..., int]:
        """Load the machine code, or compile and keep it."""
        with _LOCK:
            if self._entry is None:
                machine = _machine()
                file = f"{self.python.__module__}.{self.python.__qualname__}.{machine.processor}"
                address = self._load(machine, file) or self._compile(file)
                words = [word for argument in self._arguments for word in argument.words]
                form = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, *words)
                self._entry = cast("Callable[..., int]", form(address))
            return self._entry

    def _load(self, machine: _Machine, file: str) -> int:
        """Return the address of the kept code once in memory, 0 where none is kept."""
        with contextlib.suppress(OSError):
            kept = (_folder(_room(file)) / file).read_bytes()
            seal, body = kept[:_SEAL], kept[_SEAL:]
            if seal == hashlib.blake2b(body, digest_size=_SEAL).digest():
                symbol, _, code = body.partition(b"\0")
                self._owner, address = machine.load(symbol.decode(), code)
                return address
        return 0

    def _compile(self, file: str) -> int:
        """Compile with Numba, keep the code if it needs nothing from outside, and return its address."""
        from numba import types

        takes = tuple(argument.numba for argument in self._arguments)
        several: Any = types.UniTuple
        gives: Any = {0: types.void, 1: types.int64}.get(self._results) or several(types.int64, self._results)
        compiler = _njit(gives(*takes), nogil=True, _nrt=False, no_cpython_wrapper=True, no_cfunc_wrapper=True)
        self._owner = compiler(self.python)
        made = self._owner.overloads[takes]
        symbol: str = made.fndesc.llvm_func_name
        if not _OUTSIDE.search(made.library.get_llvm_str()):
            _, _, (code, _) = made.library.serialize_using_object_code()
            _keep(file, symbol.encode() + b"\0" + code)
        return int(made.library.get_pointer_to_function(symbol))


def kernel(*arguments: str, results: int = 0) -> Callable[[Callable[P, R]], Kernel[P, R]]:
    """Make a function a kernel.

    Each of `arguments` is a NumPy type and a shape: `i8`, `u8` and `f8` are numbers, `u1[]` an array of
    one dimension, `i4[,]` of two (C order), `u1*` an array of which the function sees only the address:
    it can be handed on to parts without cost, and has no length. `results` is how many whole numbers
    are returned: none, one, or a tuple.
    """
    return lambda function: Kernel(function, arguments, results)


def kernels() -> tuple[Kernel[..., Any], ...]:
    """Return all kernels of the modules imported so far."""
    return tuple(_KERNELS)


def _njit(*signature: Any, **options: bool) -> Any:
    """Call Numba, with the options that its own types leave out: no counted arrays, no entries from Python."""
    import numba

    compiler: Any = numba.njit
    return compiler(*signature, **options)


def _argument(text: str) -> _Argument:
    found = _SHAPE.fullmatch(text)
    if found is None or (found[2] is None and found[1] not in _WORDS):
        raise ValueError(text)
    shape = found[2] or ""
    return _Argument(found[1], 1 if shape == "*" else len(shape[1:]), shape == "*")


class _Machine:
    """LLVM's loader for this processor."""

    def __init__(self) -> None:
        from llvmlite import binding

        binding.initialize_native_target()
        binding.initialize_native_asmprinter()
        self._binding = binding
        self._target = binding.Target.from_default_triple().create_target_machine()
        build = f"{binding.get_host_cpu_name()} {binding.get_host_cpu_features().flatten()}"
        self.processor = hashlib.blake2b(build.encode(), digest_size=6).hexdigest()
        """A short name for the processor's model and abilities."""

    def load(self, symbol: str, code: bytes) -> tuple[Any, int]:
        """Put object code into memory; return what keeps it there, and the address of `symbol`."""
        engine = self._binding.create_mcjit_compiler(self._binding.parse_assembly(""), self._target)
        engine.add_object_file(self._binding.ObjectFileRef.from_data(code))
        engine.finalize_object()
        return engine, int(engine.get_function_address(symbol))


@functools.cache
def _machine() -> _Machine:
    return _Machine()


def _room(module: str) -> str:
    """Return the room a module belongs to: `check` for `ayni.check.read.kernels`."""
    package, _, inner = module.partition(".")
    return inner.partition(".")[0] if package == "ayni" else ""


@functools.cache
def _folder(room: str) -> Path:
    """Return the folder for the code of a room's present sources, which need not exist."""
    return _home() / f"{_PREFIX}{room}-{_state(room)}"


def _state(room: str) -> str:
    """Return a short name for what a room's kernel files and the compiler are now, without importing the compiler."""
    import llvmlite

    digest = hashlib.blake2b(llvmlite.__version__.encode(), digest_size=8)
    numba = importlib.util.find_spec("numba")
    for place in numba.submodule_search_locations or () if numba else ():
        digest.update((Path(place) / "_version.py").read_bytes())
    for path in (*sorted((_PACKAGE / room).glob("**/*kernel*.py")), Path(__file__)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _home() -> Path:
    """Return a folder that can be written for kept code."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return Path(chosen)
    beside = _PACKAGE / "__pycache__"
    with contextlib.suppress(OSError):
        beside.mkdir(exist_ok=True)
    if os.access(beside, os.W_OK):
        return beside
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ayni"


def _keep(file: str, body: bytes) -> None:
    """Write kept code whole or not at all; the first into a new folder drops those of the room's earlier sources."""
    room = _room(file)
    folder = _folder(room)
    with contextlib.suppress(OSError):
        if not folder.exists():
            for old in folder.parent.glob(f"{_PREFIX}{room}-*"):
                shutil.rmtree(old, ignore_errors=True)
            folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f"{file}-{os.getpid()}-{time.monotonic_ns()}"
        beside.write_bytes(hashlib.blake2b(body, digest_size=_SEAL).digest() + body)
        beside.replace(folder / file)
