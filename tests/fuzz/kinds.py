"""Values for each scalar, and for each argument narrower than its scalar: valid, foreign, malformed.

Objects of the world are written as signs such as `«a.Claim»`, which become IDs when a document is sent: so each run asks the same.
"""

import json
import re
from typing import Any

from graphql import NameNode, ValueNode, VariableNode
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from schemathesis.graphql import nodes, scalar

from models import ClaimStatus
from tests.support.claim_files import DOCX, EICAR, PDF, TEXT
from tests.support.schema_walk import CORE, NAMED_LIKE, OWN
from tests.support.world import PASSWORD

Values = SearchStrategy[ValueNode]

SIGN = re.compile("«([^«»]+)»")
TYPES = ("Claim", "Company", "Contract", "Document", "Invoice", "Manager", "Settlement", "User")
"""One of each is in both companies."""

ODD = (
    "", " ", "\t\n", "0", "null", "true", "🙂" * 40, "é" * 5_000, "\u202egnp.exe", "\u0000", "\ufeff", "\uffff", "e\u0301", "ß", "İ", "%", "_%_", "\\",
    "'; DROP TABLE claim;--", '"', "{}", "[]", "${7*7}", "{{7*7}}", "%(name)s", "%s", "../../etc/passwd", "<script>", "a\r\nSet-Cookie: x=1",
    "CHE-100.155.212", "CHE-100.155.213", "CH93 0076 2011 6238 5295 7", "CH93 0076 2011 6238 5295 8", "210000000003139471430009017",
)  # fmt: skip
"""Texts that something has stumbled over somewhere; among them UIDs, IBANs and a QR reference, good and bad."""

FILES = {
    "pdf": ("certificat.pdf", PDF),
    "text": ("Rapport – été.txt", TEXT),
    "word": ("../../rapport.docx", DOCX),
    "nothing": ("vide.pdf", b""),
    "picture": ("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "virus": ("facture.pdf", EICAR),
    "large": ("grand.pdf", PDF.ljust(300_000)),
}
"""Files behind the variables of uploads."""


def written(strategy: SearchStrategy[str]) -> Values:
    """Texts as a document says them."""
    return strategy.map(nodes.String)


def some(*texts: str) -> SearchStrategy[str]:
    """One of these."""
    return st.sampled_from(texts)


TEXTS = st.text(max_size=60) | some(*ODD)
MALFORMED = (
    some(
        "",
        "x",
        "MQ==",
        "Q2xhaW06",
        "Q2xhaW06eA",
        "Q2xhaW06MQ:",
        "«a.Claim»=",
        "x«a.Claim»",
        "-1",
        "0" * 32,
        "é",
        "A" * 5_000,
        "../1",
    )
    | TEXTS
)


def ids(kind: str | None) -> Values:
    """IDs: of this type, of any other, of the other company, of nothing, and what is none."""
    own = [f"«a.{name}»" for name in ([kind] if kind else TYPES)]
    if kind == "Claim":
        own += [f"«a.Claim.{status}»" for status in ClaimStatus]
    anything = some(*(f"«{whose}.{name}»" for name in TYPES for whose in ("a", "b", "missing")))
    return written(some(*own) | some(*own) | some(*own) | anything | MALFORMED) | st.integers(
        -1, 2**40
    ).map(nodes.Int)


def passkeys() -> SearchStrategy[str]:
    """Response of a browser for a passkey, more or less valid."""
    parts = st.dictionaries(
        some("id", "rawId", "type", "response", "clientExtensionResults"),
        TEXTS | st.integers() | st.none(),
        max_size=5,
    )
    return st.recursive(
        parts,
        lambda inner: st.dictionaries(some("response", "id"), inner, max_size=2),
        max_leaves=3,
    ).map(json.dumps)


DAYS = some("2026-03-02", "2026-11-24", "2024-02-29", "0001-01-01", "9999-12-31") | st.dates().map(
    str
)
NO_DAYS = some(
    "",
    "2026-02-30",
    "0000-00-00",
    "10000-01-01",
    "2026-3-2",
    "2026-W10",
    "20260302",
    "٢٠٢٦-٠٣-٠٢",
    "now",
)
TIMES = st.datetimes().map(lambda time: f"{time.isoformat()}Z")
COORDINATES = [
    f"{kind.name}.{field}"
    for kind in CORE.type_map.values()
    for field in getattr(kind, "fields", ())
]

SCALARS: dict[str, Values] = {
    "String": written(TEXTS),
    "ID": ids(None),
    "Date": written(DAYS | DAYS | DAYS | NO_DAYS),
    "DateTime": written(TIMES | NO_DAYS),
    "Decimal": written(st.decimals(allow_nan=True, allow_infinity=True).map(str)),
    "Upload": st.sampled_from([VariableNode(name=NameNode(value=name)) for name in FILES])
    | st.sampled_from([nodes.String("x"), nodes.Int(1)]),
}
"""By the scalar's name."""

FIRST = st.sampled_from([0, 1, 1, 2, 2, 3, 5, 10, 20, 100, 101, -1, 2**31 - 1]).map(nodes.Int)
IDENTIFIERS = written(
    some("«identifier»", "«identifier»", "«b.identifier»", "00000000", "10482201") | TEXTS
)
PASSWORDS = written(
    some(
        PASSWORD,
        PASSWORD,
        "Schlüssel-Ölberg-1789",
        "password1234",
        "kurz",
        "x" * 129,
        "x" * 10_000,
        "p\u0301" * 20,
    )
    | TEXTS
)
ARGUMENTS: dict[str, Values] = {
    "first": FIRST,
    "after": written(some("«cursor»", "«cursor»", "«b.cursor»", "", "WzFd", "bnVsbA", "W10", "e30", "/w") | TEXTS),
    "identifier": IDENTIFIERS,
    "password": PASSWORDS,
    "current": PASSWORDS,
    "code": written(st.from_regex(r"\A[0-9]{6}\Z") | some("٠١٢٣٤٥", "123 456", "-00001", "abcd-efgh-ijkl") | TEXTS),
    "token": written(st.from_regex(r"\A[\w-]{43}\Z") | TEXTS),
    "credential": written(passkeys() | some("[]", "1", "{", '"x"', "[" * 500) | TEXTS),
    "email": written(some("ada@example.com", "a@b", "a@b@c.ch", "a@example.com\r\nBcc: x@example.com", "=?utf-8?q?a?=@example.com") | TEXTS),
    "phone": written(some("", "+41 79 123 45 67", "079 123 45 67", "+0", "+41" * 20) | TEXTS),
    "insuredAvsNumber": written(some("756.9217.0769.85", "7569217076985", "756.9217.0769.84", "756", "٧٥٦.٩٢١٧.٠٧٦٩.٨٥") | TEXTS),
    "coordinate": written(some(*COORDINATES) | some("Claim", "Query.claims(first:)", "Mutation.", ".", "@needs", "@needs(role:)") | TEXTS),
    "enum": written(some("ClaimStatus", "Line", "Access", "Claim", "String", "__TypeKind") | TEXTS),
    "sessionId": written(some("«session»", "«session»", "«b.session»") | MALFORMED),
    "passkeyId": written(st.uuids(version=4).map(lambda key: key.hex) | MALFORMED),
    "clientMutationId": written(some(*["«key»"] * 17, "again", "x" * 256, "é")),
}  # fmt: skip
"""By the argument's name."""


def kind_of(field: str, argument: str) -> tuple[str, Values] | None:
    """The scalar that an argument is given instead of its own: with a name that the schema does not have."""
    if argument in ARGUMENTS:
        return f"{argument}_", ARGUMENTS[argument]
    named = NAMED_LIKE.get(f"{field}.{argument}") or NAMED_LIKE.get(argument)
    return (f"{named}_ID", ids(named)) if named and f"{field}.{argument}" not in OWN else None


def refined(introspected: Any) -> Any:
    """The schema as it is introspected, each argument with the scalar of its kind: documents say values, and no scalar's name."""
    found: dict[str, Values] = dict(SCALARS)
    for kind in introspected["__schema"]["types"]:
        for field in kind["fields"] or ():
            for argument in field["args"]:
                found |= _refine(argument, field["name"])
        for argument in kind["inputFields"] or ():
            found |= _refine(argument, "")
    new = {
        "kind": "SCALAR",
        "fields": None,
        "inputFields": None,
        "interfaces": None,
        "enumValues": None,
        "possibleTypes": None,
    }
    for name, strategy in found.items():
        scalar(name, strategy)
    introspected["__schema"]["types"] += [
        {**new, "name": name} for name in found if name not in SCALARS
    ]
    return introspected


def _refine(argument: Any, field: str) -> dict[str, Values]:
    wrapped, kind = argument["type"], kind_of(field, argument["name"])
    while wrapped["ofType"]:
        wrapped = wrapped["ofType"]
    if kind is None or wrapped["kind"] != "SCALAR":
        return {}
    wrapped["name"] = kind[0]
    return dict([kind])
