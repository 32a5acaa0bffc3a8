"""`guichet demo`: the command that this package brings; `cli` finds it by its entry point."""

from typing import Annotated

import typer

import models
from cli.commands import console
from cli.database import migrate_database, with_database
from demo.reset import forget
from errors import StartError
from server.process import bind, serve_on
from server.services import create_services
from settings import Environment, Settings


def demo(
    reset: Annotated[bool, typer.Option(help="Start over with a new demo world.")] = False,
) -> None:
    """Create, migrate and fill a demo database where there is none, print how to sign in, and serve."""
    try:
        from demo.personas import sign_in_sheet  # noqa: PLC0415 - its packages are an extra
        from demo.world import fill  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise StartError(
            f"The demo needs {error.name}: install the extra `demo`, or use `make demo`."
        ) from None

    settings = Settings()
    if settings.environment is not Environment.DEMO:
        raise StartError(
            "The demo world has passwords that everybody can read: it never goes into a production database."
        )
    sock = bind(settings.host, settings.port)
    if reset:
        forget(settings)
    migrate_database(settings)

    async def fill_if_empty() -> None:
        if not await models.Company.exists():
            services = create_services(settings)
            await fill(services.storage, services.passwords, services.codes)

    with_database(settings, fill_if_empty)
    console.print(sign_in_sheet(settings.origin), markup=False, highlight=False)
    serve_on(sock, workers=1, application="demo.server:create_demo_app", demo=True)
