"""The one settings file. Every value that differs between machines comes from the
environment (or the file ENV_FILE, `.env` beside manage.py by default); `.env.example` explains each variable.
Defaults are those of production: development loosens them, never the reverse."""

import re
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))


def required(name: str, why: str) -> str:
    """The variable's value; a sentence saying what to do when it is missing."""
    if value := env.str(name, default=""):
        return value
    raise ImproperlyConfigured(f"{name} is not set: {why} `.env.example` explains every variable.")


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = required("SECRET_KEY", "it signs sessions and must be long, random and private.")
ALLOWED_HOSTS = [
    host.strip() for host in required("ALLOWED_HOSTS", "name the hosts this site answers to.").split(",")
]

# Addresses in feeds, the sitemap and metadata come from here, never from the Host header,
# which a visitor can choose.
SITE_URL = (env.str("SITE_URL", default="") or f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
SECURITY_CONTACT = (
    env.str("SECURITY_CONTACT", default="") or "https://www.dhs.gov/vulnerability-disclosure-program"
)

# Where readers sign up for e-mail; lists of releases link to it.
EMAIL_ALERTS_URL = env.str("EMAIL_ALERTS_URL", default="")
if EMAIL_ALERTS_URL and not EMAIL_ALERTS_URL.startswith("https://"):
    raise ImproperlyConfigured("EMAIL_ALERTS_URL does not begin with https://. Leave it empty for no link.")

# Who reads corrections of the directory; each page of an office begins an e-mail to it.
DIRECTORY_CONTACT = env.str("DIRECTORY_CONTACT", default="")
if DIRECTORY_CONTACT and not re.fullmatch(r"[^\s@,?&]+@[^\s@,?&]+\.[^\s@,?&]+", DIRECTORY_CONTACT):
    raise ImproperlyConfigured("DIRECTORY_CONTACT is not one e-mail address. Leave it empty for no link.")

INSTALLED_APPS = [
    "cbpsite.admin.SiteAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_prose_editor",
    "phonenumber_field",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "staff",
    "cbpsite",
    "newsroom",
    "offices",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cbpsite.middleware.CompressText",
    "cbpsite.middleware.AnswerConditions",
    "cbpsite.middleware.refuse_senseless_requests",
    "cbpsite.middleware.cache_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "staff.middleware.second_factor_for_staff",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "cbpsite.urls"
WSGI_APPLICATION = "cbpsite.wsgi.application"

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
                "cbpsite.context.site",
            ]
        },
    }
]

# Data ---------------------------------------------------------------------------------------

VAR_DIR = Path(env.str("VAR_DIR", default="") or BASE_DIR / "var")

if DATABASE_URL := env.str("DATABASE_URL", default=""):
    DATABASES = {"default": env.db_url_config(DATABASE_URL)}
else:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR_DIR / "db.sqlite3"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        # FULL, not NORMAL: an acknowledged save must survive a power cut (docs/adr/0003). A mapped
        # file answers the search a third sooner (docs/measurements.md).
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=1073741824;",
        "timeout": 10,
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 2)
DATABASES["default"]["CONN_MAX_AGE"] = 600  # seconds

# Counts of failed sign-ins, and nothing else. In the database, so that all servers count together
# and a restart forgets nothing (docs/adr/0016).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "staff_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Uploads are never served from this folder: newsroom.views.image asks first whether the
# release is public.
MEDIA_ROOT = VAR_DIR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # bytes; a long release pasted from Word

# Language and time ------------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en-us", "English")]
USE_I18N = True
FORMAT_MODULE_PATH = ["cbpsite.formats"]
TIME_ZONE = "America/New_York"  # releases are shown in Eastern time; offices in their own
USE_TZ = True

PHONENUMBER_DEFAULT_REGION = "US"
PHONENUMBER_DB_FORMAT = "E164"
PHONENUMBER_DEFAULT_FORMAT = "INTERNATIONAL"

# Static files -------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"allow_overwrite": True},  # names are ours; renditions may be made anew
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # served at /: what the 500 page needs, under lasting names

# Security ---------------------------------------------------------------------------------------

HTTPS_ONLY = env.bool("HTTPS_ONLY", default=True)
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS_ONLY
SECURE_HSTS_PRELOAD = HTTPS_ONLY
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes speak plain HTTP to the machine
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = HTTPS_ONLY
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: one working day; closing the browser ends it too
CSRF_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "cbpsite.views.forbidden"
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # The nonce is sent only when a page asks for it: the rich-text editor in the admin does.
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")
}

# Sign-in of staff (docs/adr/0016) -----------------------------------------------------------------

STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=HTTPS_ONLY)
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # seconds: a one-time link survives a weekend
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # nothing is sent, nor written to a log

# Limits count by the address of the visitor: the last but so many of X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

ACCOUNT_ADAPTER = "staff.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]  # no sign-up; checked with the line above
ACCOUNT_EMAIL_VERIFICATION = "none"  # administrators enter addresses, nobody else
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60  # seconds

MFA_ADAPTER = "staff.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "staff.forms.AddPasskey",
    "edit_webauthn": "staff.forms.RenamePasskey",
    "login_webauthn": "staff.forms.SignInWithPasskey",
    "authenticate_webauthn": "staff.forms.SecondStepWithPasskey",
    "reauthenticate_webauthn": "staff.forms.ConfirmWithPasskey",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone is two factors: the device, and a finger or PIN
MFA_ALLOW_UNVERIFIED_EMAIL = True  # guards public sign-up, which there is none of
MFA_TOTP_ISSUER = "CBP newsroom"

# OpenID Connect, with PKCE; the secret is empty where the provider wants none (login.gov).
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="").rstrip("/")
if OIDC_SERVER_URL and HTTPS_ONLY and not OIDC_SERVER_URL.startswith("https://"):
    raise ImproperlyConfigured("OIDC_SERVER_URL does not begin with https://. Leave it empty for none.")
SOCIALACCOUNT_ADAPTER = "staff.adapters.OpenIDAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
if OIDC_SERVER_URL:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": "staff",
            "name": env.str("OIDC_NAME", default="") or "single sign-on",
            "client_id": required("OIDC_CLIENT_ID", "the provider named by OIDC_SERVER_URL gives it."),
            "secret": env.str("OIDC_CLIENT_SECRET", default=""),
            "settings": {"server_url": OIDC_SERVER_URL, "oauth_pkce_enabled": True},
        }
    )

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"no_tokens": {"()": "cbpsite.logs.WithoutTokens"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_tokens"]}
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"level": "INFO"},  # without handlers of its own, which would know no filter
        "django.server": {"handlers": ["console"], "propagate": False},
    },
}
