"""Django's settings for a node, as its documentation advises for deployment (docs.djangoproject.com, 5.2).

Everything a person may decide stands in the folder's `ayni.toml`; nothing is decided by the environment but where the
folder is (`AYNI_FOLDER`) and what `ayni up` was told of the host (`AYNI_HOST`). No admin pages, no debug pages, no
request to another host.
"""

from __future__ import annotations

import os

from ayni.limits import NodeLimits
from ayni.node.folder import default_folder, open_folder

FOLDER = open_folder(default_folder())
LIMITS = NodeLimits()

SECRET_KEY = FOLDER.secret()
DEBUG = False
_HOST = os.environ.get("AYNI_HOST", FOLDER.settings.host)
"""`ayni up --host` goes before the file."""
_EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - no browser calls a node by these
ALLOWED_HOSTS = sorted({"127.0.0.1", "localhost", "[::1]", _HOST, *FOLDER.settings.names} - _EVERYWHERE)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "ayni.node.apps.NodeConfig",
]
MIDDLEWARE = [
    "ayni.node.middleware.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "ayni.node.middleware.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ayni.node.middleware.rates.RatesMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ayni.node.middleware.language.PersonLanguageMiddleware",
    "ayni.node.middleware.errors.ErrorsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "ayni.node.urls"
WSGI_APPLICATION = "ayni.node.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.csrf",
                "ayni.node.context.page",
            ],
            "builtins": ["ayni.node.templatetags.words"],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": FOLDER.database,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=wal; PRAGMA synchronous=full; PRAGMA foreign_keys=on; "
                "PRAGMA secure_delete=on; PRAGMA temp_store=memory; PRAGMA journal_size_limit=16777216;"
            ),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "node.Person"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("handle", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "ayni-session"
SESSION_COOKIE_AGE = LIMITS.session_seconds
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = FOLDER.settings.https
CSRF_COOKIE_NAME = "ayni-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = FOLDER.settings.https
CSRF_FAILURE_VIEW = "ayni.node.pages.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "ayni-language"
LANGUAGE_COOKIE_SAMESITE = "Lax"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if FOLDER.settings.https else None
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = LIMITS.form_bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = LIMITS.form_fields
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["ayni.node.receiving.RefuseFiles"]
FILE_UPLOAD_PERMISSIONS = 0o600

STATIC_URL = "/static/"
STATIC_ROOT = FOLDER.static
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

USE_I18N = False
"""Our words come from `ayni.messages`, in the language of `request.language`."""
USE_TZ = True
TIME_ZONE = "UTC"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Refusals are answered on the page; a log of them would hold what strangers typed.
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "ayni": {"level": "INFO"},
    },
}
