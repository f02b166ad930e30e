"""An outcome as one HTML file to keep beside the safe file: printable, without script and without a request.

It looks as the report of a check does and says what a terminal is told, with the digests by which the files are known.
Names from the data are escaped and isolated in `<bdi>`.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from ayni.check.render.markup import cell_row, data_table, escape, figure, name, said
from ayni.check.render.wording import Words, grouped
from ayni.check.report import Severity
from ayni.protect.render.sentences import cost_sentences, done_sentences, figures, headline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ayni.messages import Catalogue
    from ayni.protect.outcome import Outcome
    from ayni.protect.render.sentences import Remark

__all__ = ["to_html"]

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def to_html(outcome: Outcome, catalogue: Catalogue, *, k: int | None = None, remarks: Sequence[Remark] = ()) -> str:
    """Return the whole page. `k` is the goal's, for the wording."""
    words = Words(catalogue)
    title = words("outcome.title", name=outcome.name)
    plain = escape(title.replace("\u2068", "").replace("\u2069", ""))
    style = (files("ayni.check.render") / "style.css").read_text("utf-8").strip()
    direction = "rtl" if words.right_to_left else "ltr"
    first, *others = headline(outcome, catalogue)
    lead = [*others, *(words(f"remark.{one.code}", **one.facts) for one in remarks)]
    return "".join(
        (
            f'<!doctype html>\n<html lang="{escape(words.language)}" dir="{direction}"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            '<meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">',
            f"<title>{plain}</title><style>{style}</style></head><body>",
            f'<a class="skip" href="#record">{escape(words("label.skip"))}</a>',
            f'<header class="wrap"><h1>{said(title)}</h1><p class="soft">',
            f"{said(words('label.made', day=outcome.created[:10], version=outcome.ayni))}</p>",
            f'<p class="verdict clear">{said(first)}</p>{"".join(f"<p>{said(text)}</p>" for text in lead)}</header>',
            '<main id="record" class="wrap" tabindex="-1">',
            _section("before-after", words, _figures(outcome, words, catalogue, k)),
            _section("done", words, _listed(done_sentences(outcome, catalogue))),
            _section("cost", words, _listed(cost_sentences(outcome, catalogue))),
            _section("next-after", words, _following(outcome, words)),
            _section("files", words, _files(outcome, words)),
            "</main></body></html>\n",
        )
    )


def _section(part: str, words: Words, inner: str) -> str:
    heading = escape(words(f"heading.{part}"))
    return f'<section aria-labelledby="{part}"><h2 id="{part}">{heading}</h2>{inner}</section>'


def _listed(sentences: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{said(sentence)}</li>' for sentence in sentences)}</ul>"


def _figures(outcome: Outcome, words: Words, catalogue: Catalogue, k: int | None) -> str:
    rows = [
        cell_row(said(what), [escape(before), escape(after)], numeric=True)
        for what, before, after in figures(outcome, catalogue, k)
    ]
    heads = [words("label.figure"), words("label.before"), words("label.after")]
    return data_table(words("heading.before-after"), heads, rows, numeric_from=1, quiet=True)


def _following(outcome: Outcome, words: Words) -> str:
    sentences = [words("next.look", name=outcome.name)]
    rest = [group for group in grouped(outcome.report_after.findings) if group.severity is not Severity.NOTE]
    if not rest:
        return _listed(sentences)
    return f"{_listed(sentences)}<p>{said(words('next.rest'))}</p>{_listed(words.message(one.first) for one in rest)}"


def _files(outcome: Outcome, words: Words) -> str:
    """Return the digests by which the files of this run are known for ever."""
    digests = (
        ("label.source", outcome.report_before.name, outcome.source_sha256),
        ("label.result", outcome.name, outcome.result_sha256),
        ("label.plan", "", outcome.plan_sha256),
    )
    rows = [
        cell_row(said(words(label)), [name(called), f"<code>{figure(digest)}</code>"])
        for label, called, digest in digests
    ]
    heads = [words("label.part"), words("label.name"), "SHA-256"]
    return data_table(words("heading.files"), heads, rows, quiet=True)
