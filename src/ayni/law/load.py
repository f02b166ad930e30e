"""Read rulebooks and the fact vocabulary, and refuse what could mislead.

A folder of rulebooks holds one folder for each (`rulebook.toml`, `rules.toml`, and where there are any `lists.toml`
and `tests.toml`). An overlay is a folder of the same form: a rulebook of the same id there replaces rules and lists
of the same id, adds new ones, and `drop` in its `rulebook.toml` takes rules away; the amended rulebook has a hash of
its own, so an earlier sign-off no longer holds, and cases of its own that hold what was amended. Files are bounded,
UTF-8 TOML; nothing is executed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from ayni.errors import InputError, LimitError
from ayni.law.rulebook import Case, Evidence, Listed, NamedList, Rule, Rulebook, Stage
from ayni.law.texts.conditions import TEXTS
from ayni.law.vocabulary import CAPACITY, QUESTION_FACTS, Fact, FactType, Implication, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["RULEBOOKS", "check_rulebook", "load_rulebook", "load_rulebooks", "load_vocabulary", "rulebook_of_folder"]

RULEBOOKS = Path(__file__).parent / "rulebooks"
_FACTS = Path(__file__).parent / "facts.toml"
_CASES = "tests.toml"
_FILES = ("rulebook.toml", "rules.toml", "lists.toml", _CASES)
_MOST_BYTES = 1 << 20
_MOST_BOOKS = 400
_MOST_RULES = 500
_QUOTE_CHARS = 600
_DEPTH = 8
_LAST = dt.date.max
_NAME, _PLACE = re.compile("[a-z0-9][a-z0-9-]*"), re.compile("[A-Z]{2}")
_CAPACITIES = frozenset({"exporter", "importer", "subjects"})


def load_vocabulary(path: Path = _FACTS) -> Vocabulary:
    """Return the facts in the order of the file. Raises `InputError("law-vocabulary-damaged")`."""
    document = _toml(path)
    facts: dict[str, Fact] = {}
    for raw in _several(document, "fact", path):
        try:
            fact = msgspec.convert(raw, Fact)
        except msgspec.ValidationError as error:
            raise InputError("law-vocabulary-damaged", path=str(path), reason=str(error)) from error
        if fact.key in facts or fact.key in QUESTION_FACTS:
            raise InputError("law-vocabulary-damaged", path=str(path), reason=f"{fact.key} stands twice")
        if bool(fact.answers) != (fact.type in {FactType.CHOICE, FactType.CHOICES}):
            raise InputError("law-vocabulary-damaged", path=str(path), reason=f"{fact.key}: answers")
        if not set(fact.can_change) <= {True, False, *fact.answers}:
            raise InputError("law-vocabulary-damaged", path=str(path), reason=f"{fact.key}: can_change")
        facts[fact.key] = fact
    try:
        implications = msgspec.convert(document.get("implies", []), tuple[Implication, ...])
    except msgspec.ValidationError as error:
        raise InputError("law-vocabulary-damaged", path=str(path), reason=str(error)) from error
    known = Vocabulary(version=int(document.get("version", 1)), facts=facts, implications=implications)
    for one in implications:
        for case in (one.when, one.then):
            if case.all is not None or case.any is not None or case.none is not None or case.listed is not None:
                raise InputError("law-vocabulary-damaged", path=str(path), reason="implies: one fact each")
            _check_case(case, _Where(path.name, "implies"), known, {}, _DEPTH)
    return known


def load_rulebooks(
    vocabulary: Vocabulary, *, folder: Path = RULEBOOKS, overlays: Sequence[Path] = (), cases: bool = True
) -> tuple[Rulebook, ...]:
    """Return every rulebook of `folder`, amended by the overlays in their order. Raises `InputError`.

    Not `cases`: without the tests beside the rules, which take most of the time and decide nothing; the hash is the
    same.
    """
    names = {path.name for place in (folder, *overlays) for path in _folders(place)}
    if len(names) > _MOST_BOOKS:
        raise LimitError("law-rulebooks-many", limit=_MOST_BOOKS)
    return tuple(
        load_rulebook(name, vocabulary, folder=folder, overlays=overlays, cases=cases) for name in sorted(names)
    )


def load_rulebook(
    name: str, vocabulary: Vocabulary, *, folder: Path = RULEBOOKS, overlays: Sequence[Path] = (), cases: bool = True
) -> Rulebook:
    """Return one rulebook by its id. Raises `InputError("law-rulebook-unknown")` and what `check_rulebook` raises."""
    places = [place / name for place in (folder, *overlays) if (place / name / "rulebook.toml").is_file()]
    if not places or not name.isascii() or not name.replace("-", "").isalnum():
        raise InputError("law-rulebook-unknown", rulebook=name[:40])
    book = rulebook_of_folder(places, cases=cases)
    if book.id != name:
        raise InputError("law-rulebook-damaged", rulebook=name, reason=f"id {book.id!r}")
    check_rulebook(book, vocabulary)
    return book


def rulebook_of_folder(places: Sequence[Path], *, cases: bool = True) -> Rulebook:
    """Return the rulebook in the first folder as the others amend it, not yet checked."""
    digest = hashlib.sha256()
    head: dict[str, Any] = {}
    rules: dict[str, Any] = {}
    lists: dict[str, Any] = {}
    tests: list[list[Any]] = []
    amended: list[str] = []
    for place in places:
        parts = {name: _read(place / name, digest, parsed=cases or name != _CASES) for name in _FILES}
        own = parts["rulebook.toml"]
        dropped = _several(own, "drop", place)
        own.pop("drop", None)
        head.update(own)
        for rule in dropped:
            if not isinstance(rule, str) or rules.pop(rule, None) is None:
                raise InputError("law-rule-unknown", rulebook=place.name, rule=str(rule))
        _add(rules, _several(parts["rules.toml"], "rule", place), place)
        _add(lists, _several(parts["lists.toml"], "list", place), place)
        tests.append(_several(parts[_CASES], "test", place))
        if place is not places[0]:
            amended += _named(parts, place)
    try:
        return msgspec.convert(
            {**head, "rules": list(rules.values()), "lists": list(lists.values()),
             "tests": [one for several in tests[1:] or tests for one in several],
             "inherited": tests[0] if len(tests) > 1 else [], "amended": amended, "hash": digest.hexdigest()},
            Rulebook,
        )  # fmt: skip
    except msgspec.ValidationError as error:
        raise InputError("law-rulebook-damaged", rulebook=places[0].name, reason=str(error)) from error


def _named(parts: Mapping[str, Any], place: Path) -> Iterator[str]:
    """Yield the ids of the rules in a folder, and of the entries of its lists; `_add` has looked at their form."""
    yield from (rule["id"] for rule in parts["rules.toml"].get("rule", []))
    for named in parts["lists.toml"].get("list", []):
        entries = _several(named, "entries", place)
        yield from (str(entry.get("id")) for entry in entries if isinstance(entry, dict))


def _several(table: Mapping[str, Any], key: str, place: Path) -> list[Any]:
    """Return a list that may be left out."""
    found = table.get(key, [])
    if not isinstance(found, list):
        raise InputError("law-rulebook-damaged", rulebook=place.name, reason=f"{key} is no list")
    return found


def _add(known: dict[str, Any], found: list[Any], place: Path) -> None:
    here: set[str] = set()
    for one in found:
        name = one.get("id") if isinstance(one, dict) else None
        if not isinstance(name, str) or name in here:
            raise InputError("law-rulebook-damaged", rulebook=place.name, reason=f"id {name!r}")
        here.add(name)
        known[name] = one


def _folders(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        raise InputError("law-folder-missing", path=str(place))
    try:
        found = sorted(place.iterdir())
    except OSError as error:
        raise _unread(place, error) from error
    for path in found:
        if (path / "rulebook.toml").is_file():
            yield path
        elif any((path / name).exists() for name in _FILES):  # rules that would be passed over in silence
            raise InputError("law-rulebook-damaged", rulebook=str(path), reason="no rulebook.toml")


def _read(path: Path, digest: Any, *, parsed: bool) -> dict[str, Any]:
    """Read one file and add its bytes, with their name and length, to the rulebook's hash."""
    if not path.exists():
        return {}
    data = _bytes(path)
    digest.update(f"{path.name}\0{len(data)}\0".encode() + data)
    return _parse(data, path) if parsed else {}


def _toml(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise InputError("law-folder-missing", path=str(path))
    return _parse(_bytes(path), path)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise _unread(path, error) from error
    if len(data) > _MOST_BYTES:
        raise LimitError("law-file-large", path=str(path), limit=_MOST_BYTES)
    return data


def _unread(path: Path, error: OSError) -> InputError:
    return InputError("law-rulebook-damaged", rulebook=str(path), reason=error.strerror or type(error).__name__)


def _parse(data: bytes, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # no UTF-8, no TOML, or a number of thousands of digits
        raise InputError("law-rulebook-damaged", rulebook=str(path), reason=str(error)[:200]) from error


# ---------------------------------------------------------------------- what is refused


def check_rulebook(book: Rulebook, vocabulary: Vocabulary) -> None:
    """Refuse a rulebook that could mislead.

    Raises `InputError`: `law-rulebook-damaged` (form), `law-fact-unknown`, `law-fact-answer`, `law-list-unknown`,
    `law-rule-unknown`, `law-citation-unquoted`, `law-rules-circle`, `law-dates-reversed`, `law-rules-gap`.
    """
    if len(book.rules) > _MOST_RULES:
        raise LimitError("law-rules-many", rulebook=book.id, limit=_MOST_RULES)
    if not _NAME.fullmatch(book.id):
        raise InputError("law-rulebook-damaged", rulebook=book.id[:40], reason="id")
    if not book.territories or not all(map(_PLACE.fullmatch, book.territories)):
        raise InputError("law-rulebook-damaged", rulebook=book.id, reason="territories")
    lists = {named.id: named for named in book.lists}
    known = {rule.id for rule in book.rules}
    for rule in book.rules:
        _check_rule(book, rule, known)
        _check_case(rule.when, _Where(book.id, rule.id), vocabulary, lists, _DEPTH)
    for named in book.lists:
        for entry in named.entries:
            _check_dates(book, f"{named.id}:{entry.id}", entry)
            if entry.when is not None:
                _check_case(entry.when, _Where(book.id, f"{named.id}:{entry.id}"), vocabulary, {}, _DEPTH)
    _check_circles(book)
    _check_gaps(book)
    _check_tests(book, known, vocabulary)


def _check_rule(book: Rulebook, rule: Rule, known: set[str]) -> None:
    cite = rule.cite
    if rule.evidence is not Evidence.REMEMBERED and not (
        cite.quote and cite.quote_lang and cite.url and cite.read and len(cite.quote) <= _QUOTE_CHARS
    ):
        raise InputError("law-citation-unquoted", rulebook=book.id, rule=rule.id)
    _check_dates(book, rule.id, rule)
    for other in rule.overrides:
        if other not in known:
            raise InputError("law-rule-unknown", rulebook=book.id, rule=other)
    if not rule.capacities or not _CAPACITIES.issuperset(rule.capacities):
        raise InputError("law-rulebook-damaged", rulebook=book.id, reason=f"{rule.id}: capacities")
    if rule.stage in {Stage.SCOPE, Stage.PROHIBITION} and (rule.one_of or rule.all_of):
        raise InputError(
            "law-rulebook-damaged", rulebook=book.id, reason=f"{rule.id}: a {rule.stage} sets no conditions"
        )
    for condition in (*rule.one_of, *rule.all_of):
        if f"law.condition.{condition.code}" not in TEXTS:
            raise InputError(
                "law-rulebook-damaged", rulebook=book.id, reason=f"{rule.id}: no words for {condition.code!r}"
            )
    if rule.stage is Stage.DUTY and not (rule.one_of or rule.all_of):
        raise InputError("law-rulebook-damaged", rulebook=book.id, reason=f"{rule.id}: a duty without conditions")


def _check_dates(book: Rulebook, name: str, dated: Rule | Listed) -> None:
    if max(dated.from_, dated.until or dated.from_) >= _LAST:
        raise InputError("law-rulebook-damaged", rulebook=book.id, reason=f"{name}: a day that has none after it")
    if dated.until is not None and dated.until < dated.from_:
        raise InputError("law-dates-reversed", rulebook=book.id, rule=name)


class _Where(NamedTuple):
    """Whose condition is looked at, for messages."""

    book: str
    rule: str

    def damaged(self, what: str) -> InputError:
        return InputError("law-rulebook-damaged", rulebook=self.book, reason=f"{self.rule}: {what}")


def _check_case(case: Case, where: _Where, vocabulary: Vocabulary, lists: Mapping[str, NamedList], depth: int) -> None:
    fields = {name: value for name in case.__struct_fields__ if (value := getattr(case, name)) is not None}
    if len(fields) != 1 or not depth:
        raise where.damaged("when")
    ((name, value),) = fields.items()
    if name in {"all", "any", "none"}:
        if not value:
            raise where.damaged(f"an empty {name}")
        for inner in value:
            _check_case(inner, where, vocabulary, lists, depth - 1)
        return
    if len(value) != 1:
        raise where.damaged(f"{name} looks at one fact")
    ((key, operand),) = value.items()
    if name == "listed" and operand not in lists:
        raise InputError("law-list-unknown", rulebook=where.book, rule=where.rule, list=operand)
    if key in QUESTION_FACTS:
        _check_place(name, key, operand, lists)
        return
    _check_operand(name, key, operand, vocabulary)


def _check_place(name: str, key: str, operand: Any, lists: Mapping[str, NamedList]) -> None:
    """Refuse what the question never gives: a place that is written otherwise would never be met."""
    wanted: Sequence[Any] = operand if name == "in_" else (operand,)
    if name == "listed":
        wanted = [entry.id for entry in lists[operand].entries]
    known = _CAPACITIES.__contains__ if key == CAPACITY else _PLACE.fullmatch
    if name not in {"is_", "in_", "listed"} or not all(isinstance(one, str) and known(one) for one in wanted):
        raise InputError("law-fact-answer", fact=key, type="place", answers=[])


def _check_operand(name: str, key: str, operand: Any, vocabulary: Vocabulary) -> None:
    fact = vocabulary.facts.get(key)
    if fact is None:
        raise InputError("law-fact-unknown", fact=key)
    fits = {
        "is_": (fact.type is FactType.YES_NO and isinstance(operand, bool))
        or (fact.type is FactType.CHOICE and operand in fact.answers),
        "in_": fact.type is FactType.CHOICE and bool(operand) and set(operand) <= set(fact.answers),
        "has": fact.type is FactType.CHOICES and bool(operand) and set(operand) <= set(fact.answers),
        "listed": fact.type is FactType.CHOICE,
    }.get(name, fact.type is FactType.NUMBER and math.isfinite(operand))
    if not fits:
        raise InputError("law-fact-answer", fact=key, type=fact.type.value, answers=list(fact.answers))


def _check_circles(book: Rulebook) -> None:
    """Refuse exceptions that are, in the end, exceptions to themselves."""
    exceptions = {rule.id: rule.overrides for rule in book.rules}
    settled: set[str] = set()
    while len(settled) < len(exceptions):
        free = {rule for rule, others in exceptions.items() if rule not in settled and settled.issuperset(others)}
        if not free:
            raise InputError("law-rules-circle", rulebook=book.id, rules=sorted(set(exceptions) - settled)[:5])
        settled |= free


def _check_gaps(book: Rulebook) -> None:
    """Refuse days between `law_from` and `known_until` on which the law would say nothing.

    A closed rulebook needs a gateway and, where it has any scope rules, a scope rule on each of these days.
    """
    first = book.law_from
    if book.known_until < first:
        raise InputError("law-dates-reversed", rulebook=book.id, rule="known_until")
    days = sorted(
        {
            first,
            *(rule.from_ for rule in book.rules),
            *(_after(rule.until) for rule in book.rules if rule.until is not None),
        }
    )
    needed = [stage for stage in (Stage.SCOPE, Stage.GATEWAY) if any(rule.stage is stage for rule in book.rules)]
    if book.closed and Stage.GATEWAY not in needed:
        raise InputError("law-rules-gap", rulebook=book.id, stage=Stage.GATEWAY.value, day=first.isoformat())
    for day in days:
        if not first <= day <= book.known_until:
            continue
        for stage in needed:
            if stage is Stage.GATEWAY and not book.closed:
                continue
            if not any(
                rule.stage is stage and rule.from_ <= day and (rule.until is None or day <= rule.until)
                for rule in book.rules
            ):
                raise InputError("law-rules-gap", rulebook=book.id, stage=stage.value, day=day.isoformat())


def _after(until: dt.date) -> dt.date:
    return until + dt.timedelta(days=1)


def _check_tests(book: Rulebook, known: set[str], vocabulary: Vocabulary) -> None:
    names: set[str] = set()
    for test in book.tests:
        if test.name in names:
            raise InputError("law-rulebook-damaged", rulebook=book.id, reason=f"test {test.name!r} stands twice")
        names.add(test.name)
    for test in (*book.tests, *book.inherited):
        for rule in (*test.expect.true, *test.expect.false, *test.expect.unknown, *test.expect.absent):
            if rule not in known and test not in book.inherited:
                raise InputError("law-rule-unknown", rulebook=book.id, rule=rule)
        for key in test.facts:
            if key not in vocabulary.facts and key not in QUESTION_FACTS:
                raise InputError("law-fact-unknown", fact=key)
