"""Example operations of GraphiQL: the FAQ's nine items, each executed by a permitted persona."""

import pytest

from data.global_id import to_global_id
from tests.support import ROOT
from tests.support.claim_files import PDF
from tests.support.world import PASSWORD, World

FOLDER = ROOT / "explorer" / "src" / "examples"
ITEMS = {
    "1": "user with claims", "2": "user with invoices", "3": "administrator", "4": "user", "5": "user", "6": "user", "7": "user", "8": "user",
    "9": "administrator with user management",
}  # fmt: skip
"""Each item of the FAQ and a permitted persona."""


def text(item: str) -> str:
    """The one example of an item."""
    (file,) = FOLDER.glob(f"{item}-*.graphql")
    return file.read_text()


def test_each_item_of_the_faq_has_one_example() -> None:
    assert sorted(file.name[0] for file in FOLDER.glob("[1-9]-*.graphql")) == sorted(ITEMS)


@pytest.mark.parametrize("item", [item for item in ITEMS if item not in "19"])
def test_an_example_is_answered_for_its_persona(item: str, world: World) -> None:
    world.invoice()
    variables = {"password": PASSWORD} if item == "5" else {}
    answer = world.client(ITEMS[item]).ask(text(item), **variables)
    assert answer.errors == []
    assert answer.data is not None
    assert all(answer.data.values())
    assert all(payload.get("errors", []) == [] for payload in answer.data.values())


def test_the_example_of_documents_transfers_one(world: World) -> None:
    answer = world.client(ITEMS["1"]).upload(
        text("1"), [("certificat.pdf", PDF)], claimId=to_global_id(world.claim())
    )
    assert answer["uploadDocuments"] == {
        "documents": [{"name": "certificat.pdf", "size": len(PDF)}],
        "errors": [],
    }


def test_the_example_of_accesses_changes_them(world: World) -> None:
    user = world.a.people["user"].user
    world.client(ITEMS["9"]).mutate(text("9"), userId=to_global_id(user), accesses=["INVOICES"])
    assert world.client("user").ask(text("2")).errors == []
