"""All queries on one screen: type, resolver and rule of each."""

import strawberry

from permissions import Anyone, SignedIn
from permissions.claim import SeeClaims
from permissions.company import SeeCompany
from permissions.invoice import SeeInvoices
from permissions.settlement import SeeSettlements
from permissions.user import DecideFactorResets, ManageUsers, SeeSecurityEvents, SeeUsers
from resolvers.access_change import preview_access_change
from resolvers.authentication.account import list_security_events
from resolvers.authentication.factor_reset import list_factor_resets
from resolvers.claim import get_claim, list_claims
from resolvers.company import get_company, list_companies
from resolvers.contact import get_contact
from resolvers.invoice import get_invoice, list_invoices
from resolvers.label import list_enum_labels
from resolvers.node import get_node, list_nodes
from resolvers.settlement import list_settlements
from resolvers.user import list_users
from resolvers.viewer import get_viewer
from schema.access import AccessAnswerType, get_access
from schema.access_change import AccessChange
from schema.account import SecurityEvent
from schema.claim import Claim
from schema.company import Company
from schema.connection import Connection
from schema.contact import Contact
from schema.factor_reset import FactorReset
from schema.field import field
from schema.invoice import Invoice
from schema.label import EnumLabel
from schema.node import Node
from schema.permission import Permission, RuleType, list_permissions, list_rules
from schema.settlement import Settlement
from schema.user import User
from schema.viewer import Viewer


@strawberry.type
class Query:
    """Queries of the API.

    A field that is refused is null, with an error that names a contact if somebody can help.
    """

    viewer: Viewer | None = field(get_viewer, needs=Anyone)
    contact: Contact | None = field(get_contact, needs=Anyone)
    permissions: list[Permission] = field(list_permissions, needs=Anyone)
    rules: list[RuleType] = field(list_rules, needs=Anyone)
    access: AccessAnswerType | None = field(get_access, needs=Anyone)
    enum_labels: list[EnumLabel] | None = field(list_enum_labels, needs=Anyone)
    company: Company | None = field(get_company, needs=SeeCompany)
    companies: Connection[Company] | None = field(list_companies, needs=SeeCompany)
    users: Connection[User] | None = field(list_users, needs=SeeUsers)
    preview_access_change: AccessChange | None = field(preview_access_change, needs=ManageUsers)
    security_events: Connection[SecurityEvent] | None = field(
        list_security_events, needs=SeeSecurityEvents
    )
    factor_resets: list[FactorReset] | None = field(list_factor_resets, needs=DecideFactorResets)
    claims: Connection[Claim] | None = field(list_claims, needs=SeeClaims)
    claim: Claim | None = field(get_claim, needs=SeeClaims)
    settlements: Connection[Settlement] | None = field(list_settlements, needs=SeeSettlements)
    invoices: Connection[Invoice] | None = field(list_invoices, needs=SeeInvoices)
    invoice: Invoice | None = field(get_invoice, needs=SeeInvoices)
    node: Node | None = field(get_node, needs=SignedIn)
    nodes: list[Node | None] | None = field(list_nodes, needs=SignedIn)
