"""Which rows: the path from each model to its company, and what of it each viewer reaches.

Applied in SQL before paging, counting and sorting, so that another company's row is not found, never refused.
"""

from typing import Any, TypeVar

from tortoise import Model
from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

import models
from models import Role
from permissions.claim import SeeClaims
from permissions.company import SeeCompany
from permissions.document import SeeDocuments
from permissions.invoice import SeeInvoices
from permissions.rule import Rule
from permissions.settlement import SeeSettlementLines, SeeSettlements
from permissions.user import SeeOwnAccount, SeeSecurityEvents, SeeUsers
from permissions.viewer import Viewer

M = TypeVar("M", bound=Model)

COMPANY_PATHS: dict[type[Model], str] = {
    models.Company: "",
    models.Contract: "company",
    models.Membership: "company",
    models.Claim: "company",
    models.IncapacityPeriod: "claim__company",
    models.ClaimEvent: "claim__company",
    models.Document: "claim__company",
    models.Settlement: "claim__company",
    models.SettlementLine: "settlement__claim__company",
    models.Invoice: "company",
    models.SecurityEvent: "company",
}
"""The path from each model to its company, in Tortoise's words."""

CLAIM_PATHS: dict[type[Model], str] = {
    models.Claim: "",
    models.IncapacityPeriod: "claim",
    models.ClaimEvent: "claim",
    models.Document: "claim",
}
"""What a draft hides from the insurer until it is submitted, with the path to the claim."""

LOCKS: dict[type[Model], type[Rule]] = {
    models.Company: SeeCompany,
    models.Contract: SeeCompany,
    models.Manager: SeeCompany,
    models.User: SeeOwnAccount,
    models.Membership: SeeOwnAccount,
    models.Claim: SeeClaims,
    models.IncapacityPeriod: SeeClaims,
    models.ClaimEvent: SeeClaims,
    models.Document: SeeDocuments,
    models.Settlement: SeeSettlements,
    models.SettlementLine: SeeSettlementLines,
    models.Invoice: SeeInvoices,
    models.SecurityEvent: SeeOwnAccount,
}
"""The lock of each type, on whichever road it is reached."""


def reach(model: type[M], viewer: Viewer) -> QuerySet[M]:
    """The rows of `model` that this viewer reaches."""
    if model is models.User:
        return model.filter(_users(viewer))
    if model is models.Manager:
        return model.filter(_managers(viewer))
    if model is models.SecurityEvent:
        return model.filter(_events(viewer))
    query = model.filter(_of_company(COMPANY_PATHS[model], viewer))
    if model is models.Membership and not SeeUsers.allows(viewer):
        query = query.filter(user_id=viewer.user_id)
    if viewer.role is Role.HEALTH_MANAGER and model in CLAIM_PATHS:
        query = query.exclude(**{_join(CLAIM_PATHS[model], "status"): models.ClaimStatus.DRAFT})
    return query


def colleagues(model: type[models.User], viewer: Viewer) -> QuerySet[models.User]:
    """The users of the companies in reach."""
    memberships: Any = reach(models.Membership, viewer).values("user_id")
    return model.filter(id__in=Subquery(memberships))


def assigned_memberships(viewer: Viewer) -> QuerySet[models.Membership]:
    """The memberships in the companies that a manager looks after, of whichever kind the manager is."""
    return models.Membership.filter(_of_company("company", viewer))


def own_account(model: type[models.User], viewer: Viewer) -> QuerySet[models.User]:
    """One's own row, and nobody else's, whatever one manages."""
    return model.filter(id=viewer.user_id)


def own_memberships(viewer: Viewer) -> QuerySet[models.Membership]:
    """One's own memberships, those in companies that one does not act for included: one can switch to them."""
    return models.Membership.filter(user_id=viewer.user_id)


def own_events(model: type[models.SecurityEvent], viewer: Viewer) -> QuerySet[models.SecurityEvent]:
    """What happened to one's own account, in whichever company."""
    return model.filter(user_id=viewer.user_id)


def own_sessions(viewer: Viewer) -> QuerySet[models.Session]:
    """One's own sessions, on whichever device."""
    return models.Session.filter(user_id=viewer.user_id)


def _join(*parts: str) -> str:
    return "__".join(part for part in parts if part)


def _of_company(path: str, viewer: Viewer) -> Q:
    where: dict[str, Any]
    if viewer.role is Role.CONTRACT_MANAGER:
        where = {_join(path, "contract_manager_id"): viewer.manager_id}
    elif viewer.role is Role.HEALTH_MANAGER:
        where = {_join(path, "health_manager_id"): viewer.manager_id}
    else:
        where = {f"{path}_id" if path else "id": viewer.company_id}
    return Q(**where)


def _users(viewer: Viewer) -> Q:
    """Administrators and contract managers reach their companies' users; everybody else, themselves."""
    if not SeeUsers.allows(viewer):
        return Q(id=viewer.user_id)
    colleagues: Any = models.Membership.filter(_of_company("company", viewer)).values("user_id")
    return Q(id=viewer.user_id) | Q(id__in=Subquery(colleagues))


def _managers(viewer: Viewer) -> Q:
    """Clients reach their company's two managers; managers, themselves and those who share a company with them."""
    companies = models.Company.filter(_of_company("", viewer))
    contract: Any = companies.values("contract_manager_id")
    health: Any = companies.values("health_manager_id")
    return Q(id=viewer.manager_id) | Q(id__in=Subquery(contract)) | Q(id__in=Subquery(health))


def _events(viewer: Viewer) -> Q:
    """Everybody reaches what happened to their own account; who manages users, to those of the company's users, but for other companies."""
    if not SeeSecurityEvents.allows(viewer):
        return Q(user_id=viewer.user_id)
    here = _of_company("company", viewer)
    colleagues: Any = models.Membership.filter(here).values("user_id")
    return (
        Q(user_id=viewer.user_id)
        | here
        | (Q(company_id__isnull=True) & Q(user_id__in=Subquery(colleagues)))
    )
