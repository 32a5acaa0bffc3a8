#!/usr/bin/env bash
# Renaming a model's class while its table keeps its name.
#
# Expected: a docstring is no part of the database, so a class that is renamed and described anew
#           on the same table is no change of the schema, as a class that is only renamed is none.
# Happens:  aerich compares the whole description of the model, in which Tortoise puts the
#           docstring. With another docstring the rename is not recognised: the migration creates
#           the table again and drops it, one statement each, and the rows would go with it.
# Version:  aerich 0.10.1 with tortoise-orm 1.1.9 (PyPI)
# Source:   aerich/migrate.py, Migrate._exclude_model_name_changes; Tortoise's Model.describe()
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  'aerich[toml]==0.10.1' 'tortoise-orm==1.1.9' 2>/dev/null
cd "$folder"

model() { # class, docstring
  printf '%s\n' 'from tortoise import Model, fields' '' "class $1(Model):" "    \"\"\"$2\"\"\"" \
    '    id = fields.IntField(primary_key=True)' '    number = fields.CharField(20)' \
    '    class Meta:' '        table = "claim"' >models.py
}

migration() { # prints the SQL of the next migration, or nothing
  rm -rf project && mkdir project && cd project
  model Claim 'Claim of a company.'
  cat >config.py <<'PYTHON'
TORTOISE = {
    "connections": {"default": "sqlite://claims.sqlite3"},
    "apps": {"models": {"models": ["models", "aerich.models"], "default_connection": "default"}},
}
PYTHON
  export PYTHONPATH=$PWD
  aerich="$folder/venv/bin/aerich"
  "$aerich" init -t config.TORTOISE >/dev/null 2>&1
  "$aerich" init-db >/dev/null 2>&1
  model "$1" "$2"
  "$aerich" migrate --no-input --name renamed >/dev/null 2>&1 || true
  cat migrations/models/1_*.py 2>/dev/null | grep -oE '(CREATE|DROP) TABLE (IF (NOT )?EXISTS )?"claim"' | sort -u || true
  cd ..
}

only=$(migration ClaimFile 'Claim of a company.')
both=$(migration ClaimFile 'Claim file of a company.')
echo "renamed only:                 ${only:-no statement}"
echo "renamed and described anew:   ${both//$'\n'/; }"
[ -z "$only" ]
grep -q 'CREATE TABLE' <<<"$both"
grep -q 'DROP TABLE' <<<"$both"
