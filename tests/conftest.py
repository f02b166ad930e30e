"""Shared test code is imported from the repository's root: `from tests.check.measure_laws import …`."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).parents[1])
if ROOT not in sys.path:  # importlib mode puts no folder of tests on the path
    sys.path.insert(0, ROOT)
