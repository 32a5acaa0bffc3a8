"""Server process of the demo: the application with the persona switch."""

from starlette.applications import Starlette

from demo.persona_switch import persona_switch_routes
from logs import configure
from server.app import create_app
from server.process import log_form
from settings import Settings


def create_demo_app() -> Starlette:
    """Create the application with the demo's persona switch."""
    settings = Settings()
    configure(log_form(settings, demo=True))
    return create_app(settings, persona_switch_routes(settings))
