"""What the web server calls: `ayni.node.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

__all__ = ["application"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.node.settings")

application = get_wsgi_application()
