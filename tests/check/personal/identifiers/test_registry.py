import importlib
import pkgutil
import random

import pytest
import stdnum

from ayni.check.personal.identifiers import REGISTRY, Strength, chance, quick, registry, standard
from ayni.check.personal.identifiers.chances import CHANCES


def _country_modules() -> set[str]:
    """Every module of python-stdnum that stands in a country's package and can validate."""
    found = set()
    for package in pkgutil.iter_modules(stdnum.__path__):
        if not package.ispkg or package.name == "iso7064":
            continue
        inner = importlib.import_module(f"stdnum.{package.name}")
        found |= {f"{package.name}.{module.name}" for module in pkgutil.iter_modules(inner.__path__)}
    return found


def test_registry_covers_every_module_of_stdnum() -> None:
    used = {rule.module for rule in registry.RULES.values() if rule.module}
    assert _country_modules() - used - set(standard.LEFT_OUT) == set()
    assert set(standard.LEFT_OUT) - _country_modules() == set()
    assert set(standard.LEFT_OUT) & used == set()


def test_registry_kinds_are_unique_and_sourced() -> None:
    kinds = [identifier.kind for identifier in REGISTRY]
    assert (
        len(kinds)
        == len(set(kinds))
        == len(standard.PERSONAL + standard.RIVALS)
        + len([rule for rule in registry.RULES.values() if rule not in standard.PERSONAL + standard.RIVALS])
    )
    assert all(identifier.source and identifier.name for identifier in REGISTRY)
    assert all(identifier.kind.startswith(identifier.country.lower() + ".") for identifier in REGISTRY)


def test_registry_covers_the_countries_that_stdnum_lacks() -> None:
    wanted = set(
        "NG ET TZ UG RW CI CM CD AO ZM ZW MG ML BF NE BJ TG SD BD LK NP MM KH LA PH IR IQ JO LB SA AE BO PA HN NI HT JM"
        " EG MA DZ TN SN MZ KW QA BH OM KE GH GT SV UY KZ".split()
    )
    people = {identifier.country for identifier in REGISTRY if identifier.about_people}
    assert wanted - people == set()
    assert len(people) >= 120


def test_registry_remembered_rules_are_never_checksums() -> None:
    assert [i.kind for i in REGISTRY if i.source == "remembered" and i.strength is Strength.CHECKSUM] == []


def test_registry_checksums_let_little_through() -> None:
    people = [i for i in REGISTRY if i.about_people and i.strength is Strength.CHECKSUM]
    assert {i.kind: i.chance for i in people if i.chance > 0.13} == {}


def test_registry_weak_layouts_need_context() -> None:
    """What every digit string of its length passes is only reported where a name says so."""
    speak = {rule.kind for rule in registry.RULES.values() if any(x.startswith("!") for x in rule.layouts)}
    loose = [
        i.kind for i in REGISTRY if i.about_people and i.chance > 0.3 and not i.needs_context and i.kind not in speak
    ]
    assert loose == []


@pytest.mark.parametrize("kind", sorted(registry.RULES))
def test_chance_is_what_a_new_sample_measures(kind: str) -> None:
    passed, drawn = chance.measure(kind, seed=2, draws=800, hits=800)
    expected = CHANCES[kind]
    spread = 5 * (expected * (1 - expected) / drawn) ** 0.5 + 3 / drawn
    assert abs(passed / drawn - expected) <= spread + 0.15 * expected


@pytest.mark.parametrize("kind", [*quick.SUMS, *sorted(quick.LUHN | quick.VERHOEFF | quick.MOD_11_10)])
def test_quick_sums_turn_nothing_away_that_stdnum_accepts(kind: str) -> None:
    rng = random.Random(kind)
    rule = registry.RULES[kind]
    check = importlib.import_module(f"stdnum.{rule.module}").is_valid
    layout = next(x.lstrip("!") for x in rule.layouts if set(x) == {"9"})
    drawn = ("".join(rng.choice("0123456789") for _ in layout) for _ in range(2_000))
    accepted = [number for number in drawn if check(number)]
    assert [number for number in accepted if not quick.may_pass(kind, number)] == []
