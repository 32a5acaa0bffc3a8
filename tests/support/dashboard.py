"""The dashboard's query, and rows for it."""

from tests.support.world import World

DASHBOARD = """{
  company { name uid managers { kind name email phone } }
  claims(first: 50) { edges { node { id number kind status eventDate insured { firstName lastName } documents { name size mediaType } } } }
  invoices(first: 12) { edges { node { id number period { start end } amount { amount currency } dueDate status } } }
}"""


def fill_dashboard(world: World, claims: int) -> None:
    """Create so many claims with three documents each, and twelve invoices."""
    for _ in range(claims):
        claim = world.claim()
        for _ in range(3):
            world.document(claim)
    for _ in range(12):
        world.invoice()
