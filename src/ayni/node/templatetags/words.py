"""Words in templates: every sentence comes from the one catalogue, escaped, its facts isolated.

    {% say "page.start.title" %}                       between tags: facts stand in <bdi>
    {% say "page.people.changed" name=person.name %}
    <a aria-label="{% tell "page.home" %}">            in attributes and <title>: no markup
    {{ name|isolated }}                                a name or number of its own

The language is that of `words` in the context (`ayni.node.context`), else English.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape as escape_attribute
from django.utils.safestring import SafeString, mark_safe

from ayni.check.render.markup import name as name_markup
from ayni.check.render.markup import said
from ayni.node.pages.local import day_words, size_words
from ayni.node.pages.notice import take_notice
from ayni.node.words import words_of

if TYPE_CHECKING:
    import datetime as dt

    from django.template.context import Context

    from ayni.check.render.wording import Words
    from ayni.node.models import Person

register = template.Library()

__all__ = ["called", "day", "isolated", "notice", "number", "percent", "register", "say", "size", "tell"]


def _words(context: Context) -> Words:
    words = context.get("words")
    return words_of(words.language if words else "en")


@register.simple_tag(takes_context=True)
def say(context: Context, code: str, **facts: object) -> SafeString:
    """Say a sentence between tags; what is put in is escaped and isolated in `<bdi>`."""
    words = _words(context)
    # `said` escapes the whole sentence before it puts its own tags in.
    return mark_safe(said(words(code, **facts))) if facts else _fixed(words.language, code)  # noqa: S308


@functools.cache
def _fixed(language: str, code: str) -> SafeString:
    """Return a sentence without facts; there are as many as the catalogue has."""
    return mark_safe(said(words_of(language)(code)))  # noqa: S308 - `said` escapes


@register.simple_tag(takes_context=True)
def tell(context: Context, code: str, **facts: object) -> str:
    """Say a sentence where markup cannot stand: in attributes, titles and fields. Django escapes it where it is put."""
    return _plain(_words(context)(code, **facts))


@register.simple_tag(takes_context=True)
def number(context: Context, value: int | float | str | None) -> SafeString:  # noqa: PYI041 - as it comes
    """Write a count or measurement as the language does."""
    return _apart(_words(context).number(value))


@register.simple_tag(takes_context=True)
def percent(context: Context, share: float | None) -> SafeString:
    """Write a share from 0 to 1 as a percentage."""
    return _apart(_words(context).share(share))


@register.simple_tag(takes_context=True)
def size(context: Context, count: int) -> SafeString:
    """Write a number of bytes so that a person can picture it."""
    return _apart(size_words(count, _words(context)))


@register.simple_tag(takes_context=True)
def day(context: Context, when: dt.datetime) -> SafeString:
    """Write a moment as day and time of this place, in a `<time>` that machines can read."""
    written = day_words(when, _words(context))
    return mark_safe(  # noqa: S308 - both parts are our own
        f'<time datetime="{when.isoformat(timespec="seconds")}">{escape_attribute(written)}</time>'
    )


@register.filter
def isolated(text: object) -> SafeString:
    """Write a name from outside, cleaned, escaped and kept apart from the direction of the text around it."""
    return mark_safe(name_markup(str(text)))  # noqa: S308 - `name_markup` escapes


@register.filter
def called(person: Person) -> str:
    """Return what a person is called: their name, else their user name."""
    return person.name or person.handle


@register.simple_tag(takes_context=True)
def notice(context: Context) -> str:
    """Return the one sentence that the last page left for this one."""
    request = context.get("request")
    return take_notice(request) if request is not None else ""


@register.filter(name="said")
def ready(text: str) -> SafeString:
    """Write a sentence that `Words` made already."""
    return mark_safe(said(text))  # noqa: S308 - `said` escapes


def _apart(text: str) -> SafeString:
    return mark_safe(f"<bdi>{escape_attribute(_plain(text))}</bdi>")  # noqa: S308 - escaped


def _plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")
