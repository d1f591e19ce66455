"""The door for gunicorn and for `flask --app wsgi`."""

from config import Settings
from procure.app import create_app

app = create_app(Settings.from_environment())
