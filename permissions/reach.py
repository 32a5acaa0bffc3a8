"""Reach: the rows of each model that a viewer can read.

The reach is applied in SQL before paging, counting and sorting. A row of another company is
therefore not found, never refused: its existence is not revealed.
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
from permissions.user import DecideFactorResets, SeeOwnAccount, SeeSecurityEvents, SeeUsers
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
"""Path from each model to its company, in Tortoise's notation."""

CLAIM_PATHS: dict[type[Model], str] = {
    models.Claim: "",
    models.IncapacityPeriod: "claim",
    models.ClaimEvent: "claim",
    models.Document: "claim",
}
"""Path to the claim, for the models that the insurer cannot see while the claim is a draft."""

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
    models.FactorReset: DecideFactorResets,
}
"""Rule of each model, enforced on every path by which its rows are reached."""

EXPIRY_COLUMNS: dict[type[Model], str] = {models.FactorReset: "expires_at"}
"""Column of the moment after which a row is not found any more, though it is still stored."""


def reach(model: type[M], viewer: Viewer) -> QuerySet[M]:
    """Return the rows of a model that the viewer can read."""
    if model is models.User:
        return model.filter(_users(viewer))
    if model is models.Manager:
        return model.filter(_managers(viewer))
    if model is models.SecurityEvent:
        return model.filter(_reached_events(viewer))
    if model is models.FactorReset:
        return model.filter(user_id__in=Subquery(_ids_of_users(viewer)))
    query = model.filter(_of_company(COMPANY_PATHS[model], viewer))
    if model is models.Membership and not SeeUsers.allows(viewer):
        query = query.filter(user_id=viewer.user_id)
    if viewer.role is Role.HEALTH_MANAGER and model in CLAIM_PATHS:
        query = query.exclude(**{_join(CLAIM_PATHS[model], "status"): models.ClaimStatus.DRAFT})
    return query


def company_users(model: type[models.User], viewer: Viewer) -> QuerySet[models.User]:
    """Return the users of the companies in reach."""
    memberships: Any = reach(models.Membership, viewer).values("user_id")
    return model.filter(id__in=Subquery(memberships))


def assigned_memberships(viewer: Viewer) -> QuerySet[models.Membership]:
    """Return the memberships in the companies assigned to a manager of either kind."""
    return models.Membership.filter(_of_company("company", viewer))


def users_of_resets(model: type[models.User], viewer: Viewer) -> QuerySet[models.User]:
    """Return the users whose resets the viewer reaches: those of all companies assigned."""
    return model.filter(id__in=Subquery(_ids_of_users(viewer)))


def starters_of_resets(model: type[models.Manager], viewer: Viewer) -> QuerySet[models.Manager]:
    """Return the managers who started the resets that the viewer reaches.

    They may share no company with the viewer.
    """
    resets: Any = reach(models.FactorReset, viewer).values("started_by_id")
    return model.filter(id__in=Subquery(resets))


def own_account(model: type[models.User], viewer: Viewer) -> QuerySet[models.User]:
    """Return the viewer's own user row only, without the users that the viewer manages."""
    return model.filter(id=viewer.user_id)


def own_memberships(viewer: Viewer) -> QuerySet[models.Membership]:
    """Return the viewer's own memberships in all companies, since the viewer can switch to them."""
    return models.Membership.filter(user_id=viewer.user_id)


def own_events(model: type[models.SecurityEvent], viewer: Viewer) -> QuerySet[models.SecurityEvent]:
    """Return the security events of the viewer's own account in all companies."""
    return model.filter(user_id=viewer.user_id)


def own_sessions(viewer: Viewer) -> QuerySet[models.Session]:
    """Return the viewer's own sessions on all devices."""
    return models.Session.filter(user_id=viewer.user_id)


def _ids_of_users(viewer: Viewer) -> Any:
    return models.Membership.filter(_of_company("company", viewer)).values("user_id")


def _join(*parts: str) -> str:
    return "__".join(part for part in parts if part)


def _of_company(path: str, viewer: Viewer) -> Q:
    condition: dict[str, Any]
    if viewer.role is Role.CONTRACT_MANAGER:
        condition = {_join(path, "contract_manager_id"): viewer.manager_id}
    elif viewer.role is Role.HEALTH_MANAGER:
        condition = {_join(path, "health_manager_id"): viewer.manager_id}
    else:
        condition = {f"{path}_id" if path else "id": viewer.company_id}
    return Q(**condition)


def _users(viewer: Viewer) -> Q:
    """Match the companies' users for administrators and contract managers, else the viewer."""
    if not SeeUsers.allows(viewer):
        return Q(id=viewer.user_id)
    return Q(id=viewer.user_id) | Q(id__in=Subquery(_ids_of_users(viewer)))


def _managers(viewer: Viewer) -> Q:
    """Match the two managers of a client's company.

    A manager reaches their own row and those of the managers of the same companies.
    """
    companies = models.Company.filter(_of_company("", viewer))
    contract: Any = companies.values("contract_manager_id")
    health: Any = companies.values("health_manager_id")
    return Q(id=viewer.manager_id) | Q(id__in=Subquery(contract)) | Q(id__in=Subquery(health))


def _reached_events(viewer: Viewer) -> Q:
    """Match the viewer's own events and, for managers of users, those of the company's users.

    Events of the company's users that concern another company are excluded.
    """
    if not SeeSecurityEvents.allows(viewer):
        return Q(user_id=viewer.user_id)
    of_the_account = Q(company_id__isnull=True) & Q(user_id__in=Subquery(_ids_of_users(viewer)))
    return Q(user_id=viewer.user_id) | _of_company("company", viewer) | of_the_account
