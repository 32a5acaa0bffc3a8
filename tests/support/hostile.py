"""Hostile GraphQL documents: each is refused by one of a few codes before it costs work."""

import re
from typing import Any

EXCEPTION = re.compile(
    r"Traceback|File \"|\w(Error|Exception|Warning)\b|object at 0x|NoneType|<class |tortoise|asyncpg|sqlite|strawberry|graphql-core|/site-packages/|\.py\b|isoformat string|out of range"
)
"""Words that only the text of an exception contains."""

ROLE = "{ viewer { role } }"
LISTS, OBJECTS, TYPES = (
    ("[" * 3_000 + "]" * 3_000),
    ("{a:" * 2_000 + "1" + "}" * 2_000),
    ("[" * 3_000 + "Int" + "]" * 3_000),
)


def repeated(number: int, text: str) -> str:
    """Return the text so often, with `%d` replaced by the count."""
    return " ".join(text.replace("%d", str(at)) for at in range(number))


def fan(number: int, spreads: int) -> str:
    """Return a document of fragments, each of which spreads the next one several times."""
    each = [
        f"fragment F{at} on Viewer {{ {repeated(spreads, f'...F{at + 1}')} }}"
        for at in range(number)
    ]
    return f"{{ viewer {{ ...F0 }} }} {' '.join(each)} fragment F{number} on Viewer {{ role }}"


def aliased_fan(number: int) -> str:
    """Return a document of fragments, each of which selects the next one under two aliases."""
    each = [
        f"fragment F{at} on Claim {{ a: earlierClaim {{ ...F{at + 1} }} b: earlierClaim {{ ...F{at + 1} }} }}"
        for at in range(number)
    ]
    return f"{{ claims {{ edges {{ node {{ ...F0 }} }} }} }} {' '.join(each)} fragment F{number} on Claim {{ id }}"


def circle(number: int) -> str:
    """Return a document of fragments that lead back to the first one."""
    return f"{{ viewer {{ ...F0 }} }} {' '.join(f'fragment F{at} on Viewer {{ role ...F{(at + 1) % number} }}' for at in range(number))}"


LIMIT, FAULT = "LIMIT_EXCEEDED", "BAD_USER_INPUT"
DOCUMENTS: dict[str, tuple[str, set[str]]] = {
    "fragments that fan out, 18 times 2": (fan(18, 2), {LIMIT}),
    "fragments that fan out, 19 times 12": (fan(19, 12), {LIMIT}),
    "fragments that fan out, 60 times 2": (fan(60, 2), {LIMIT}),
    "fragments that fan out by aliases": (aliased_fan(18), {LIMIT}),
    "a fragment within itself": (circle(1), {FAULT}),
    "fragments in a circle": (circle(20), {FAULT}),
    "fragments in a circle that fans out": (fan(18, 2).replace("F18 on Viewer { role }", "F18 on Viewer { ...F0 ...F0 }"), {LIMIT, FAULT}),
    "inline fragments that overlap, 100 times 60": ("{ viewer { " + repeated(100, f"... on Viewer {{ {repeated(60, 'role')} }}") + " } }", {LIMIT}),
    "inline fragments within each other": ("{ viewer { " + "... { " * 400 + "role" + " }" * 400 + " } }", {LIMIT}),
    "inline fragments that differ in arguments": (f"{{ {repeated(70, '... { claims(first: %d) { totalCount } }')} }}", {LIMIT, FAULT}),
    "101 aliases": (f"{{ viewer {{ {repeated(101, 'a%d: role')} }} }}", {LIMIT}),
    "1,000 aliases": (f"{{ viewer {{ {repeated(1_000, 'a%d: role')} }} }}", {LIMIT}),
    "10,000 aliases": (f"{{ viewer {{ {repeated(10_000, 'a%d: role')} }} }}", {LIMIT}),
    "101 aliases of the root": (f"{{ {repeated(101, 'a%d: viewer { role }')} }}", {LIMIT}),
    "10,000 aliases through fragments": (
        f"{{ viewer {{ {repeated(100, '...F')} }} }} fragment F on Viewer {{ {repeated(100, 'a%d: role')} }}", {LIMIT},
    ),
    "1,000 mutations by aliases": (f"mutation {{ {repeated(1_000, 'a%d: signOut { signedOut }')} }}", {LIMIT}),
    "a field 10,000 times": (f"{{ viewer {{ {repeated(10_000, 'role')} }} }}", {LIMIT}),
    "a field of two meanings": ('{ contact(topic: ACCESSES) { phone } contact(topic: PLATFORM_USE) { phone } }', {FAULT}),
    "an argument twice": ("{ contact(topic: ACCESSES, topic: ACCESSES) { phone } }", {FAULT}),
    "an input's field twice": ("{ claims(filter: {text: \"a\", text: \"b\"}) { totalCount } }", {FAULT}),
    "a directive twice": ("{ viewer { role @skip(if: false) @skip(if: false) } }", {FAULT}),
    "a directive 1,000 times": (f"{{ viewer {{ role {repeated(1_000, '@skip(if: false)')} }} }}", {LIMIT}),
    "1,000 directives that there are not": (f"query {repeated(1_000, '@a%d')} {ROLE}", {LIMIT}),
    "directives by a fragment": (f"{{ viewer {{ {repeated(20, '...F @include(if: true)')} }} }} fragment F on Viewer @a {{ role }}", {LIMIT}),
    "a variable twice": ("query ($a: Int, $a: Int) { claims(first: $a) { totalCount } }", {FAULT}),
    "1,000 variables": (f"query ({repeated(1_000, '$a%d: Int')}) {ROLE}", {LIMIT}),
    "an operation twice": (f"query A {ROLE} query A {ROLE}", {"BAD_REQUEST"}),
    "400 operations": (f"query A {ROLE} {repeated(400, f'query B%d {ROLE}')}", {LIMIT}),
    "operations without names": (repeated(200, ROLE), {"BAD_REQUEST"}),
    "a fragment that nobody uses": (f"{ROLE} fragment F on Viewer {{ role }}", {FAULT}),
    "a fragment twice": (f"{{ viewer {{ ...F }} }} {repeated(2, 'fragment F on Viewer { role }')}", {FAULT}),
    "selections 400 deep": ("{ viewer " * 400 + "}" * 400, {LIMIT}),
    "selections 4,000 deep": ("{a" * 4_000 + "}" * 4_000, {LIMIT}),
    "selections 45 deep, with a circle of types": ("{ claims { edges { node " + "{ earlierClaim " * 40 + "{ id } " + "}" * 40 + " } } }", {LIMIT}),
    "lists 3,000 deep": (f"{{ claims(filter: {LISTS}) {{ totalCount }} }}", {LIMIT}),
    "lists 45 deep": (f"{{ claims(filter: {'[' * 45}{']' * 45}) {{ totalCount }} }}", {FAULT}),
    "objects 2,000 deep": (f"{{ claims(filter: {OBJECTS}) {{ totalCount }} }}", {LIMIT}),
    "objects 45 deep": (f"{{ claims(filter: {'{text:' * 45}1{'}' * 45}) {{ totalCount }} }}", {FAULT}),
    "types 3,000 deep": (f"query ($a: {TYPES}) {ROLE}", {LIMIT}),
    "types 45 deep": (f"query ($a: {'[' * 45}Int{']' * 45}) {ROLE}", {FAULT}),
    "brackets that never close": ("{" * 9_000, {LIMIT}),
    "brackets of a default": (f"query ($a: Int = {LISTS}) {ROLE}", {LIMIT}),
    "a flood of tokens": ("!" * 9_900, {LIMIT}),
    "a flood of names": (repeated(4_000, "a"), {LIMIT}),
    "a flood of numbers": (f"{{ claims(first: {repeated(2_000, '1')}) {{ totalCount }} }}", {LIMIT}),
    "a flood of comments": (repeated(3_000, "#\n") + ROLE, {LIMIT}),
    "a comment of 200,000 characters": (f"{ROLE} # {'x' * 200_000}", {LIMIT}),
    "200,000 commas": (f"{ROLE}{',' * 200_000}", {LIMIT}),
    "a string of 200,000 characters": (f"{{ access(coordinate: \"{'x' * 200_000}\") {{ allowed }} }}", {LIMIT}),
    "a string that never closes": ('{ access(coordinate: "' + "x" * 9_000, {FAULT}),
    "a block string that never closes": ('"""' + '\\"""' * 2_400, {FAULT}),
    "a number of 9,000 digits": (f"{{ claims(first: {'9' * 9_000}) {{ totalCount }} }}", {FAULT}),
    "a default of 9,000 digits": (f"query ($a: Int = -{'9' * 9_000}) {{ claims(first: $a) {{ totalCount }} }}", {FAULT}),
    "a date of 9,000 digits": (f"{{ claims(filter: {{eventFrom: {'9' * 9_000}}}) {{ totalCount }} }}", {FAULT}),
    "a day that there is not": ('{ claims(filter: {eventFrom: "2026-02-30"}) { totalCount } }', {FAULT}),
    "a date that is none": ('{ claims(filter: {eventFrom: "yesterday"}) { totalCount } }', {FAULT}),
    "an ID of 9,000 digits": (f"{{ claim(id: {'9' * 9_000}) {{ number }} }}", {FAULT}),
    "a float of 9,000 digits": (f"{{ claims(first: 1.{'9' * 9_000}) {{ totalCount }} }}", {FAULT}),
    "a page of 100,000": ("{ claims(first: 100000) { totalCount } }", {FAULT}),
    "a page of -1": ("{ claims(first: -1) { totalCount } }", {FAULT}),
    "a page below all numbers": (f"{{ claims(first: -{2**31}) {{ totalCount }} }}", {FAULT}),
    "a page beyond all numbers": (f"{{ claims(first: {2**31}) {{ totalCount }} }}", {FAULT}),
    "pages within pages, over the cost": ("{ claims(first: 100) { edges { node { documents { claim { documents { id } } } } } } }", {LIMIT}),
    "pages side by side, over the cost": (f"{{ {repeated(10, 'a%d: invoices(first: 100) { edges { node { contract { id } } } }')} }}", {LIMIT}),
    "1,000 IDs": ("{ nodes(ids: [" + '"x" ' * 1_000 + "]) { id } }", {LIMIT, FAULT}),
    "no document at all": ("\ufeff", {FAULT}),
    "a subscription": ("subscription { viewer { role } }", {"BAD_REQUEST"}),
    "the schema, 300 deep": ("{ __schema { types { " + "ofType { fields { type { " * 100 + "name" + " } } }" * 100 + " } } }", {LIMIT}),
    "a name of 9,000 letters": (f"{{ {'a' * 9_000} }}", {FAULT}),
}  # fmt: skip
"""By what they are: the text, and the codes that it may be refused by."""

WITHIN = {
    "one field, as often as tokens allow": "{ viewer { " + "role " * 490 + "} }",
    "inline fragments that overlap": "{ viewer { " + "... { role } " * 490 + "} }",
    "twenty fragments of the same fields": "{ viewer { " + " ".join(f"...F{n}" for n in range(20)) + " } }"
    + "".join(f" fragment F{n} on Viewer {{ {'role ' * 24}}}" for n in range(20)),
    "strings that are not closed": '"""' + '\\"""' * 2_400,
    "a comment": "#" + "#" * 9_999,
}  # fmt: skip
"""As much work as the limits allow."""


def assert_refused(response: Any, codes: set[str]) -> None:
    """Assert that the response has one of the codes, no data, and no text of an exception."""
    assert response.status_code in (200, 400)
    answer = response.json()
    assert answer.get("data") is None or set(answer["data"].values()) == {None}
    assert {error["extensions"]["code"] for error in answer["errors"]} <= codes, answer
    assert len(answer["errors"]) <= 3
    assert all(len(error["message"]) <= 300 for error in answer["errors"])
    assert not (found := EXCEPTION.search(response.text)), found
