"""The page's section on who could be recognised: sentences first, figures for experts folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ayni.check.render import svg
from ayni.check.render.markup import cell_row, data_table, escape, figure, name, said

if TYPE_CHECKING:
    from ayni.check.render.wording import Words
    from ayni.check.report import Count, Disclosure, Report, Table

__all__ = ["risk_section"]

_PALETTE = 8


def risk_section(report: Report, words: Words) -> str:
    """Return the section with one part for each table."""
    parts = "".join(_table(table, words, f"r{number}") for number, table in enumerate(report.tables))
    heading = escape(words("heading.recognised"))
    return f'<section aria-labelledby="recognised"><h2 id="recognised">{heading}</h2>{parts}</section>'


def _table(table: Table, words: Words, key: str) -> str:
    told = "".join(f"<li>{said(sentence)}</li>" for sentence in words.recognised(table))
    parts = [f"<h3>{name(table.name)}</h3>", f'<ul class="risk">{told}</ul>']
    if table.disclosure is not None and table.about_people:
        parts += [
            _alike(table.disclosure, words, key),
            _contributions(table.disclosure, words),
            _experts(table.disclosure, words),
        ]
    return "".join(parts)


def _alike(risk: Disclosure, words: Words, key: str) -> str:
    """Draw how many people look alike as a strip, with its numbers as a table."""
    if not risk.class_sizes:
        return ""
    counts: list[Count] = [one.count for one in risk.class_sizes]
    chart = svg.strip(counts, key=key, title=words("chart.strip"), description=words("chart.strip-text"))
    rows = [_size(risk, place, words) for place in range(len(risk.class_sizes))]
    heads = [words("label.group"), words("label.people"), words("label.share")]
    table = data_table(words("heading.alike"), heads, rows, numeric_from=1, quiet=True)
    return f"<h4>{escape(words('heading.alike'))}</h4>{chart}{table}"


def _size(risk: Disclosure, place: int, words: Words) -> str:
    """Return the row of one bar: groups from `low` up to, but not including, `high`; the last bar is open."""
    one = risk.class_sizes[place]
    low = int(one.low)
    if place == len(risk.class_sizes) - 1:
        told = words("label.at-least", low=low)
    elif (most := int(one.high) - 1) <= 1:
        told = words("label.one-person")
    elif most == low:
        told = words("label.exactly", low=low)
    else:
        told = words("label.range", low=low, high=most)
    square = f'<rect class="part{place % _PALETTE}" width="8" height="8"/>'
    key = f'<svg class="key" viewBox="0 0 8 8" aria-hidden="true">{square}</svg>'
    share = words.share(one.count / risk.rows) if isinstance(one.count, int) and risk.rows else ""
    return cell_row(key + said(told), [escape(words.number(one.count)), escape(share)], numeric=True)


def _contributions(risk: Disclosure, words: Words) -> str:
    if risk.suda is None or not risk.suda.columns:
        return ""
    ordered = sorted(risk.suda.columns, key=lambda one: -one.contribution)
    rows = [
        f'<tr><th scope="row">{name(one.column)}</th><td>{svg.bar(one.contribution)}</td>'
        f'<td class="n">{figure(words.share(one.contribution))}</td></tr>'
        for one in ordered
    ]
    heads = [words("label.column"), words("label.bar"), words("label.contribution")]
    caption = words("heading.contribution")
    reach = words("risk.suda-complete" if risk.suda.complete else "risk.suda-partial", size=risk.suda.max_size)
    table = data_table(caption, heads, rows, numeric_from=2, quiet=True)
    return f"<h4>{escape(caption)}</h4><p>{escape(words('risk.contribution'))} {said(reach)}</p>{table}"


def _experts(risk: Disclosure, words: Words) -> str:
    rows = [cell_row(said(label), [said(value)], numeric=True) for label, value in _figures(risk, words)]
    heads = [words("label.measure"), words("label.value")]
    table = data_table(words("heading.experts"), heads, rows, numeric_from=1, quiet=True)
    return f'<details class="experts"><summary>{escape(words("heading.experts"))}</summary>{table}</details>'


def _figures(risk: Disclosure, words: Words) -> list[tuple[str, str]]:
    likely = risk.population_uniques_interval
    interval = words(
        "expert.interval",
        value=words.number(risk.population_uniques),
        low=words.number(likely.low),
        high=words.number(likely.high),
    )
    figures = [
        (words("expert.k"), words.number(risk.k_min)),
        (words("expert.classes"), words.number(risk.classes)),
        (words("expert.uniques"), words.number(risk.sample_uniques)),
        *((words("expert.below", size=int(size)), words.number(count)) for size, count in risk.below_k.items()),
        (words("expert.prosecutor-max"), words.number(risk.prosecutor_max)),
        (words("expert.prosecutor-mean"), words.number(risk.prosecutor_mean)),
        (words("expert.journalist-max"), words.number(risk.journalist_max)),
        (words("expert.marketer"), words.number(risk.marketer)),
        (words("expert.individual-max"), words.number(risk.individual_max)),
        (words("expert.individual-above"), words.number(risk.rows_individual_above)),
        (words("expert.global"), words.number(risk.global_risk)),
        (words("expert.expected"), words.number(risk.expected_reidentified)),
        (words("expert.weights"), words.apart(risk.weights) if risk.weights else words("label.none")),
        (words("expert.population", method=likely.method), interval),
    ]
    for hidden in risk.diversity:
        figures += [
            (words("expert.l", column=hidden.column), words.number(hidden.l_min)),
            (words("expert.entropy", column=hidden.column), words.number(hidden.entropy_l_min)),
            (words("expert.l1", column=hidden.column), words.number(hidden.rows_l1)),
            (words("expert.t", column=hidden.column), words.number(hidden.t_max)),
        ]
    if risk.suda is not None:
        figures += [
            (words("expert.suda-rows"), words.number(risk.suda.rows)),
            (words("expert.suda-uniques"), words.number(risk.suda.uniques)),
            *(
                (words("expert.suda-size", size=size), words.number(count))
                for size, count in enumerate(risk.suda.by_size, start=1)
            ),
            (words("expert.suda-score"), words.number(risk.suda.score_max)),
            (words("expert.suda-dis"), words.number(risk.suda.dis_max)),
        ]
    if risk.household is not None:
        figures += [
            (words("expert.household-count"), words.number(risk.household.households)),
            (words("expert.household-mean"), words.number(risk.household.risk_mean)),
            (words("expert.household-max"), words.number(risk.household.risk_max)),
        ]
    return figures
