"""Presidio's pattern recognisers (no language model) over the text columns of a sample, cell by cell."""

from __future__ import annotations

import csv
import itertools
import json
import random
import sys
import time

import tldextract
from presidio_analyzer.nlp_engine import NoOpNlpEngine
from presidio_analyzer.predefined_recognizers import (
    CreditCardRecognizer,
    EmailRecognizer,
    IbanRecognizer,
    InAadhaarRecognizer,
    IpRecognizer,
    PhoneRecognizer,
    UsSsnRecognizer,
)

RECOGNISERS = (
    CreditCardRecognizer,
    EmailRecognizer,
    IbanRecognizer,
    InAadhaarRecognizer,
    IpRecognizer,
    PhoneRecognizer,
    UsSsnRecognizer,
)


def main() -> None:
    """Print rows, columns and seconds for a seeded sample of `ROWS` rows."""
    path, rows = sys.argv[1], int(sys.argv[2])
    with open(path, encoding="utf-8", newline="") as file:  # noqa: PTH123 -- runs in a peer's environment
        table = list(itertools.islice(csv.DictReader(file), rows * 10))
    sample = random.Random(1).sample(table, min(rows, len(table)))
    columns = [name for name in table[0] if not all(_is_number(row[name]) for row in table[:100])]
    # Without this the e-mail recogniser asks the network for the list of public suffixes.
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())
    recognisers = [make() for make in RECOGNISERS]
    engine = NoOpNlpEngine(models=[{"lang_code": "en", "model_name": "none"}])
    engine.load()
    nothing = engine.process_text("", "en")
    started, cpu = time.perf_counter(), time.process_time()
    found = 0
    for row in sample:
        for name in columns:
            for recogniser in recognisers:
                found += len(recogniser.analyze(row[name], recogniser.supported_entities, nothing) or ())
    print(
        json.dumps(
            {
                "rows": len(sample),
                "columns": len(columns),
                "seconds": time.perf_counter() - started,
                "cpu": time.process_time() - cpu,
                "found": found,
            }
        )
    )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


main()
