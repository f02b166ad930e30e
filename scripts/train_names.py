# ruff: noqa: S311, PLR2004, PLR0917, SLF001
"""Train the model of what a person's name looks like: `src/ayni/check/personal/people/names.bin`.

    python scripts/train_names.py UDHR_ZIP [--check]

UDHR_ZIP is the Universal Declaration of Human Rights in many languages as NLTK packs it (public domain). The other
sources are the installed Faker (MIT), Babel's CLDR data (Unicode licence), our column lexicon and our own words in
`train_names_words.txt`. Left out of Faker, out of caution, are locales whose source states an origin that we do not
know enough about: id_ID (popular names of Facebook accounts), en_KE (forebears.io), de_LU (nachnamen.net and a
collection of first names).

Words are split by their hash: one in six is held out from a first training, which gives the figures in the model's
header and on standard output. The model that ships is then trained in the same way on all words. The same versions of
the sources on the same machine give the same bytes; `--check` says whether the shipped file is what this run makes.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import math
import pkgutil
import random
import re
import sys
import zipfile
from pathlib import Path

import babel
import faker
import numba
import numpy as np
from babel import Locale

from ayni.check.personal.people import names

ROOT = Path(__file__).parents[1]
WORDS = Path(__file__).with_name("train_names_words.txt")
LEXICON = ROOT / "src/ayni/check/personal/people/lexicon.txt"
BUCKETS = 196_608
HELD_OUT = 6
WELL_KNOWN = 6.0
FALSE_ALARMS = 0.03
LEAST = math.log(names.NAME_THRESHOLD / (1 - names.NAME_THRESHOLD))
EPOCHS = 12
LEFT_OUT = {"id_ID", "en_KE", "de_LU"}


def held_out(word: str) -> bool:
    """Tell whether a folded word is kept from training."""
    return hashlib.sha256(word.encode()).digest()[0] % HELD_OUT == 0


def listed(value: object) -> list[str]:
    """Flatten one of Faker's lists: strings, weighted dictionaries, tuples of spellings."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [item for key in value for item in listed(key)]
    if isinstance(value, list | tuple | set):
        return [item for entry in value for item in listed(entry)]
    return []


def faker_lists(provider: str, pattern: str) -> dict[str, list[str]]:
    """Collect the lists whose attribute names match, for each locale of one of Faker's providers."""
    package = importlib.import_module(f"faker.providers.{provider}")
    found: dict[str, list[str]] = {}
    for module in pkgutil.iter_modules(package.__path__):
        if module.name in LEFT_OUT:
            continue
        source = getattr(importlib.import_module(f"faker.providers.{provider}.{module.name}"), "Provider", object)
        for attribute in sorted(vars(source)):
            if re.search(pattern, attribute) and not re.search(r"format|kana|pair|pattern|prefix|suffix", attribute):
                found.setdefault(module.name, []).extend(listed(getattr(source, attribute)))
    return found


def our_words() -> tuple[dict[str, list[str]], list[str]]:
    """Read the lists written by us: names by locale, and things."""
    people: dict[str, list[str]] = {}
    things: list[str] = []
    head = ""
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            head = line[1:-1]
        elif line and line[0] != "#":
            items = line.split(", ")
            if head[0] == "+":
                people[head[2:]] = items
            else:
                things.extend(items)
    return people, things


def cldr_words() -> list[str]:
    """Names of places, languages, months, days, currencies and cities in CLDR's languages of our scripts."""
    found: set[str] = set()
    tags = "en fr es pt de it nl sv pl tr vi id ms sw ha yo zu so om af ro cs hu fi uz az ar fa ur ru uk bg sr kk ky mk"
    for tag in (tags + " be hi mr ne am ti zh zh_Hant ca hr sk lv et rw ig wo").split():
        locale = Locale.parse(tag)
        for table in (locale.territories, locale.languages, locale.scripts, locale.currencies):
            found.update(str(value) for value in table.values())
        for table in (locale.months["format"]["wide"], locale.days["format"]["wide"]):
            found.update(str(value) for value in table.values())
        found.update(str(zone["city"]) for zone in locale.time_zones.values() if "city" in zone)
    return sorted(found)


def udhr_sentences(path: Path) -> list[str]:
    """Read the sentences of the declaration, in file order."""
    with zipfile.ZipFile(path) as archive:
        texts = [
            archive.read(name).decode("utf-8", "replace") for name in sorted(archive.namelist()) if name[-1] != "/"
        ]
    return [line.strip() for text in texts for line in re.split(r"[\n.;:،؛।።፤,()]+", text) if line.strip()]


def chunks(sentences: list[str], rng: random.Random) -> list[str]:
    """Cut sentences into runs of one to four words, or two to four Chinese characters, as cells might hold them."""
    cells: list[str] = []
    for sentence in sentences:
        words = sentence.split()
        if len(words) == 1 and names.script_of(sentence) == "han":
            size = rng.choice((2, 2, 3, 3, 4))
            cells.extend(sentence[at : at + size] for at in range(0, len(sentence) - size, size))
            continue
        at = 0
        while at < len(words):
            size = rng.choice((1, 2, 2, 3, 4))
            run = " ".join(words[at : at + size])
            cells.append(run.title() if rng.random() < 0.5 else run)
            at += size
    rng.shuffle(cells)
    return cells


def people_cells(lists: dict[str, tuple[list[str], list[str]]], rng: random.Random, total: int) -> list[str]:
    """Compose cells from given and family names of one locale, in the orders and writings people use."""
    cells = []
    for locale in sorted(lists):
        given, family = lists[locale]
        for _ in range(min(total, 40 * (len(given) + len(family)))):
            g, f = rng.choice(given), rng.choice(family)
            if names.script_of(f) == "han":
                cells.append(f + (g if rng.random() < 0.8 else g[0] + rng.choice(given)[-1])[:2])
                continue
            shape = rng.random()
            cell = (
                f"{g} {f}" if shape < 0.45
                else f"{f} {g}" if shape < 0.55
                else f"{g} {rng.choice(given)} {f}" if shape < 0.7
                else f"{f}, {g}" if shape < 0.74
                else f"{g} {f} {rng.choice(family)}" if shape < 0.8
                else g if shape < 0.92
                else f
            )  # fmt: skip
            writing = rng.random()
            cells.append(cell.upper() if writing < 0.15 else cell.lower() if writing < 0.25 else cell)
    rng.shuffle(cells)
    return cells


def parts(cells: list[str]) -> dict[str, list[tuple[str, list[str]]]]:
    """Sort cells by script, with their words; cells that cannot be names fall out."""
    found: dict[str, list[tuple[str, list[str]]]] = {script: [] for script in names.SCRIPTS}
    for cell in cells:
        cut = names.name_words(cell)
        if cut is not None:
            found[cut[0]].append((cell, cut[1]))
    return found


@numba.njit
def descend(starts, places, labels, costs, scripts, order, weights, bias, squares, rate, shrink):  # noqa: ANN001, ANN201
    """One pass of stochastic gradient descent with AdaGrad (Duchi, Hazan, Singer 2011) over the words."""
    for i in order:
        low, high = starts[i], starts[i + 1]
        z = bias[scripts[i]]
        for j in range(low, high):
            z += weights[places[j]]
        p = 1.0 / (1.0 + math.exp(-z)) if z > -30.0 else 0.0
        g = costs[i] * (p - labels[i])
        bias[scripts[i]] -= 0.02 * g
        for j in range(low, high):
            k = places[j]
            step = g + shrink * weights[k]
            squares[k] += step * step
            weights[k] -= rate * step / math.sqrt(squares[k] + 1.0)


def train_words(  # noqa: ANN201
    positive: dict[str, dict[str, int]],
    negative: dict[str, dict[str, int]],
    known: set[str],
    hide: bool,  # noqa: FBT001
):
    """Fit the table of n-gram weights; both labels weigh the same within a script."""
    rng = random.Random(7)
    starts, places, labels, costs, scripts = [0], [], [], [], []
    for number, script in enumerate(names.SCRIPTS):
        for label, table in ((1.0, positive[script]), (0.0, negative[script])):
            kept = [(word, seen) for word, seen in sorted(table.items()) if not (hide and held_out(word))]
            mass = sum(1 + math.log(seen) for _, seen in kept)
            for word, seen in kept:
                places.extend(names.grams(word, script, BUCKETS))
                starts.append(len(places))
                labels.append(label)
                cost = (1 + math.log(seen)) * len(kept) / mass * (1.0 if label else len(positive[script]) / len(kept))
                costs.append(cost * (WELL_KNOWN if word in known and not label else 1.0))
                scripts.append(number)
    weights, squares, bias = np.zeros(BUCKETS), np.zeros(BUCKETS), np.zeros(len(names.SCRIPTS))
    order = list(range(len(labels)))
    for epoch in range(EPOCHS):
        rng.shuffle(order)
        descend(
            np.array(starts), np.array(places), np.array(labels), np.array(costs), np.array(scripts),
            np.array(order), weights, bias, squares, 0.3 / (1 + 0.3 * epoch), 1e-4,
        )  # fmt: skip
    scale = float(np.quantile(np.abs(weights), 0.9998)) / 127
    return np.clip(np.rint(weights / scale), -127, 127).astype(np.int8), round(scale, 9), bias.round(6).tolist()


def fit_cells(rows: np.ndarray, labels: np.ndarray) -> list[float]:
    """Fit the second regression by Newton's method with a little ridge; both labels weigh the same."""
    beta = np.zeros(rows.shape[1])
    cost = np.where(labels > 0, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(rows @ beta, -30, 30)))
        gradient = rows.T @ (cost * (labels - p)) - 1.0 * beta
        curve = (rows * (cost * p * (1 - p))[:, None]).T @ rows + 1.0 * np.eye(rows.shape[1])
        beta += np.linalg.solve(curve, gradient)
    return [round(float(value), 5) for value in beta]


def wilson(hits: int, n: int) -> tuple[float, float, float]:
    """Share with its 95 % interval (Wilson 1927)."""
    if n == 0:
        return 0.0, 0.0, 1.0
    z, p = 1.959964, hits / n
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return round(p, 4), round((middle - half) / (1 + z * z / n), 4), round((middle + half) / (1 + z * z / n), 4)


def count(table: dict[str, list[tuple[str, list[str]]]]) -> dict[str, dict[str, int]]:
    """How often each word stands in the cells of each script."""
    found: dict[str, dict[str, int]] = {script: {} for script in names.SCRIPTS}
    for script, cells in table.items():
        for _, words in cells:
            for word in words:
                found[script][word] = found[script].get(word, 0) + 1
    return found


def people_lists() -> dict[str, tuple[list[str], list[str]]]:
    """Given and family names by locale, from Faker and from our own lists."""
    given = faker_lists("person", r"^(first|middle).*names?|^(male|female)_names?$")
    family = faker_lists("person", r"^last.*names?")
    lists = {locale: (given[locale], family[locale]) for locale in given if family.get(locale)}
    ours, _ = our_words()
    lists |= {f"ours_{locale}": (items, items) for locale, items in ours.items()}
    keep: dict[str, tuple[list[str], list[str]]] = {}
    for locale, (g, f) in lists.items():
        if locale not in {"ja_JP", "ko_KR"}:
            g2, f2 = ([x for x in sorted(set(items)) if names.script_of(x)] for items in (g, f))
            if g2 and f2:
                keep[locale] = (g2, f2)
    return keep


def other_cells(udhr: Path, rng: random.Random) -> tuple[list[str], list[str]]:
    """Cells that are no names: listed things, and running text."""
    listed_cells: list[str] = []
    for provider, pattern in (
        ("address", r"cit(y|ies)|countr|provinc|district|state|region|county|municip|street_(name|title)|department"),
        ("company", r"catch|compan|noun|adjective|verb|bs|elements"),
        ("job", r"job"),
        ("lorem", r"word"),
        ("color", r"color"),
    ):
        for items in faker_lists(provider, pattern).values():
            listed_cells.extend(items)
    listed_cells += cldr_words() + our_words()[1] * 3
    for line in LEXICON.read_text(encoding="utf-8").splitlines():
        if ": " in line and line[0] != "#":
            listed_cells += [word.strip("=*") for word in line.partition(": ")[2].split(", ")]
    listed_cells = sorted(set(listed_cells)) + our_words()[1] * 2
    return listed_cells, chunks(udhr_sentences(udhr), rng)


def make(udhr: Path) -> bytes:
    """Train, measure on what was held out, and return the model file."""
    rng = random.Random(20261123)
    lists = people_lists()
    people = people_cells(lists, rng, 12_000)
    things, text = other_cells(udhr, rng)
    good, bad = parts(people), parts(things + text)
    for script in names.SCRIPTS:
        rng.shuffle(bad[script])
    known = {word for cells in parts(our_words()[1] + cldr_words()).values() for _, words in cells for word in words}
    known -= {word for cells in good.values() for _, words in cells for word in words}
    quantised, scale, bias = train_words(count(good), count(bad), known, hide=True)
    header: dict[str, object] = {
        "version": 1,
        "scale": scale,
        "bias": dict(zip(names.SCRIPTS, bias, strict=True)),
        "cells": {script: [0.0] * 7 for script in names.SCRIPTS},
        "sources": {
            f"Faker {faker.VERSION}": "MIT",
            f"CLDR in Babel {babel.__version__}": "Unicode-3.0",
            "Universal Declaration of Human Rights (UDHR in Unicode, NLTK)": "public domain",
            "words written by the Ayni project": "Apache-2.0",
        },
        "left_out": sorted(LEFT_OUT),
        "locales": sorted(lists),
    }
    install(header, quantised)
    cells: dict[str, list[float]] = {}
    figures: dict[str, dict[str, object]] = {}
    for script in names.SCRIPTS:
        learn, test = split_cells(good[script], bad[script])
        rows = np.array([names.cell_features(cell, script, words) for _, cell, words in learn])
        labels = np.array([label for label, _, _ in learn], dtype=float)
        beta = np.array(fit_cells(rows, labels))
        # The same score means the same trust in every script: few cells of unseen words that are no names reach it.
        unseen = np.array([all(held_out(word) for word in words) for _, _, words in learn]) & (labels == 0)
        beta[0] += LEAST - float(np.quantile(rows[unseen] @ beta, 1 - FALSE_ALARMS))
        cells[script] = [round(float(value), 5) for value in beta]
        figures[script] = measure(test, script, np.array(cells[script]))
    quantised, header["scale"], bias = train_words(count(good), count(bad), known, hide=False)
    header["bias"] = dict(zip(names.SCRIPTS, bias, strict=True))
    header["cells"] = cells
    header["held_out"] = {"threshold": names.NAME_THRESHOLD, "wilson_95": True, **figures}
    return encode(header, quantised)


Cell = tuple[int, str, list[str]]


def split_cells(good: list[tuple[str, list[str]]], bad: list[tuple[str, list[str]]]) -> tuple[list[Cell], list[Cell]]:
    """Cells to fit the second regression on, and cells to measure with: only of held-out words no fit has seen."""
    learn: dict[tuple[int, str], Cell] = {}
    test: dict[tuple[int, str], Cell] = {}
    for label, table, size in ((1, good, 8_000), (0, bad, 16_000)):
        known = 0
        for cell, words in table:
            secret = [held_out(word) for word in words]
            if all(secret):
                odd = [hashlib.sha256(word.encode()).digest()[1] % 2 for word in words]
                if all(odd):
                    test[label, cell] = (label, cell, words)
                elif not any(odd):
                    learn[label, cell] = (label, cell, words)
            elif not any(secret) and known < size:
                known += 1
                learn[label, cell] = (label, cell, words)
    return list(learn.values()), list(test.values())


def measure(test: list[Cell], script: str, beta: np.ndarray) -> dict[str, object]:
    """Recall on names and false alarms on other cells, all of words never seen."""
    hits, n = [0, 0], [0, 0]
    for label, cell, words in test:
        n[label] += 1
        hits[label] += float(beta @ np.array(names.cell_features(cell, script, words))) >= LEAST
    return {"recall": wilson(hits[1], n[1]), "names": n[1], "false_alarms": wilson(hits[0], n[0]), "others": n[0]}


def encode(header: dict[str, object], weights: np.ndarray) -> bytes:
    """Write magic, header and weights as one file."""
    return names.MAGIC + json.dumps(header, sort_keys=True, separators=(",", ":")).encode() + b"\n" + weights.tobytes()


def install(header: dict[str, object], weights: np.ndarray) -> None:
    """Let `names` use a model that is still being made."""
    state = names._Model(
        header, memoryview(weights.tobytes()).cast("b"), BUCKETS, header["scale"], header["bias"], header["cells"]
    )
    names.word_logit.cache_clear()
    names.score_name.cache_clear()
    names.model = lambda: state


def main() -> int:
    """Make the model, or say whether the shipped one is the same."""
    parser = argparse.ArgumentParser()
    parser.add_argument("udhr", type=Path)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    data = make(arguments.udhr)
    header = json.loads(data[len(names.MAGIC) : data.index(b"\n", len(names.MAGIC))])
    print(json.dumps(header["held_out"], indent=1))
    print(len(data), hashlib.sha256(data).hexdigest())
    if arguments.check:
        return 0 if names.MODEL_FILE.read_bytes() == data else 1
    names.MODEL_FILE.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
