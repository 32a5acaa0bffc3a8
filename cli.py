"""The `guichet` command."""

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Annotated, Any

import typer
from rich.console import Console

import installation
import models
from adapters.database import prepare_folder, tortoise_config
from complaints import FAULTS, sentence
from demo.forgetting import forget
from errors import StartError
from languages import listen
from logs import silence
from migrations.apply import check_current, opened, refuse_outdated
from migrations.apply import migrate as apply_migrations
from models import Language, ManagerKind
from portal import create_portal
from resolvers.context import Portal
from schema import build_schema
from schema.view import Wanted
from schema.view.named import Mode, viewer_named
from serving import bind, serve_on
from settings import Environment, Settings

cli = typer.Typer(help="Guichet: the GraphQL API of an insurer's portal for corporate clients.", no_args_is_help=True, add_completion=False)
console = Console(soft_wrap=True)


@cli.command()
def demo(reset: Annotated[bool, typer.Option(help="Start over with a new demo world.")] = False) -> None:
    """Create, migrate and fill a demo database where there is none, print how to sign in, and serve."""
    try:
        from demo.personas import sign_in_sheet  # noqa: PLC0415 - its packages are an extra
        from demo.world import fill  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise StartError(f"The demo needs {error.name}: install the extra `demo`, or use `make demo`.") from None

    settings = Settings()
    if settings.environment is not Environment.DEMO:
        raise StartError("The demo world has passwords that everybody can read: it never goes into a production database.")
    sock = bind(settings.host, settings.port)
    if reset:
        forget(settings)
    _migrate(settings)

    async def fill_if_empty() -> None:
        if not await models.Company.exists():
            portal = create_portal(settings)
            await fill(portal.storage, portal.passwords, portal.codes)

    _with_database(settings, fill_if_empty)
    console.print(sign_in_sheet(settings.origin), markup=False, highlight=False)
    serve_on(sock, workers=1, application="serving:served_demo", demo=True)


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; by default GUICHET_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; by default GUICHET_PORT.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
) -> None:
    """Serve an installation whose database is migrated."""
    if host is not None:
        os.environ["GUICHET_HOST"] = host
    if port is not None:
        os.environ["GUICHET_PORT"] = str(port)
    settings = Settings()
    prepare_folder(settings.database_url)
    create_portal(settings)
    asyncio.run(check_current(tortoise_config(settings.database_url)))
    serve_on(bind(settings.host, settings.port), workers)


@cli.command()
def migrate() -> None:
    """Bring the database up to date."""
    steps = _migrate(Settings())
    for step in steps:
        console.print(f"applied {step}", highlight=False)
    if not steps:
        console.print("The database is up to date.", highlight=False)


@cli.command()
def schema(
    viewer: Annotated[
        str | None, typer.Option("--as", help="As whom: `stranger`, or a role and accesses, such as administrator,INVOICES.")
    ] = None,
    mode: Annotated[Mode, typer.Option(help="Show all with what it needs, or only what this viewer can reach.")] = Mode.ANNOTATE,
    without_deprecated: Annotated[bool, typer.Option("--without-deprecated", help="Without what is deprecated.")] = False,
) -> None:
    """Print the schema (SDL), the whole of it or as somebody has it."""
    api = build_schema()
    if viewer is None and not without_deprecated:
        print(api.as_str())
    elif viewer is None:
        print(api.views.print_all_current())
    else:
        print(api.views.print(viewer_named(viewer), Wanted(mode is Mode.HIDE, without_deprecated)))


@cli.command()
def create_manager(
    kind: Annotated[ManagerKind, typer.Option(case_sensitive=False)],
    first_name: Annotated[str, typer.Option()],
    last_name: Annotated[str, typer.Option()],
    email: Annotated[str, typer.Option()],
    phone: Annotated[str, typer.Option()],
    languages: Annotated[list[Language], typer.Option("--language", case_sensitive=False)] = [Language.FR],  # noqa: B006 - typer's way
) -> None:
    """Create a manager of the insurer; prints the identifier and a one-time link for the password."""
    person = installation.Person(first_name, last_name, email, phone)
    _carry_out(lambda portal: installation.create_manager(portal, person, kind, languages))


@cli.command()
def create_company(
    name: Annotated[str, typer.Option()],
    uid: Annotated[str, typer.Option(help="CHE-ddd.ddd.ddd")],
    street: Annotated[str, typer.Option()],
    building_number: Annotated[str, typer.Option()],
    postal_code: Annotated[str, typer.Option()],
    town: Annotated[str, typer.Option()],
    contract_manager: Annotated[str, typer.Option(help="The identifier of a contract manager.")],
    health_manager: Annotated[str, typer.Option(help="The identifier of a health manager.")],
    first_name: Annotated[str, typer.Option(help="Of the first administrator.")],
    last_name: Annotated[str, typer.Option(help="Of the first administrator.")],
    email: Annotated[str, typer.Option(help="Of the first administrator.")],
    phone: Annotated[str, typer.Option(help="Of the first administrator, with the country code.")] = "",
    language: Annotated[Language, typer.Option(case_sensitive=False, help="Of the company and its administrator.")] = Language.FR,
    contracts: Annotated[list[str] | None, typer.Option("--contract", help="LINE:NUMBER:START, such as LAA:L-4711:2026-01-01.")] = None,
) -> None:
    """Create a client company with its first administrator; prints the identifier and a one-time link for the password."""
    address = installation.Place(street, building_number, postal_code, town)
    person = installation.Person(first_name, last_name, email, phone)
    company = installation.NewCompany(name, uid, address, contract_manager, health_manager, tuple(contracts or ()), language)
    _carry_out(lambda portal: installation.create_company(portal, company, person))


@cli.command()
def invite(identifier: Annotated[str, typer.Argument(help="Of somebody who has no password yet.")]) -> None:
    """Print a new one-time link for a manager or a first administrator who has not used the first one in time."""
    _carry_out(lambda portal: installation.invite(portal, identifier))


@cli.command()
def reset_manager(
    identifier: Annotated[str, typer.Argument(help="Of the manager who has lost second factor and recovery codes.")],
    approved_by: Annotated[str, typer.Option(help="The identifier of another manager, who has made sure that it is they who ask.")],
) -> None:
    """Reset the second factor of a manager, who is told by mail; users' are reset by their managers, in the portal."""
    _carry_out(lambda portal: installation.reset_manager(portal, identifier, approved_by))


def _carry_out(order: Callable[[Portal], Coroutine[Any, Any, str]]) -> None:
    """Do what the operator asks for, and print what came of it."""
    settings = Settings()
    console.print(_with_database(settings, lambda: order(create_portal(settings))), markup=False, highlight=False)


def _with_database(settings: Settings, work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    config = tortoise_config(settings.database_url)
    prepare_folder(settings.database_url)

    async def run() -> Any:
        async with opened(config):
            await refuse_outdated()
            return await work()

    return asyncio.run(run())


def _migrate(settings: Settings) -> list[str]:
    prepare_folder(settings.database_url)
    create_portal(settings)
    return asyncio.run(apply_migrations(tortoise_config(settings.database_url)))


def main() -> None:
    """Run the command; what keeps it from its work is one sentence."""
    listen("en")
    silence()
    try:
        cli()
    except FAULTS as error:
        sys.exit(f"guichet: {sentence(error)}")


if __name__ == "__main__":
    main()
