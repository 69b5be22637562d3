"""Settings of the portal. Everything that differs between machines is an environment variable; the README
lists them all.
"""

import os
from contextlib import suppress
from pathlib import Path

import bootstrap
import environ
from csp.constants import NONE, SELF

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()

# Under `./dev run` the demonstration's sign-ins exist and a fixed key is good enough; elsewhere a key must be given.
DEMO = env.bool("MLA_DEMO", default=False)
DEBUG = env.bool("MLA_DEBUG", default=False)
VAR = Path(env.str("MLA_VAR", default=str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key from MLA_SECRET_KEY, else one made once for this machine and kept, readable by its owner alone,
    under var/.
    """
    if given := env.str("MLA_SECRET_KEY", default=""):
        return given
    kept = VAR / "secret-key"
    if not kept.exists():
        from django.core.management.utils import get_random_secret_key

        fresh = VAR / f"secret-key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(get_random_secret_key())
        with suppress(FileExistsError):  # the first of two starting processes wins, both read the same key
            kept.hardlink_to(fresh)
        fresh.unlink()
    return kept.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("MLA_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("MLA_ORIGINS", default=[])
SECURE = env.bool("MLA_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("MLA_PROXY", default=False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "mla_portal.accounts",
    "drafts",
    "consultations",
    "mla_portal.audit",
    "mla_portal.searching",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "simple_history",
    "rules",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mla_portal.middleware.PrivatePages",
]
ROOT_URLCONF = "mla_portal.urls"
WSGI_APPLICATION = "mla_portal.wsgi.application"
ASGI_APPLICATION = "mla_portal.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mla_portal.navigation.navigation",
            ],
        },
    }
]

# --- the record -------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'portal.sqlite3'}")}
DATABASE = DATABASES["default"]
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    # Measured: without WAL and IMMEDIATE two thirds of concurrent saves fail as "locked". FULL, because an acknowledged
    # save must survive a power cut. With IMMEDIATE, ATOMIC_REQUESTS would take the write lock for every page: never set
    # it.
    DATABASE["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA mmap_size=134217728;"
            "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-20000;"
        ),
    }
else:
    DATABASE["CONN_MAX_AGE"] = env.int("MLA_CONN_MAX_AGE", default=60)
    DATABASE["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

# Rate limits of the sign-in live in the cache, so the cache must be one for all processes.
CACHES = {"default": env.cache_url("MLA_CACHE_URL", default="dbcache://portal_cache")}

# --- files ------------------------------------------------------------------------------------------------------
EXPORT_LEASE = env.int("MLA_EXPORT_LEASE", default=600)  # seconds without a word after which a worker is taken for dead
MEDIA_ROOT = Path(env.str("MLA_MEDIA_ROOT", default=str(VAR / "media")))  # never served by URL: views hand files out
DOCUMENT_BYTES = env.int("MLA_DOCUMENT_BYTES", default=50 * 1024 * 1024)  # the longest file of a conference document
NOTE_BYTES = env.int("MLA_NOTE_BYTES", default=10 * 1024 * 1024)  # the longest Note verbale that is taken
SECTIONS_ROOT = VAR / "sections"  # parts of documents that were set before; losing them costs time and nothing else
SET_AHEAD = env.bool("MLA_SET_AHEAD", default=True)  # whether the worker sets a text as soon as it has been saved
VERIFY_BYTES = 60 * 1024 * 1024  # the longest file whose checksum is worked out for everybody; none of it is stored
FONT_ROOT = Path(env.str("MLA_FONT_DIR", default=str(VAR / "fonts")))
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# The wheel is a folder of files and no app: `{% static "bootstrap/css/bootstrap.min.css" %}`.
STATICFILES_DIRS = [ROOT / "static", ("bootstrap", Path(next(iter(bootstrap.__path__))))]
(FONT_ROOT / "web").mkdir(parents=True, exist_ok=True)  # filled by `python -m mla_portal.fonts`, perhaps after this
STATICFILES_DIRS.append(("fonts", FONT_ROOT / "web"))
STATICFILES_STORAGE_BACKEND = env.str("MLA_STATICFILES", default="mla_portal.storage.StaticStorage")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATICFILES_STORAGE_BACKEND},
}

# --- people -----------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "mla_portal.accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by invitation to that address
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("MLA_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
SESSION_COOKIE_AGE = env.int("MLA_SESSION_SECONDS", default=12 * 3600)
PASSWORD_HASHERS = [
    env.str("MLA_PASSWORD_HASHER", default="django.contrib.auth.hashers.ScryptPasswordHasher"),
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if not DEMO:  # the demonstration's one-word password is refused everywhere else
    AUTH_PASSWORD_VALIDATORS = [
        {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
        {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
        {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    ]

EMAIL_CONFIG = env.email_url("MLA_EMAIL_URL", default=f"filemail:///{VAR / 'outbox'}")
vars().update(EMAIL_CONFIG)
if EMAIL_CONFIG["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
    EMAIL_BACKEND = "mla_portal.mail.Backend"  # tells a letter that was not taken from one that may have been
EMAIL_TIMEOUT = 30  # seconds of silence; without it a worker would wait for ever
DEFAULT_FROM_EMAIL = env.str("MLA_FROM_EMAIL", default="portal@localhost")
# Letters are written outside a request: their links need the portal's own address.
BASE_URL = env.str("MLA_BASE_URL", default=(CSRF_TRUSTED_ORIGINS or ["http://localhost:8000"])[0]).rstrip("/")
DIGEST_HOUR = env.int("MLA_DIGEST_HOUR", default=7)  # of TIME_ZONE; whoever wants one letter a day has it then
INVITATION_DAYS = env.int("MLA_INVITATION_DAYS", default=14)  # how long the link of an invitation is good
LAST_DAYS = env.list("MLA_LAST_DAYS", cast=int, default=[7, 1])  # how many days before a window closes

# --- background work: one task code, the engine is a setting ----------------------------------------------------------
TASKS = {
    "default": {
        "BACKEND": env.str("MLA_TASKS_BACKEND", default="django_tasks_db.DatabaseBackend"),
        "QUEUES": ["default", "render", "letters"],
    }
}

# --- pages ------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("MLA_TIME_ZONE", default="UTC")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the page of disputed wording sends a field for each passage of a text
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # the longest article of the corpus is 60 kB; a pasted treaty is 300 kB
# In a signed cookie: the session's storage would write a row, in a commit of its own, for every “Saved as version 4”.
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"
PORTAL_NAME = env.str("MLA_PORTAL_NAME", default="Crimes Cooperation Convention")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("MLA_LOG_LEVEL", default="WARNING")},
}
