"""`ayni doctor`: numbered checks of this installation, each with a hint. It changes nothing.

A check's number never changes its meaning, so that it can be named in a letter or a search.
"""

from __future__ import annotations

import gettext
import importlib
import importlib.util
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

import ayni
from ayni.errors import Fact
from ayni.messages import LANGUAGES, choose_language
from ayni.node import diagnosis as node
from ayni.words import all_texts, catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CHECKS", "Diagnosis", "diagnose", "doctor"]

PYTHON_NEEDED = (3, 11)
MEMORY_NEEDED = 700
"""MB a check may take (DESIGN.md, "How good it must be")."""
TEMPORARY_NEEDED = 2_000
"""MB of temporary space below which large tables may not fit."""
_MB = 1_000_000
_PROCESSOR_FLAGS = frozenset({"avx2", "fma", "bmi1", "bmi2", "movbe"})
_PACKAGE = Path(ayni.__file__).parent


class Diagnosis(msgspec.Struct, frozen=True, kw_only=True):
    """What one check found; `doctor.<name>` are its words, `doctor.<name>.hint` what to do."""

    number: str
    name: str
    well: bool
    facts: dict[str, Fact] = {}


Outcome = tuple[bool, dict[str, Fact]]


def check_python() -> Outcome:
    """Is this Python new enough?"""
    version = ".".join(str(part) for part in sys.version_info[:3])
    return sys.version_info >= PYTHON_NEEDED, {
        "version": version,
        "needed": ".".join(str(part) for part in PYTHON_NEEDED),
    }


def check_environment(root: Path = _PACKAGE.parents[1]) -> Outcome:
    """Does the environment in `root` match its lock file? A package without a checkout has none to match."""
    lock = root / "requirements.lock"
    if not lock.is_file():
        return True, {}
    stamp = root / ".venv" / "requirements.stamp"
    return stamp.is_file() and stamp.read_bytes() == lock.read_bytes(), {}


def check_processor(cpuinfo: Path | None = None) -> Outcome:
    """Has the processor what the data engine is built for, or is the compatible engine there?"""
    cpuinfo = cpuinfo or Path(os.environ.get("AYNI_CPUINFO", "/proc/cpuinfo"))
    flags: set[str] = set()
    if cpuinfo.is_file():
        with cpuinfo.open(encoding="utf-8", errors="replace") as lines:
            line = next((line for line in lines if line.startswith("flags")), "")
        flags = set(line.partition(":")[2].split())
    enough = not flags or flags >= _PROCESSOR_FLAGS
    return enough or importlib.util.find_spec("_polars_runtime_compat") is not None, {}


def check_engine() -> Outcome:
    """Do the packages that every check needs load?"""
    return _loads("numpy", "polars", "numba", "msgspec")


def check_readers() -> Outcome:
    """Do the packages that read particular formats load?"""
    return _loads("fastexcel", "pyreadstat", "nanoarrow", "zstandard")


def check_kernels(source: Path = _PACKAGE / "check") -> Outcome:
    """Can compiled kernels be kept (see `ayni.compiled`): where told, beside the source, in the user's cache?"""
    told = os.environ.get("NUMBA_CACHE_DIR")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    places = [Path(told)] if told else [source / "__pycache__", cache]
    return any(_writable(place) for place in places), {}


def check_memory(meminfo: Path = Path("/proc/meminfo")) -> Outcome:
    """Is there memory for a check? A system that does not say is trusted."""
    if not meminfo.is_file():
        return True, {"megabytes": 0, "needed": MEMORY_NEEDED}
    fields = dict(line.split(":", maxsplit=1) for line in meminfo.read_text().splitlines() if ":" in line)
    free = int(fields.get("MemAvailable", fields.get("MemFree", "0")).split()[0]) * 1024 // _MB
    return free >= MEMORY_NEEDED, {"megabytes": free, "needed": MEMORY_NEEDED}


def check_temporary(folder: Path | None = None) -> Outcome:
    """Is there room for temporary files?"""
    folder = folder or Path(tempfile.gettempdir())
    free = shutil.disk_usage(folder).free // _MB
    return free >= TEMPORARY_NEEDED, {"megabytes": free, "folder": str(folder)}


def check_languages(locale: Path = _PACKAGE / "locale") -> Outcome:
    """Has every offered language all the words?"""
    incomplete: list[str] = []
    for language in LANGUAGES[1:]:
        compiled = locale / language / "LC_MESSAGES" / "ayni.mo"
        if not compiled.is_file() or not _complete(compiled):
            incomplete.append(language)
    return not incomplete, {"languages": incomplete}


def check_terminal(encoding: str | None = None) -> Outcome:
    """Can what is printed be in any script?"""
    encoding = encoding or sys.stdout.encoding or "ascii"
    return encoding.lower().replace("-", "") == "utf8", {"encoding": encoding}


CHECKS: tuple[tuple[str, str, Callable[[], Outcome]], ...] = (
    ("D001", "python", check_python),
    ("D002", "environment", check_environment),
    ("D003", "processor", check_processor),
    ("D004", "engine", check_engine),
    ("D005", "readers", check_readers),
    ("D006", "kernels", check_kernels),
    ("D007", "memory", check_memory),
    ("D008", "temporary", check_temporary),
    ("D009", "languages", check_languages),
    ("D010", "terminal", check_terminal),
    ("D011", "node-folder", node.check_folder),
    ("D012", "node-keys", node.check_keys),
    ("D013", "node-port", node.check_port),
    ("D014", "node-state", node.check_state),
    ("D015", "node-worker", node.check_worker),
    ("D016", "node-disk", node.check_disk),
)
"""Number, name and check; a number is never given to another check."""


def diagnose() -> tuple[Diagnosis, ...]:
    """Run every check."""
    found = []
    for number, name, run in CHECKS:
        well, facts = run()
        found.append(Diagnosis(number=number, name=name, well=well, facts=facts))
    return tuple(found)


class _Missing(gettext.NullTranslations):
    """Answers for every sentence that a catalogue does not hold."""

    def gettext(self, message: str) -> str:  # noqa: ARG002 - gettext's signature
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002 - gettext's signature
        return ""


def _complete(compiled: Path) -> bool:
    with compiled.open("rb") as stream:
        translations = gettext.GNUTranslations(stream)
    translations.add_fallback(_Missing())
    return all(
        translations.ngettext(text.one, text.other, 1) if text.count else translations.gettext(text.one)
        for text in all_texts().values()
    )


def _loads(*packages: str) -> Outcome:
    for package in packages:
        try:
            importlib.import_module(package)
        except ImportError:
            return False, {"package": package}
    return True, {}


def _writable(place: Path) -> bool:
    """Tell whether a folder can be written to, or could be made where its nearest ancestor can."""
    while not place.exists() and place != place.parent:
        place = place.parent
    return os.access(place, os.W_OK)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--lang", metavar="TAG", help="Language of the words: en, fr, sw or ar.")
def doctor(*, as_json: bool, lang: str | None) -> int:
    """Look whether this installation is in order; exit 1 when something is not."""
    words = catalogue(choose_language(lang))
    found = diagnose()
    failed = sum(not diagnosis.well for diagnosis in found)
    if as_json:
        checks = [
            {
                "number": diagnosis.number,
                "name": diagnosis.name,
                "well": diagnosis.well,
                "message": _message(diagnosis, words),
                "facts": diagnosis.facts,
            }
            for diagnosis in found
        ]
        click.echo(json.dumps({"well": failed == 0, "checks": checks}, ensure_ascii=False, indent=2))
        return int(failed > 0)
    for diagnosis in found:
        sign = click.style("ok", fg="green") if diagnosis.well else click.style("!!", fg="red", bold=True)
        click.echo(f"{sign}  {diagnosis.number}  {_message(diagnosis, words)}")
    click.echo()
    click.echo(words("doctor.unwell", failed=failed) if failed else words("doctor.well"))
    return int(failed > 0)


def _message(diagnosis: Diagnosis, words: Callable[..., str]) -> str:
    return words(f"doctor.{diagnosis.name}" + ("" if diagnosis.well else ".hint"), **diagnosis.facts)
