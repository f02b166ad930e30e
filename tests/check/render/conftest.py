"""The words, for the renderers' tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ayni.check.texts import catalogue

if TYPE_CHECKING:
    from ayni.messages import Catalogue


@pytest.fixture
def english() -> Catalogue:
    return catalogue("en")


@pytest.fixture
def arabic(monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """The English words in a right-to-left catalogue: direction is tested apart from translation."""
    from ayni.messages import Catalogue

    words = catalogue("en")
    turned = Catalogue("en", words._texts)  # noqa: SLF001
    monkeypatch.setattr(turned, "language", "ar")
    monkeypatch.setattr(turned, "right_to_left", True)
    return turned
