#!/usr/bin/env bash
# Resolving a schema coordinate that names nothing.
#
# Expected: resolve_schema_coordinate() answers None for every well-formed coordinate that the
#           schema does not have, as its return type says and as it does for `Query.nothing`.
# Happens:  None only where the last part is missing. Where a part before it is missing (the type
#           of a field, the field of an argument, the directive of an argument), or the type is a
#           scalar, it raises TypeError, which is no GraphQLError: code that catches GraphQLError
#           answers a mistyped coordinate with an internal error.
# Version:  graphql-core 3.3.2 (PyPI), graphql/utilities/resolve_schema_coordinate.py
# Source:   GraphQL specification, September 2025, "Schema Coordinates": the semantics assert that
#           the containing type exists; the function's docstring names no exception.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'graphql-core==3.3.2' 2>/dev/null
"$folder/venv/bin/python" - <<'PYTHON'
from graphql import GraphQLError, build_schema, resolve_schema_coordinate

schema = build_schema("directive @tag(name: String) on FIELD type Query { claim(id: ID): String }")
expected = {
    "Query.claim(id:)": "ResolvedFieldArgument",
    "Nothing": "None",
    "Query.nothing": "None",
    "Query.claim(nothing:)": "None",
    "@nothing": "None",
    "@tag(nothing:)": "None",
    "Nothing.claim": "TypeError",
    "Query.nothing(id:)": "TypeError",
    "@nothing(name:)": "TypeError",
    "String.claim": "TypeError",
}
seen = {}
for coordinate in expected:
    try:
        found = resolve_schema_coordinate(schema, coordinate)
        seen[coordinate] = type(found).__name__ if found is not None else "None"
    except GraphQLError as error:
        seen[coordinate] = f"GraphQLError: {error}"
    except TypeError as error:
        seen[coordinate] = "TypeError"
    print(f"{coordinate:24} {seen[coordinate]}")
assert seen == expected, "the behaviour has changed"
PYTHON
