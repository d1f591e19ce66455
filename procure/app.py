"""Putting together: settings, extensions, rooms. Nothing else."""

from datetime import timedelta

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from config import Settings
from procure import cli
from procure.accounts import visitors
from procure.accounts.passwords import Passwords
from procure.db.driver import how_to_connect
from procure.db.secrets import use_key
from procure.rooms import BLUEPRINTS, HOOKS, NAVIGATION
from procure.web import access, bodies, compression, errors, headers, locale, logs, templating, work
from procure.web.engine import Engine
from procure.web.extensions import csrf, db, migrate
from procure.web.stack import roomy
from procure.wiring import SUBSCRIPTIONS

LARGEST_BODY = 2 * 1024 * 1024
MOST_FIELDS = 2000


def driver_url(url: str) -> str:
    """Return the URL for SQLAlchemy with psycopg."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


class Tenong(Flask):
    """The application, with its own template engine."""

    jinja_environment = Engine


def create_app(settings: Settings) -> Flask:
    """Build the application for these settings."""
    app = Tenong("procure", template_folder="../templates", static_folder="static")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=driver_url(settings.database_url),
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_size": 4,
            "max_overflow": 2,
            "pool_recycle": 1800,
            "pool_pre_ping": False,
            "hide_parameters": True,
            # The line used last has most statements prepared; the others are for busy moments.
            "pool_use_lifo": True,
            "connect_args": how_to_connect("tenong-web"),
        },
        OWNER_DATABASE_URL=driver_url(settings.owner_database_url),
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=MOST_FIELDS,
        WTF_CSRF_TIME_LIMIT=None,
        SESSION_COOKIE_NAME="__Host-tenong" if settings.secure_cookies else "tenong",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,  # no sign-in outlives the hours since it began
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        BABEL_DEFAULT_LOCALE="id",
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )
    app.extensions["settings"] = settings
    app.extensions["passwords"] = Passwords(settings.argon2_memory_kib, settings.argon2_passes)
    use_key(settings.identity_key)
    logs.configure(settings.log_level)
    db.init_app(app)
    migrate.init_app(app, db, directory="migrations")
    locale.speak(app)
    logs.observe(app)
    app.before_request(work.begin(SUBSCRIPTIONS))
    visitors.watch(app)
    bodies.measure(app)
    csrf.init_app(app)
    access.lock(app)
    errors.handle(app)
    compression.compress(app)
    headers.protect(app, https=settings.secure_cookies)
    templating.furnish(app, NAVIGATION)
    for hook in HOOKS:
        hook(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    work.guard_deeds(app)
    cli.register(app)
    _wrap(app, settings)
    return app


def _wrap(app: Flask, settings: Settings) -> None:
    """Put what serves static files, knows the proxy and gives room around the application."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=app.static_folder,
        prefix="static/",
        immutable_file_test=lambda path, url: "/dist/" in url and "manifest" not in url,
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    app.wsgi_app = roomy(app.wsgi_app)  # type: ignore[method-assign, assignment]
