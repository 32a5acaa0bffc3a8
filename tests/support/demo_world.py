"""Rows of a demo world filled into a database of its own."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tortoise import Tortoise

import models
from adapters.codes import Codes
from adapters.database.connection import tortoise_config
from adapters.passwords import Passwords
from adapters.storage import Storage
from demo.seed import seed_database

TABLES = (
    models.User,
    models.Manager,
    models.Company,
    models.Contract,
    models.Membership,
    models.Claim,
    models.IncapacityPeriod,
    models.ClaimEvent,
    models.Document,
    models.Invoice,
    models.Settlement,
    models.SettlementLine,
)


PASSWORDS, CODES = Passwords(64), Codes("the secret key of these tests")


Row = dict[str, Any]


@dataclass(frozen=True)
class DemoWorld:
    storage: Storage
    tables: dict[type[models.Claim], list[Row]]

    def rows(self, model: Any) -> list[Row]:
        return self.tables[model]

    def of(self, model: Any, parent: str) -> dict[Any, list[Row]]:
        found: dict[Any, list[Row]] = defaultdict(list)
        for row in self.rows(model):
            found[row[parent]].append(row)
        return found


def fill_a_world(folder: Path, url: str) -> DemoWorld:
    async def run() -> DemoWorld:
        storage = Storage(folder / "documents")
        await Tortoise.init(config=tortoise_config(url))
        try:
            await Tortoise.generate_schemas()
            await seed_database(storage, PASSWORDS, CODES)
            return DemoWorld(
                storage, {table: await table.all().order_by("id").values() for table in TABLES}
            )
        finally:
            await Tortoise.close_connections()

    return asyncio.run(run())
