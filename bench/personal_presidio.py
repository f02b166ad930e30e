"""Find personal data in labelled texts: Ayni beside Presidio's pattern recognisers, in one run.

    python bench/personal_presidio.py TEXTS.json PRESIDIO_PYTHON

TEXTS.json is `synth_dataset_v2.json` of microsoft/presidio-research (1,500 English texts); PRESIDIO_PYTHON
is the interpreter of an environment that holds presidio-analyzer 2.2.366. Presidio runs with its
recognisers for the six kinds both find and `NoOpNlpEngine`; its e-mail check uses the public-suffix list
that tldextract ships, nothing is downloaded. URLs and dates are left out: by themselves they are not
personal data, and Ayni does not report them. A prediction is right when it shares at least half of the
union of its characters with a label of the same kind. Presidio is shown at its default threshold (0) and
at the threshold that gives it the highest F1.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from ayni.check.personal import find_spans

KINDS = {
    "EMAIL_ADDRESS": "email",
    "PHONE_NUMBER": "phone",
    "CREDIT_CARD": "payment-card",
    "IBAN_CODE": "iban",
    "IP_ADDRESS": "ip-address",
    "US_SSN": "us.ssn",
}
OVERLAP = 0.5

PEER = """
import json, sys, time, logging
logging.disable(logging.CRITICAL)
import tldextract
tldextract.extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine
from presidio_analyzer.predefined_recognizers import (
    CreditCardRecognizer, EmailRecognizer, IbanRecognizer, IpRecognizer, PhoneRecognizer, UsSsnRecognizer,
)
registry = RecognizerRegistry(supported_languages=["en"])
for recogniser in (
    CreditCardRecognizer, EmailRecognizer, IbanRecognizer, IpRecognizer, PhoneRecognizer, UsSsnRecognizer,
):
    registry.add_recognizer(recogniser())
engine = NoOpNlpEngine(models=[{"lang_code": "en", "model_name": "none"}])
engine.load()
analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=["en"])
texts = json.load(sys.stdin)
analyzer.analyze(text=texts[0], language="en")
began = time.process_time()
found = [
    [(hit.entity_type, hit.start, hit.end, hit.score) for hit in analyzer.analyze(text=text, language="en")]
    for text in texts
]
json.dump({"found": found, "seconds": time.process_time() - began}, sys.stdout)
"""


def score(labels: list[list[tuple[int, int]]], found: list[list[tuple[int, int]]]) -> tuple[int, int, int]:
    """Return true positives, false positives and false negatives over all texts."""
    hits = wrong = missed = 0
    for wanted, got in zip(labels, found, strict=True):
        left = list(wanted)
        for start, end in got:
            match = next((one for one in left if _shared(one, (start, end)) >= OVERLAP), None)
            if match is None:
                wrong += 1
            else:
                hits += 1
                left.remove(match)
        missed += len(left)
    return hits, wrong, missed


def _shared(one: tuple[int, int], other: tuple[int, int]) -> float:
    inside = min(one[1], other[1]) - max(one[0], other[0])
    return inside / (max(one[1], other[1]) - min(one[0], other[0])) if inside > 0 else 0.0


def f1(counts: tuple[int, int, int]) -> float:
    """Return the harmonic mean of precision and recall."""
    hits, wrong, missed = counts
    return 2 * hits / (2 * hits + wrong + missed) if hits else 0.0


def line(who: str, counts: tuple[int, int, int]) -> str:
    """Write one row: precision, recall, F1 and the counts behind them."""
    hits, wrong, missed = counts
    precision = hits / (hits + wrong) if hits + wrong else 0.0
    recall = hits / (hits + missed) if hits + missed else 0.0
    return (
        f"  {who:24} precision {precision:.3f} ({hits}/{hits + wrong})  recall {recall:.3f} ({hits}/{hits + missed})"
        f"  F1 {f1(counts):.3f}"
    )


def main() -> int:
    """Run both and print, for each kind, precision, recall and F1; exit 1 where Ayni's F1 is lower."""
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    documents = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    texts = [document["full_text"] for document in documents]
    find_spans(texts[0])
    began = time.process_time()
    ours = [find_spans(text) for text in texts]
    seconds = time.process_time() - began
    run = subprocess.run([sys.argv[2], "-c", PEER], input=json.dumps(texts), capture_output=True, text=True, check=True)
    peer = json.loads(run.stdout)
    rate, peer_rate = len(texts) / seconds, len(texts) / peer["seconds"]
    print(
        f"{len(texts)} texts; Ayni, all kinds: {rate:,.0f} texts/s; Presidio, six kinds: {peer_rate:,.0f} texts/s (CPU)"
    )
    lower = False
    for theirs, kind in KINDS.items():
        labels = [
            [(s["start_position"], s["end_position"]) for s in document["spans"] if s["entity_type"] == theirs]
            for document in documents
        ]
        mine = score(labels, [[(s.start, s.end) for s in spans if s.kind == kind] for spans in ours])
        results = {}
        thresholds = sorted({0.0, *(hit[3] for hits in peer["found"] for hit in hits if hit[0] == theirs)})
        for threshold in thresholds:
            hits = [[(h[1], h[2]) for h in hits if h[0] == theirs and h[3] >= threshold] for hits in peer["found"]]
            results[threshold] = score(labels, hits)
        best = max(thresholds, key=lambda threshold: f1(results[threshold]))
        print(f"{theirs} ({sum(map(len, labels))} labelled)")
        print(line("Ayni", mine))
        print(line("Presidio, threshold 0", results[0.0]))
        print(line(f"Presidio, threshold {best:g}", results[best]))
        lower = lower or f1(mine) < f1(results[best])
    return int(lower)


if __name__ == "__main__":
    sys.exit(main())
