"""Every `__all__` is what can be imported, sorted, and every module of the program has a docstring."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import ayni

MODULES = sorted(
    found.name
    for found in pkgutil.walk_packages(ayni.__path__, "ayni.")
    if found.name != "ayni.__main__" and ".migrations" not in found.name
)


def _start_node_for(module: str) -> None:
    if module.startswith("ayni.node."):
        importlib.import_module("tests.node.started")


@pytest.mark.parametrize("name", MODULES)
def test_all_holds_what_can_be_imported(name: str) -> None:
    _start_node_for(name)
    module = importlib.import_module(name)
    exported = getattr(module, "__all__", [])
    assert [item for item in exported if not hasattr(module, item)] == []
    assert len(exported) == len(set(exported))


@pytest.mark.parametrize("name", MODULES)
def test_module_says_what_it_is(name: str) -> None:
    _start_node_for(name)
    assert (importlib.import_module(name).__doc__ or "").strip() != ""


def test_modules_are_found() -> None:
    assert "ayni.messages" in MODULES
    assert "ayni.cli.main" in MODULES
