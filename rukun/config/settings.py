"""Django's settings, read from the installation's folder. Refuses to load for an unfinished installation."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from rukun.config.installation import cache_url, load

PACKAGE = Path(__file__).resolve().parent.parent
INSTALLATION = load()

DEBUG = False
SECRET_KEY = INSTALLATION.key("django.key")
ALLOWED_HOSTS = [*INSTALLATION.hosts, "127.0.0.1", "localhost", "[::1]"]
INSTALLED_APPS = [
    "rukun.demo",
    "rukun.home",
    "rukun.api",
    "rukun.incident",
    "rukun.alarm",
    "rukun.report",
    "rukun.commitment",
    "rukun.roster",
    "rukun.evidence",
    "rukun.notify",
    "rukun.training",
    "rukun.people",
    "rukun.almanac",
    "rukun.territory",
    "rukun.journal",
    "rukun.ui",
    "rukun.clock",
    "rukun.config",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "rukun.notify.middleware.machines",
    "rukun.report.middleware.nameless",
    "csp.middleware.CSPMiddleware",
    "rukun.ui.middleware.permissions_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rukun.people.middleware.actor",
    "rukun.territory.middleware.territory",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "rukun.ui.middleware.refusals",
]
ROOT_URLCONF = "rukun.config.urls"
WSGI_APPLICATION = "rukun.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "rukun.ui.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "rukun.ui.templatetags.ui",
                "rukun.ui.templatetags.units",
                "rukun.territory.templatetags.maps",
            ],
        },
    }
]
FORM_RENDERER = "rukun.ui.forms.Renderer"

# Data. WAL is set once, when the database is made: two processes racing that pragma lock each other out.
DATABASES = {"default": dj_database_url.parse(INSTALLATION.database_url(), conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is erased is overwritten: a retention that leaves words in free pages is none.
        "init_command": "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = INSTALLATION.files
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# What is counted for an hour or a day, in memory alone: see report/limits.py. One process keeps it for itself, several
# take one Redis, of which nothing waits: whatever it does not answer in half a second is not limited.
CACHE_URL = cache_url()
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
}
TRUSTED_PROXIES = INSTALLATION.proxies

# People
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["rukun.people.signin.backend.PhoneAndPassword"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:today"
# allauth does the ceremonies (people/signin says how they become ours). Its limits live in a cache and would be
# forgotten with it: ours are in the database (people/signin/locks.py).
ACCOUNT_ADAPTER = "rukun.people.signin.adapter.Account"
ACCOUNT_FORMS = {
    "login": "rukun.people.forms.signin.PasswordForm",
    "request_login_code": "rukun.people.forms.signin.AskForCodeForm",
    "confirm_login_code": "rukun.people.forms.signin.CodeForm",
    "reauthenticate": "rukun.people.forms.signin.PasswordAgainForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"phone"}
ACCOUNT_SIGNUP_FIELDS = ["phone*", "password1"]  # nobody signs up; allauth reads from it what a sign-in takes
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_RATE_LIMITS = False
ACCOUNT_SESSION_REMEMBER = True
MFA_RATE_LIMITS = False
MFA_ADAPTER = "rukun.people.signin.adapter.SecondFactor"
MFA_FORMS = {
    "authenticate": "rukun.people.forms.signin.AppCodeForm",
    "reauthenticate": "rukun.people.forms.signin.AppCodeAgainForm",
    "activate_totp": "rukun.people.forms.signin.ActivateAppForm",
    "add_webauthn": "rukun.people.forms.signin.AddPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = INSTALLATION.name
MFA_TOTP_TOLERANCE = 1  # steps of half a minute: clocks of old phones are off
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_NAME = "sesi"
SESSION_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SOURCE_URL = INSTALLATION.source

# Words
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = INSTALLATION.time_zone

# Static files carry a hash in their name and are kept for ever by browsers; none comes from another host.
STATIC_URL = "/static/"
STATIC_ROOT = INSTALLATION.static
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Security. Behind HTTPS a proxy (Caddy, nginx) speaks to us and says so in X-Forwarded-Proto.
HTTPS = INSTALLATION.https and not INSTALLATION.demo
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = False  # the proxy's work: a health check on the machine itself has no TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "rukun.ui.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
FILE_UPLOAD_HANDLERS = ["rukun.ui.uploads.Bounded"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000  # a class or a reminder names many people, one field each

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"rukun": {"()": "rukun.config.logs.Formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "rukun"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django_tasks_db": {"level": "ERROR"},  # a worker that is asked to stop is no news
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # every scanner of the net calls by a wrong name
        # Addresses of pages that were not found or refused can name people: the status code is enough.
        "django.request": {"level": "ERROR"},
    },
}
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # SECURE_SSL_REDIRECT: the proxy redirects
    "security.W005",  # HSTS for subdomains: not ours to decide for a neighbourhood's domain
    "security.W021",  # HSTS preload: likewise
    # Without HTTPS, config.W003 says what that costs, in the words of those who run the site.
    *([] if HTTPS else ["security.W004", "security.W012", "security.W016"]),
]
