"""Command `guichet demo`, which `cli` loads by its entry point."""

from typing import Annotated

import typer

import models
from cli.commands import console
from cli.database import migrate_database, with_database
from demo.reset import delete_demo_data
from errors import StartError
from server.process import bind, serve_on
from server.services import create_services
from settings import Environment, Settings


def demo(
    reset: Annotated[bool, typer.Option(help="Start over with new demo data.")] = False,
) -> None:
    """Create a demo database unless there is one, print how to sign in, and serve."""
    try:
        from demo.seed import seed_database  # noqa: PLC0415 - its packages are an extra
        from demo.sign_in_instructions import sign_in_instructions  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise StartError(
            f"The demo needs {error.name}: install the extra `demo`, or use `make demo`."
        ) from None

    settings = Settings()
    if settings.environment is not Environment.DEMO:
        raise StartError(
            "The passwords of the demo data are public: they never go into a production database."
        )
    sock = bind(settings.host, settings.port)
    if reset:
        delete_demo_data(settings)
    migrate_database(settings)

    async def seed_if_empty() -> None:
        if not await models.Company.exists():
            services = create_services(settings)
            await seed_database(services.storage, services.passwords, services.codes)

    with_database(settings, seed_if_empty)
    console.print(sign_in_instructions(settings.origin), markup=False, highlight=False)
    serve_on(sock, workers=1, application="demo.server:create_demo_app", demo=True)
