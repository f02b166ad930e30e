"""A rulebook: one jurisdiction's rules on data leaving it, as frozen values.

One folder a jurisdiction (`rulebooks/ke/`): `rulebook.toml` says what it is and where its law was read,
`rules.toml` holds the rules, `lists.toml` dated lists (adequate countries, parties to a treaty), `tests.toml`
cases that hold the rules to what the law says. `ayni.law.load` reads and checks them; nothing here judges.
Follows OpenFisca (dated values with references, tests beside rules) and Catala (exceptions named by article).
"""

from __future__ import annotations

import datetime as dt
import enum
from collections import Counter

import msgspec

__all__ = [
    "BINDING",
    "Case",
    "Cite",
    "Condition",
    "Evidence",
    "Expected",
    "Listed",
    "NamedList",
    "Organisations",
    "Outcome",
    "Rule",
    "Rulebook",
    "Source",
    "Stage",
    "Standing",
    "Status",
    "Test",
]

FactValue = bool | int | float | str | tuple[str, ...]
"""What a fact may be; `tuple[str, ...]` for facts with several answers."""


class Stage(enum.StrEnum):
    """The order in which rules count; within a stage their order never matters."""

    SCOPE = "scope"
    """When true, this law has something to say of the transfer; when no scope rule is true it has not."""
    PROHIBITION = "prohibition"
    """When true, the transfer is refused, whatever gateway is open."""
    EXEMPTION = "exemption"
    """When true, no gateway is needed."""
    GATEWAY = "gateway"
    """One of them must be true, unless the rulebook's `closed` is false."""
    DUTY = "duty"
    """When true, its conditions are added."""


BINDING = frozenset({Stage.PROHIBITION, Stage.DUTY})
"""Stages whose rules only ever ask for more."""


class Outcome(enum.StrEnum):
    """The answer of one law or of all, in order of strictness."""

    ALLOWED = "allowed"
    CONDITIONS = "conditions"
    ASK = "ask"
    REFUSED = "refused"


class Evidence(enum.StrEnum):
    """What a rule rests on."""

    TEXT = "text"
    """The provision itself was read; `cite.url` says where, `read` when."""
    SECONDARY = "secondary"
    """A source about the provision was read."""
    REMEMBERED = "remembered"
    """Nobody read it for this rulebook. It may refuse, ask or set conditions, never allow."""


class Status(enum.StrEnum):
    """Whether a named reviewer of this institution signed off this exact rulebook."""

    UNREVIEWED = "unreviewed"
    REVIEWED = "reviewed"


class Standing(enum.StrEnum):
    """How well founded a rulebook is: whether what forbids and what opens a way was read in the law itself."""

    READ = "read"
    PARTLY = "partly"
    REPORTED = "reported"


class Cite(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a rule stands in the law."""

    instrument: str
    article: str
    url: str = ""
    quote: str = ""
    """A short quotation in the original language; required unless the rule is `remembered`."""
    quote_lang: str = ""
    """BCP-47."""
    read: dt.date | None = None


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something to be done. `law.condition.<code>` are its words in the catalogue; `note` is this law's own detail."""

    code: str
    note: str = ""
    """English, short."""


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A test of facts, in three truth values (Kleene). Exactly one of the fields is set.

    `all`, `any`, `none` join cases. The others compare one fact, named by the key of their one entry: `is` (equal to
    a value: yes/no facts and choices), `in` (one of several), `has` (a fact of several answers holds one of these),
    `ge`, `gt`, `le`, `lt` (numbers), `listed` (the place or party named by the fact stands in the named
    list on the day of the decision).
    """

    all: tuple[Case, ...] | None = None
    any: tuple[Case, ...] | None = None
    none: tuple[Case, ...] | None = None
    is_: dict[str, FactValue] | None = msgspec.field(default=None, name="is")
    in_: dict[str, tuple[str, ...]] | None = msgspec.field(default=None, name="in")
    has: dict[str, tuple[str, ...]] | None = None
    ge: dict[str, float] | None = None
    gt: dict[str, float] | None = None
    le: dict[str, float] | None = None
    lt: dict[str, float] | None = None
    listed: dict[str, str] | None = None


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One provision."""

    id: str
    """Unique in its rulebook, stable: `ke.s48.consent`."""
    stage: Stage
    when: Case
    cite: Cite
    evidence: Evidence
    from_: dt.date = msgspec.field(name="from")
    until: dt.date | None = None
    """The last day on which the rule holds."""
    one_of: tuple[Condition, ...] = ()
    """Conditions of which one suffices."""
    all_of: tuple[Condition, ...] = ()
    """Conditions that must all be met."""
    capacities: tuple[str, ...] = ("exporter", "subjects")
    """In which capacity its law must apply for the rule to count: `exporter`, `importer`, `subjects`."""
    overrides: tuple[str, ...] = ()
    """Rules that do not count where this one is true (an exception to them)."""
    note: str = ""
    """What a reader should know, in English."""


class Listed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of a list, with the days on which it stands there."""

    id: str
    """ISO 3166-1 alpha-2, or a party's own code."""
    from_: dt.date = msgspec.field(name="from")
    until: dt.date | None = None
    when: Case | None = None
    """Partial entries (only commercial organisations, only certified recipients): the entry counts where this holds."""
    cite: Cite | None = None
    evidence: Evidence = Evidence.REMEMBERED
    note: str = ""


class NamedList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A dated list that rules refer to."""

    id: str
    title: str
    cite: Cite
    complete_on: dt.date | None = None
    """The day for which the list was last compared with its source."""
    entries: tuple[Listed, ...]


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a test expects of this rulebook alone; what is left out is not looked at."""

    outcome: Outcome
    conditions: tuple[str, ...] | None = None
    asks: tuple[str, ...] | None = None
    true: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    """Rules that do not hold on the day, or not in this capacity."""


class Test(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case that holds the rules to what the law says."""

    __test__ = False

    name: str
    on: dt.date
    facts: dict[str, FactValue]
    expect: Expected


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text the rulebook was made from."""

    title: str
    url: str
    read: dt.date
    kind: Evidence
    language: str = ""


class Organisations(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether a law treats an international organisation as abroad wherever it sits (GDPR article 44 does)."""

    abroad: bool
    cite: Cite
    evidence: Evidence


class Rulebook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One jurisdiction's rules. `hash` is the SHA-256 of its files; a sign-off holds for that hash only."""

    id: str
    """ISO 3166-1 alpha-2 in lower case, `eu`, or an organisation's code."""
    title: str
    authority: str
    """The supervisory authority's name, in its own language."""
    languages: tuple[str, ...]
    law_from: dt.date
    """The first day for which it can decide."""
    known_until: dt.date
    """The last day up to which changes were looked for; later decisions warn, and beyond two years are refused."""
    territories: tuple[str, ...]
    """Places where this law holds (ISO 3166-1 alpha-2); within them there is no transfer."""
    closed: bool
    """Whether a gateway is needed (most laws) or transfers are free unless restricted (a negative list)."""
    extraterritorial: bool
    """Whether it binds others who hold data of people there (the law of the data subjects)."""
    covers: str
    """What the rulebook leaves out, in English: sectoral law, state law …"""
    sources: tuple[Source, ...]
    rules: tuple[Rule, ...]
    lists: tuple[NamedList, ...]
    tests: tuple[Test, ...]
    """Of an amended rulebook, the cases of those who amended it."""
    inherited: tuple[Test, ...] = ()
    """Of an amended rulebook, the cases that came with it: some may be decided otherwise now."""
    amended: tuple[str, ...] = ()
    """Of an amended rulebook, the rules that were added or changed, and the entries of such lists."""
    organisations: Organisations | None = None
    """None: the law does not say, and somebody has to."""
    changes: tuple[str, ...] = ()
    """What is known to change soon, in English, each beginning with an ISO date."""
    hash: str = ""

    @property
    def rests_on(self) -> Counter[Evidence]:
        """Return how many rules rest on each kind of evidence."""
        return Counter(rule.evidence for rule in self.rules)

    @property
    def standing(self) -> Standing:
        """Return whether all, some or none of the rules that forbid or open a way were read in the law itself."""
        deciding = [rule for rule in self.rules if rule.stage not in {Stage.SCOPE, Stage.DUTY}] or list(self.rules)
        read = [rule for rule in deciding if rule.evidence is Evidence.TEXT]
        if len(read) == len(deciding):
            return Standing.READ
        return Standing.PARTLY if read else Standing.REPORTED
