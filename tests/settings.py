"""The site's own settings on a known environment, with nothing that would slow tests down."""

import os
import tempfile

os.environ |= {
    "ENV_FILE": os.devnull,
    "SECRET_KEY": "tests-only",
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "SITE_URL": "https://www.example.gov",
    "DEBUG": "off",
    "HTTPS_ONLY": "off",
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL", ""),
    "VAR_DIR": tempfile.mkdtemp(prefix="cbpsite-tests-"),
}

from cbpsite.settings import *  # noqa: F403
from cbpsite.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
