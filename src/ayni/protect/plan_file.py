"""Plans as files: TOML that a person reads, edits and runs again.

`[goal]` says what must hold, each `[[step]]` one thing that is done, its kind in `do`; a generalisation has
its hierarchy in `[step.hierarchy]`. `parse_plan(dump_plan(plan))` is the plan again. Everything is written that
is not empty, defaults too, so that a plan keeps its meaning when a later Ayni has other defaults. Whether a plan
fits a table is not judged here but in `ayni.protect.plan_check`. The format is TOML 1.0.
"""

from __future__ import annotations

import functools
import math
import re
import tomllib
import types
import typing
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from ayni.check.settings import SettingsErrors, nearest, read_settings
from ayni.errors import InputError, LimitError
from ayni.protect.plan import Generalise, Goal, HierarchySource, Loss, Plan, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["PLAN_BYTES", "PLAN_STEPS", "PLAN_VERSION", "dump_plan", "load_plan", "parse_plan"]

PLAN_BYTES = 4 << 20
"""A plan is refused beyond this size; a longer hierarchy belongs into a file of its own."""
PLAN_STEPS = 10_000
PLAN_VERSION = 1
"""The version of the format that is read and written."""

_ERRORS = SettingsErrors("plan-unreadable", "plan-too-large", "plan-not-toml")
_REASON_CHARS = 200
_NAME_CHARS = 100
_WHOLE_MOST = 10**15
"""Numbers up to here are exact as whole numbers and read best so."""


def load_plan(path: Path) -> Plan:
    """Read a plan file of at most `PLAN_BYTES`.

    Raises what `parse_plan` raises, and `InputError("plan-unreadable")`, with the path of the file in `path`.
    """
    return _plan(read_settings(path, PLAN_BYTES, _ERRORS), str(path))


def parse_plan(text: str, where: str) -> Plan:
    """Read a plan from `text`; `where` says in errors whose it is, such as a path.

    Raises `InputError` with the fact path and the codes `plan-not-toml`, `plan-unknown-version`,
    `plan-unknown-entry`, `plan-name-not-text`, `plan-unknown-key`, `plan-key-missing`, `plan-unknown-step`,
    `plan-unknown-hierarchy`, `plan-unknown-loss`, `plan-not-table`, `plan-not-text`, `plan-not-texts`,
    `plan-not-whole`, `plan-not-number`, `plan-not-numbers`, `plan-not-levels`, `plan-not-yes-or-no`;
    `LimitError("plan-too-large")` and `LimitError("plan-too-many-steps")`.
    """
    size = len(text.encode(errors="replace"))
    if size > PLAN_BYTES:
        reason = f"> {PLAN_BYTES} bytes"
        raise LimitError("plan-too-large", path=where, reason=reason, bytes=size, limit=PLAN_BYTES)
    try:
        document = tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError("plan-not-toml", path=where, reason=str(error)[:_REASON_CHARS]) from error
    return _plan(document, where)


def dump_plan(plan: Plan, comments: Mapping[int, str] | None = None) -> str:
    """Write a plan as TOML. `comments` stand above the steps they are for, counted from 0."""
    lines = ["# A plan of Ayni: what makes a table safe, step by step, in this order.", ""]
    lines += _pairs(plan, ("version", "table", "made_from"))
    if plan.goal != Goal():
        lines += ["", "[goal]", *_pairs(plan.goal, plan.goal.__struct_fields__)]
    for index, step in enumerate(plan.steps):
        lines += ["", *_comment((comments or {}).get(index, "")), "[[step]]", f"do = {_text(_tag(type(step)))}"]
        fields = [name for name in step.__struct_fields__ if name not in {"hierarchy", "problem"}]
        lines += _pairs(step, (*fields, "problem"))
        if isinstance(step, Generalise):
            lines += _hierarchy(step.hierarchy)
    return "\n".join(lines) + "\n"


# Reading: every entry is looked at by itself, so that an error can name its place.


def _plan(document: dict[str, Any], where: str) -> Plan:
    version = document.get("version", PLAN_VERSION)
    if version != PLAN_VERSION or isinstance(version, bool):
        raise InputError("plan-unknown-version", path=where, version=str(version)[:_NAME_CHARS], known=PLAN_VERSION)
    known = ("version", "table", "made_from", "goal", "step")
    for key in document:
        if key not in known:
            raise _unknown_key(where, "", key, known)
    for key in ("table", "made_from"):
        if not isinstance(document.get(key, ""), str):
            raise InputError("plan-name-not-text", path=where, key=key)
    goal = _struct(Goal, _table(document.get("goal", {}), where, "[goal]"), where, "[goal]")
    steps = document.get("step", [])
    if not isinstance(steps, list):
        raise InputError("plan-not-table", path=where, place="[[step]]")
    if len(steps) > PLAN_STEPS:
        raise LimitError("plan-too-many-steps", path=where, steps=len(steps), limit=PLAN_STEPS)
    return Plan(
        table=document.get("table"),
        made_from=document.get("made_from"),
        goal=goal,
        steps=tuple(_step(step, where, number) for number, step in enumerate(steps, 1)),
    )


def _table(value: object, where: str, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InputError("plan-not-table", path=where, place=place)
    return value


def _step(value: object, where: str, number: int) -> Step:
    place = f"[[step]] {number}"
    content = _table(value, where, place)
    kind = _kind(content, _STEPS, where, place)
    step: Step = _struct(kind, {key: entry for key, entry in content.items() if key != "do"}, where, place)
    return step


def _source(value: object, where: str, place: str) -> HierarchySource:
    content = _table(value, where, place)
    kind = _kind(content, _SOURCES, where, place)
    source: HierarchySource = _struct(kind, {k: entry for k, entry in content.items() if k != "by"}, where, place)
    return source


class _Kinds(NamedTuple):
    """Structs that are told apart by the word under `key`; `code` is the error for another word."""

    key: str
    by_word: dict[str, type]
    code: str


def _kind(content: dict[str, Any], kinds: _Kinds, where: str, place: str) -> type:
    """Return which struct the table `content` is."""
    key = kinds.key
    if key not in content:
        raise InputError("plan-key-missing", path=where, place=place, key=key)
    word = _value(content[key], str, where, place, key)
    if word not in kinds.by_word:
        known = list(kinds.by_word)
        raise InputError(
            kinds.code, path=where, place=place, name=word[:_NAME_CHARS], nearest=nearest(word, known), known=known
        )
    return kinds.by_word[word]


def _struct(kind: type, content: dict[str, Any], where: str, place: str) -> Any:
    """Make one struct of a plan from a table of the file."""
    fields = _fields(kind)
    for key in content:
        if key not in fields:
            raise _unknown_key(where, place, key, tuple(fields))
    values: dict[str, Any] = {}
    for key, (wanted, needed) in fields.items():
        if key in content:
            values[key] = _value(content[key], wanted, where, place, key)
        elif needed:
            raise InputError("plan-key-missing", path=where, place=place, key=key)
    return kind(**values)


def _value(value: Any, wanted: Any, where: str, place: str, key: str) -> Any:
    """Return one entry as the type its field has."""
    if wanted == HierarchySource:
        return _source(value, where, place.replace("[[step]]", "[step.hierarchy]"))
    try:
        entry = msgspec.convert(value, wanted)
    except (msgspec.ValidationError, OverflowError) as error:
        raise _wrong(value, wanted, where, place, key) from error
    numbers = entry if isinstance(entry, tuple) else (entry,)
    if any(isinstance(number, float) and not math.isfinite(number) for number in numbers):
        raise _wrong(value, wanted, where, place, key)
    return entry


def _wrong(value: object, wanted: Any, where: str, place: str, key: str) -> InputError:
    code = {
        str: "plan-not-text", int: "plan-not-whole", float: "plan-not-number", bool: "plan-not-yes-or-no",
        tuple[str, ...]: "plan-not-texts", tuple[float, ...]: "plan-not-numbers", tuple[int, ...]: "plan-not-numbers",
        dict[str, tuple[str, ...]]: "plan-not-levels",
    }  # fmt: skip
    if wanted is Loss:
        known = [loss.value for loss in Loss]
        word = value[:_NAME_CHARS] if isinstance(value, str) else ""
        return InputError("plan-unknown-loss", path=where, name=word, nearest=nearest(word, known), known=known)
    return InputError(code[_plain(wanted)], path=where, place=place, key=key)


def _unknown_key(where: str, place: str, key: str, known: tuple[str, ...]) -> InputError:
    key = key[:_NAME_CHARS]
    if not place:
        return InputError("plan-unknown-entry", path=where, key=key, nearest=nearest(key, known), known=list(known))
    return InputError(
        "plan-unknown-key", path=where, place=place, key=key, nearest=nearest(key, known), known=list(known)
    )


@functools.cache
def _fields(kind: type) -> dict[str, tuple[Any, bool]]:
    """Return the fields of a struct: their types, and whether they must be given."""
    hints = typing.get_type_hints(kind)
    return {
        field.name: (hints[field.name], field.required) for field in msgspec.structs.fields(kind) if field.name in hints
    }


def _plain(wanted: Any) -> Any:
    """Return the type of a field without its None."""
    if isinstance(wanted, types.UnionType):
        return next(part for part in typing.get_args(wanted) if part is not types.NoneType)
    return wanted


def _tag(kind: type) -> str:
    return str(typing.cast("Any", kind).__struct_config__.tag)


_STEPS = _Kinds("do", {_tag(kind): kind for kind in typing.get_args(Step)}, "plan-unknown-step")
_SOURCES = _Kinds("by", {_tag(kind): kind for kind in typing.get_args(HierarchySource)}, "plan-unknown-hierarchy")


# Writing.

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
_STEERING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\ufeff")
"""Characters that turn the text around them: written as escapes, so that a plan reads as it is."""


def _pairs(struct: msgspec.Struct, names: Iterable[str]) -> Iterator[str]:
    """Write the fields `names`, but for those that say nothing by being empty."""
    needed = {field.name for field in msgspec.structs.fields(type(struct)) if field.required}
    for name in names:
        value = getattr(struct, name)
        if name in needed or value not in (None, ()):
            yield f"{name} = {_toml(value)}"


def _hierarchy(source: HierarchySource) -> Iterator[str]:
    yield "[step.hierarchy]"
    yield f"by = {_text(_tag(type(source)))}"
    for name in source.__struct_fields__:
        value = getattr(source, name)
        if isinstance(value, dict):
            yield "[step.hierarchy.values]"
            yield from (f"{_text(key)} = {_toml(levels)}" for key, levels in value.items())
        elif value is not None:
            yield f"{name} = {_toml(value)}"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _WHOLE_MOST else repr(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value)


def _text(value: str) -> str:
    return '"' + "".join(map(_character, value)) + '"'


def _character(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char in _STEERING or unicodedata.category(char) in {"Cc", "Zl", "Zp"}:
        return f"\\u{ord(char):04x}"
    return char


def _comment(text: str) -> Iterator[str]:
    for line in text.splitlines():
        plain = "".join(" " if char in _STEERING or unicodedata.category(char) == "Cc" else char for char in line)
        yield f"# {plain}".rstrip()
