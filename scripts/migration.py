"""Generator of migrations: aerich's difference between the last step and the models, per dialect.

python -m scripts.migration NAME      writes migrations/models/<n>_<time>_<name>.py; review it
python -m scripts.migration --check   exits with 1 where the models have changed and no step says so
"""

import asyncio
import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

from aerich.migrate import Migrate
from aerich.utils import get_formatted_compressed_data, get_models_describe
from tortoise import Tortoise
from tortoise.connection import get_connection
from tortoise.utils import get_schema_sql

from adapters.database.connection import tortoise_config
from migrations.apply import LOCATION, known_steps

OFFLINE = {"sqlite": "sqlite://:memory:", "postgres": "postgres://nobody@127.0.0.1:1/none"}

TEMPLATE = '''from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

UPGRADE = {{
    "sqlite": """
{sqlite_up}
""",
    "postgres": """
{postgres_up}
""",
}}

DOWNGRADE = {{
    "sqlite": """
{sqlite_down}
""",
    "postgres": """
{postgres_down}
""",
}}


async def upgrade(db: BaseDBAsyncClient) -> str:
    return UPGRADE[db.capabilities.dialect]


async def downgrade(db: BaseDBAsyncClient) -> str:
    return DOWNGRADE[db.capabilities.dialect]


MODELS_STATE = (
    {state}
)
'''


async def difference(dialect: str) -> dict[str, Any]:
    """Return the SQL of a dialect, up and down, and the models' new state; connects to nothing."""
    await Tortoise.init(config=tortoise_config(OFFLINE[dialect]))
    state = get_models_describe("models")
    compressed = get_formatted_compressed_data(state)
    if not known_steps():
        return {
            "up": get_schema_sql(get_connection("default"), safe=False),
            "down": "",
            "state": compressed,
        }
    await Migrate.init(tortoise_config(OFFLINE[dialect]), "models", str(LOCATION), offline=True)
    last: Any = without_docstrings(Migrate._last_version_content)
    last, state = Migrate._exclude_model_name_changes(last, without_docstrings(state))
    Migrate.diff_models(last, state, no_input=True)
    Migrate.diff_models(state, last, False, no_input=True)
    Migrate._merge_operators()
    up, down = (
        ";\n".join(statements)
        for statements in (Migrate.upgrade_operators, Migrate.downgrade_operators)
    )
    return {"up": up, "down": down, "state": compressed}


def without_docstrings(state: Any) -> dict[str, Any]:
    """Return the state of the models without docstrings, which are no difference of the schema.

    aerich compares them before it recognises a model that was renamed and kept its table.
    """
    return {
        name: {**model, "docstring": None, "description": None} for name, model in state.items()
    }


def both() -> dict[str, dict[str, Any]]:
    """Return the difference for each dialect.

    Each needs its own process: Tortoise caches SQL without its dialect.
    """
    found = {}
    for dialect in OFFLINE:
        run = subprocess.run(
            [sys.executable, "-m", "scripts.migration", "--dialect", dialect],
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            sys.exit(
                f"aerich cannot make this step for {dialect}; write it by hand:\n"
                f"{run.stderr.strip().splitlines()[-1]}"
            )
        found[dialect] = json.loads(run.stdout.splitlines()[-1])
    return found


def write(name: str) -> None:
    """Write the next step, or say that there is nothing to write."""
    found = both()
    if not found["postgres"]["up"]:
        sys.exit("The models have not changed.")
    number = max((int(step.split("_")[0]) for step in known_steps()), default=-1) + 1
    path = LOCATION / "models" / f"{number}_{datetime.now(UTC):%Y%m%d%H%M%S}_{name}.py"
    path.parent.mkdir(exist_ok=True)
    sql = {
        f"{dialect}_{way}": found[dialect][way].strip()
        for dialect in OFFLINE
        for way in ("up", "down")
    }
    path.write_text(TEMPLATE.format(state=found["postgres"]["state"], **sql), encoding="utf-8")
    print(f"{path.relative_to(LOCATION.parent)}: review it before you commit it.")


def main(arguments: list[str]) -> None:
    """The command; see the module's docstring."""
    match arguments:
        case ["--dialect", dialect]:
            print(json.dumps(asyncio.run(difference(dialect))))
        case ["--check"]:
            if any(dialect["up"] for dialect in both().values()):
                sys.exit(
                    "The models have changed and no migration says so: "
                    "make migration NAME=what_changes"
                )
        case [name]:
            write(name)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
