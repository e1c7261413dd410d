"""Django settings. Everything an operator may change comes from the environment (`environment.py`)."""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from fanal import __version__, vault
from fanal.site import databases
from fanal.site import environment as env
from fanal.site.mail import mailer

MODE = env.read("FANAL_MODE")
if MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured("FANAL_MODE must be production, demo or test.")
DEBUG = False  # never: the exception page shows local variables (DNH-40)
PRODUCTION = MODE == "production"
DATA = env.data_folder()
KEYFILE = env.keyfile_path()
CORPUS = env.corpus_folder()
LANGUAGES_FOLDER = CORPUS / "languages"
MADE_UP_LAWS = [Path(__file__).parent / "demo" / "duties"] if MODE == "demo" else []
"""Folders with duties to train that oblige nobody: of countries that are no countries."""


def _secret_key() -> str:
    """Django signs nothing of worth with this: sessions and forms are sealed by the vault. It must be secret all the
    same, so it grows from the signing seed of the key file, which stays as it is when pins and peppers change."""
    try:
        seed = vault.KeyFile.parse(KEYFILE.read_text()).signing
    except FileNotFoundError:
        return secrets.token_hex()  # before set-up; nothing serves without a key file
    except (OSError, UnicodeDecodeError, vault.CannotOpen):
        raise ImproperlyConfigured("The key file cannot be read. See who owns it, or restore it.") from None
    return seed.derive("django").reveal().hex()


SECRET_KEY = _secret_key()

ALLOWED_HOSTS = [host.strip() for host in env.read("FANAL_HOSTS").split(",") if host.strip()]
if not PRODUCTION:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]", "testserver"]
LEARNING_HOST = env.read("FANAL_LEARNING_HOST")
if LEARNING_HOST and LEARNING_HOST not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(LEARNING_HOST)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "fanal.web",  # before allauth and forms: its templates replace theirs
    "fanal.site",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks_db",
    "fanal.journal",
    "fanal.network",
    "fanal.access",
    "fanal.clocks",
    "fanal.passing",
    "fanal.contacts",
    "fanal.concerns",
    "fanal.justice",
    "fanal.learning",
    "fanal.cases",
    "fanal.tourism",
    "fanal.research",
    "fanal.progress",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "fanal.web.middleware.Privacy",
    "fanal.learning.hosts.Apart",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "fanal.web.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "fanal.access.middleware.WhoActs",
    "fanal.site.desk.ended.settle",
]
ROOT_URLCONF = "fanal.site.urls"
WSGI_APPLICATION = "fanal.site.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "fanal.web.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "fanal.web.templatetags.parts"],
        },
    }
]


try:
    DATABASES = {"default": databases.configured(env.read("FANAL_DATABASE_URL"), DATA)}
except ValueError as why:
    raise ImproperlyConfigured(f"FANAL_DATABASE_URL {why}") from None
if DATABASES["default"]["ENGINE"] == databases.SQLITE:
    DATABASES["sessions"] = databases.sqlite(str(env.sessions_path()))
if MODE == "test":
    # Tables are made as they are now; installations of tests migrate theirs, and one test holds both equal. Files, not
    # memory: threads, processes and `kill -9` must be able to meet in one database.
    for _name, _database_ in DATABASES.items():
        _is_file = "sqlite" in str(_database_["ENGINE"])
        _file = {"NAME": str(DATA / f"test-{_name}.sqlite3")} if _is_file else {}
        _database_["TEST"] = {"MIGRATE": False, **_file}
DATABASE_ROUTERS = ["fanal.network.sessions.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "fanal.network.cache.Cache",
        "LOCATION": "web_cache",
        "KEY_FUNCTION": "fanal.network.cache.cache_key",
        # Room enough that nobody can push the counters of the sign-in throttle out by filling it.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "network.Person"
AUTHENTICATION_BACKENDS = ["fanal.network.signin.VaultBackend"]
PASSWORD_HASHERS = ["fanal.network.signin.VaultHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "fanal.network.signin.VaultPasswordRules"}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/day/"
ACCOUNT_ADAPTER = "fanal.network.signin.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/desk/signed-out/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGIN_TIMEOUT = 600  # between password and second step
ACCOUNT_FORMS = {
    "login": "fanal.site.desk.signin.LoginForm",
    "reauthenticate": "fanal.site.desk.signin.ReauthenticateForm",
}
# Passwords: `network.pace`. `login_failed` counts wrong codes, of whoever has just given a password. Nothing is counted
# by address: colleagues share one, and behind an onion address everybody does.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/300s/key", "reauthenticate": "10/m/user"}
if not env.read("FANAL_PROXIES").isdecimal():
    raise ImproperlyConfigured("FANAL_PROXIES must be a whole number: 0, or how many proxies of yours stand in front.")
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.read("FANAL_PROXIES"))
MFA_ADAPTER = "fanal.network.signin.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "fanal.site.desk.signin.AuthenticateForm",
    "reauthenticate": "fanal.site.desk.signin.ReauthenticateCodeForm",
    "authenticate_webauthn": "fanal.site.desk.signin.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": "fanal.site.desk.signin.ReauthenticatePasskeyForm",
    "activate_totp": "fanal.site.desk.signin.ActivateTOTPForm",
    "add_webauthn": "fanal.site.desk.signin.AddPasskeyForm",
    "edit_webauthn": "fanal.site.desk.signin.EditPasskeyForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Fanal"
MFA_PASSKEY_LOGIN_ENABLED = False  # a passkey cannot open keys yet: docs/vault.md, "Not in this stage"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

SESSION_ENGINE = "fanal.network.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # never in a cookie
SESSION_COOKIE_NAME = "__Host-desk" if PRODUCTION else "desk"
KEPT_COOKIE_NAME = "__Host-kept" if PRODUCTION else "kept"  # what was typed when a session had ended
SESSION_COOKIE_SECURE = PRODUCTION
KNOWN_COOKIE_NAME = "__Secure-desk-known" if PRODUCTION else "desk-known"  # opens nothing (`network.pace`)
FOUNDER_COOKIE_NAME = "__Secure-founder" if PRODUCTION else "founder"  # which of two began in this browser
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "fanal.site.desk.ended.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024  # the law of a country as one pastes it; pages of reporters take far less
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS: list[str] = ["fanal.web.uploads.Refuse"]  # no media, ever (DNH-01)

LANGUAGE_CODE = "en"
# Every language that a page can speak, by its own name. Of those below the first line somebody brings the catalogue.
LANGUAGES = [
    ("en", "English"), ("fr", "Français"), ("es", "Español"), ("ar", "العربية"), ("km", "ខ្មែរ"),
    ("de", "Deutsch"), ("hi", "हिन्दी"), ("id", "Bahasa Indonesia"), ("it", "Italiano"), ("pt", "Português"),
    ("ro", "Română"), ("sw", "Kiswahili"), ("th", "ไทย"), ("tr", "Türkçe"), ("uk", "Українська"), ("vi", "Tiếng Việt"),
]  # fmt: skip
# Languages whose texts a named native practitioner reviewed before they shipped (DNH-52). What is offered here is asked
# of `access.languages.offered`: these, and what was reviewed here.
LANGUAGES_REVIEWED = ["en", "fr", "es"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
# Of each version its own: those of the next one are made while this one serves.
STATIC_ROOT = None if MODE == "test" else DATA / "static" / __version__
WHITENOISE_USE_FINDERS = MODE == "test"  # tests read files where they are written, without `collectstatic`
WHITENOISE_AUTOREFRESH = MODE == "test"  # and look for one when it is asked for, not for all with each test client
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

TASKS = {"default": {"BACKEND": "fanal.clocks.backend.Queue", "QUEUES": ["default"]}}
MAILERS = {"default": mailer(env.read("FANAL_MAIL_URL"), folder=DATA / "mail", memory=MODE == "test")}
DEFAULT_FROM_EMAIL = env.read("FANAL_MAIL_FROM")
NOTICE_HOOK = env.read("FANAL_NOTICE_HOOK")
DEFAULT_EXCEPTION_REPORTER = "fanal.web.errors.SilentReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "fanal.web.errors.SilentFilter"
LOGGING_CONFIG = "fanal.web.errors.configure_logging"
LOGGING: dict[str, object] = {"level": "WARNING"}  # empty, Django would not call the line above
SILENCED_SYSTEM_CHECKS: list[str] = []
