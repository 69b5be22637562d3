"""The WSGI application: `gunicorn mla_portal.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mla_portal.settings")
application = get_wsgi_application()
