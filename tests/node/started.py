"""A node in a temporary folder: its settings and static files are real, its database is one for tests.

Importing this module makes the folder and starts Django, once in a process: models can be imported only after this.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django

from ayni.node.folder import make_folder

__all__ = ["FOLDER"]

FOLDER = Path(tempfile.mkdtemp(prefix="ayni-test-node-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
make_folder(FOLDER)
os.environ["AYNI_FOLDER"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "ayni.node.settings"
django.setup()
