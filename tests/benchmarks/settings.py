"""The portal's own settings, with the alternatives that it is measured against beside it."""

from mla_portal.settings import *  # noqa: F403
from mla_portal.settings import INSTALLED_APPS as PORTAL_APPS

INSTALLED_APPS = [*PORTAL_APPS, "tests.benchmarks.peers"]
ROOT_URLCONF = "tests.benchmarks.urls"
