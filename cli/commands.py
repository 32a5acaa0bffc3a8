"""Commands of `guichet`."""

import asyncio
import os
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import typer
from rich.console import Console

from adapters.database.connection import prepare_folder, tortoise_config
from cli import manager_reset, provisioning
from cli.database import migrate_database, with_database
from cli.plugins import PluginGroup
from errors import StartError
from migrations.apply import check_current
from models import Language, ManagerKind
from pipeline.services import Services
from schema import build_schema
from schema.view import ViewRequest
from schema.view.viewer_option import Mode, parse_viewer
from server.process import bind, serve_on
from server.services import create_services
from settings import Settings

cli = typer.Typer(
    cls=PluginGroup,
    help="Guichet: the GraphQL API of an insurer's portal for corporate clients.",
    no_args_is_help=True,
    add_completion=False,
)
console = Console(soft_wrap=True)


@cli.command()
def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; by default GUICHET_HOST.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; by default GUICHET_PORT.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Number of worker processes.")] = 1,
) -> None:
    """Serve the API; the database must be up to date (`guichet migrate`)."""
    if host is not None:
        os.environ["GUICHET_HOST"] = host
    if port is not None:
        os.environ["GUICHET_PORT"] = str(port)
    settings = Settings()
    prepare_folder(settings.database_url)
    create_services(settings)
    asyncio.run(check_current(tortoise_config(settings.database_url)))
    serve_on(bind(settings.host, settings.port), workers)


@cli.command()
def migrate() -> None:
    """Apply the missing migrations to the database."""
    steps = migrate_database(Settings())
    for step in steps:
        console.print(f"applied {step}", highlight=False)
    if not steps:
        console.print("The database is up to date.", highlight=False)


@cli.command()
def schema(
    viewer: Annotated[
        str | None,
        typer.Option(
            "--as",
            help="Viewer: `anonymous`, or a role and accesses, such as administrator,INVOICES.",
        ),
    ] = None,
    mode: Annotated[
        Mode | None,
        typer.Option(
            help="annotate: everything, with the missing permissions; hide: only what this viewer "
            "can use. By default annotate."
        ),
    ] = None,
    without_deprecated: Annotated[
        bool, typer.Option("--without-deprecated", help="Leave out deprecated elements.")
    ] = False,
) -> None:
    """Print the schema (SDL): all of it, or the view of one viewer."""
    if mode is not None and viewer is None:
        raise StartError("`--mode` needs `--as`.")
    api = build_schema()
    if viewer is None and not without_deprecated:
        print(api.as_str())
    elif viewer is None:
        print(api.views.print_all_current())
    else:
        print(
            api.views.print(
                parse_viewer(viewer), ViewRequest(mode is Mode.HIDE, without_deprecated)
            )
        )


@cli.command()
def create_manager(
    kind: Annotated[ManagerKind, typer.Option(case_sensitive=False)],
    first_name: Annotated[str, typer.Option()],
    last_name: Annotated[str, typer.Option()],
    email: Annotated[str, typer.Option()],
    phone: Annotated[str, typer.Option()],
    languages: Annotated[
        list[Language] | None,
        typer.Option(
            "--language",
            case_sensitive=False,
            help="Language spoken, repeatable; French by default.",
        ),
    ] = None,
) -> None:
    """Create a manager of the insurer; print identifier and one-time link for the password."""
    person = provisioning.Person(first_name, last_name, email, phone)
    _run(
        lambda services: provisioning.create_manager(
            services, person, kind, languages or [Language.FR]
        )
    )


@cli.command()
def create_company(
    name: Annotated[str, typer.Option()],
    uid: Annotated[str, typer.Option(help="Company identification number, CHE-ddd.ddd.ddd.")],
    street: Annotated[str, typer.Option()],
    building_number: Annotated[str, typer.Option()],
    postal_code: Annotated[str, typer.Option()],
    town: Annotated[str, typer.Option()],
    contract_manager: Annotated[str, typer.Option(help="Identifier of a contract manager.")],
    health_manager: Annotated[str, typer.Option(help="Identifier of a health manager.")],
    first_name: Annotated[str, typer.Option(help="First name of the first administrator.")],
    last_name: Annotated[str, typer.Option(help="Last name of the first administrator.")],
    email: Annotated[str, typer.Option(help="E-mail address of the first administrator.")],
    phone: Annotated[
        str, typer.Option(help="Phone number of the first administrator, with the country code.")
    ] = "",
    language: Annotated[
        Language,
        typer.Option(case_sensitive=False, help="Language of the company and its administrator."),
    ] = Language.FR,
    contracts: Annotated[
        list[str] | None,
        typer.Option(
            "--contract",
            help="Contract as LINE:NUMBER:START, such as LAA:L-4711:2026-01-01; repeatable.",
        ),
    ] = None,
) -> None:
    """Create a client company and its first administrator; print identifier and one-time link."""
    address = provisioning.PostalAddress(street, building_number, postal_code, town)
    person = provisioning.Person(first_name, last_name, email, phone)
    company = provisioning.NewCompany(
        name, uid, address, contract_manager, health_manager, tuple(contracts or ()), language
    )
    _run(lambda services: provisioning.create_company(services, company, person))


@cli.command()
def invite(
    identifier: Annotated[
        str, typer.Argument(help="Identifier of a user who has not set a password yet.")
    ],
) -> None:
    """Print a new password link for a manager or a first administrator who is still invited."""
    _run(lambda services: provisioning.invite(services, identifier))


@cli.command()
def reset_manager(
    identifier: Annotated[
        str,
        typer.Argument(
            help="Identifier of the manager who has lost second factor and recovery codes."
        ),
    ],
    approved_by: Annotated[
        str,
        typer.Option(
            help="Identifier of another manager, who has verified the identity of the first one."
        ),
    ],
) -> None:
    """Reset the second factor of a manager, who is notified by mail.

    Users' second factors are reset by their managers, in the portal.
    """
    _run(lambda services: manager_reset.reset_manager(services, identifier, approved_by))


def _run(work: Callable[[Services], Coroutine[Any, Any, str]]) -> None:
    """Run work with the database open, and print its text."""
    settings = Settings()
    text = with_database(settings, lambda: work(create_services(settings)))
    console.print(text, markup=False, highlight=False)
