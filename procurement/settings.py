"""Settings, in one file. The environment is read at the top, strictly: a value that makes no sense stops the start."""

import contextlib
import importlib.util
import os
import re
import secrets
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def env_bool(name: str) -> bool:
    """True, or False where nothing is said; anything else in the environment is an error, not a guess."""
    value = env(name)
    if value not in ("", "True", "False"):
        raise ImproperlyConfigured(f"{name} is {value!r}; write True, False or nothing")
    return value == "True"


def env_list(name: str, default: list[str]) -> list[str]:
    return [part.strip() for part in env(name).split(",") if part.strip()] or default


def env_secret(name: str) -> str:
    """The value, or what the file named in NAME_FILE holds."""
    if path := env(f"{name}_FILE"):
        return Path(path).read_text().strip()
    return env(name)


def generated_secret(path: Path) -> str:
    """A secret of this installation's own, made at the first start and kept in a file only its owner reads."""
    if not path.exists():
        # Linked into place whole: web and worker may start at the same moment.
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


def package_dir(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ImproperlyConfigured(f"The package {name} is not installed; run `make install`")
    return Path(spec.origin).parent


# The environment

DEBUG = env_bool("DEBUG")
# Reached by https through a proxy that sets X-Forwarded-Proto: then cookies and addresses are for https alone.
HTTPS = env_bool("HTTPS")
# Static files were gathered by collectstatic and get names that carry their digest.
COLLECTED_STATIC = env_bool("COLLECTED_STATIC")
VAR_DIR = Path(env("VAR_DIR", str(BASE_DIR / "var")))
DATABASE_URL = env("DATABASE_URL")
SECRET_KEY = env_secret("SECRET_KEY")
# What the identities of this installation's procurements begin with in open data: a prefix of its own, registered with
# the Open Contracting Partnership (docs/decisions/ocds.md).
OCDS_PREFIX = env("OCDS_PREFIX")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", [] if HTTPS else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", [])

# Without a database of its own to go to, the program keeps everything it needs in one folder.
EMBEDDED = not DATABASE_URL
if EMBEDDED:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASE_URL = f"sqlite:///{VAR_DIR / 'kravbyggaren.sqlite3'}"
if not SECRET_KEY:
    if not (EMBEDDED or DEBUG):
        raise ImproperlyConfigured("Set SECRET_KEY or SECRET_KEY_FILE: web and worker must share one secret")
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    SECRET_KEY = generated_secret(VAR_DIR / "secret_key")
if OCDS_PREFIX and not re.fullmatch("ocds-[a-z0-9]{6}", OCDS_PREFIX):
    raise ImproperlyConfigured(f"OCDS_PREFIX is {OCDS_PREFIX!r}; write one such as ocds-a1b2c3, or nothing")
if HTTPS and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the name that users write, for example krav.kommun.example")

# The application

ROOT_URLCONF = "procurement.urls"
WSGI_APPLICATION = "procurement.wsgi.application"
INSTALLED_APPS = [
    "procurement",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Before staticfiles: in development too, whitenoise serves the files, as it does in operation.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "js_lib_bootstrap5",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "procurement.middleware.headers",
    "procurement.middleware.size",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "procurement.middleware.Doorkeeper",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "procurement.middleware.visitor",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# A step with the most modules that a brief holds has more fields than the framework expects of a form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# The database

DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A transaction takes the write lock at its start and waits for it. Taken later, SQLite gives up at once.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # A file, as in operation: in memory, threads share one cache and wait for no lock.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Work outside the request

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Who comes in

AUTH_USER_MODEL = "procurement.User"
LOGIN_URL = reverse_lazy("login")
LOGIN_REDIRECT_URL = reverse_lazy("procurements")
LOGOUT_REDIRECT_URL = reverse_lazy("login")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Language and time

LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True

# Static files: ours, and the fonts straight from their packages

STATIC_URL = "/static/"
# Only where files are collected: whitenoise warns about a folder that is not there.
STATIC_ROOT = VAR_DIR / "static" if COLLECTED_STATIC else None
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("fonts", package_dir("font_source_sans_pro") / "files"),
    ("fonts", package_dir("font_source_serif_pro") / "files"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not COLLECTED_STATIC
WHITENOISE_AUTOREFRESH = DEBUG

# What the browser is told; procurement.middleware.headers adds the rest

SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "procurement.views.kept.refused"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    # The machine's own health check asks over plain http.
    SECURE_REDIRECT_EXEMPT = [r"^halsa/$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

# Logs: to standard error, where the machine gathers them. Secret addresses are taken out in procurement.log.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "procurement": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
