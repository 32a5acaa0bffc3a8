"""What in a row's state stands in the way of an order: the order checks it, and `can` tells it beforehand."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from tortoise.expressions import Aggregate
from tortoise.functions import Count, Sum

import models
from errors import Invalid, Problem
from i18n import gettext
from models import Access, ClaimStatus, Role, label
from permissions import grantable_by, reach
from pipeline.context import Context

Problems = Sequence[Problem]


def stop(problems: Problems) -> None:
    """Raise `Invalid` where something stands in the way."""
    if problems:
        raise Invalid(*problems)


def not_a_draft(claim: models.Claim) -> Problems:
    """A submitted claim is changed no more."""
    if claim.status is ClaimStatus.DRAFT:
        return ()
    return (
        _problem(
            "NOT_A_DRAFT",
            "claimId",
            gettext(
                "The claim has been submitted and can no longer be changed: write to the health manager or "
                "transfer a document."
            ),
        ),
    )


def stays(claim: models.Claim, field: str = "documentId") -> Problems:
    """The documents of a submitted claim stay."""
    if claim.status is ClaimStatus.DRAFT:
        return ()
    return (
        _problem(
            "NOT_A_DRAFT",
            field,
            gettext("The claim has been submitted: its documents can no longer be removed."),
        ),
    )


def cannot_become(
    claim: models.Claim, status: ClaimStatus, only_from: ClaimStatus | None = None
) -> Problems:
    """A claim goes from each status to some others only; from `only_from` where one order among several leads there."""
    if only_from not in (None, claim.status):
        return (
            _problem(
                "STATUS_DOES_NOT_ALLOW",
                "claimId",
                gettext("The insurer is not waiting for information on this claim."),
            ),
        )
    if status in models.FOLLOWING[claim.status]:
        return ()
    steps = {"before": label(claim.status), "after": label(status)}
    return (
        _problem(
            "STATUS_DOES_NOT_ALLOW",
            "claimId",
            gettext(
                "The status of a claim cannot change from “%(before)s” to “%(after)s”.", **steps
            ),
        ),
    )


async def without_room(
    context: Context, claims: Sequence[models.Claim], more: int = 1, size: int = 1
) -> list[Problems]:
    """A claim has so many documents, those of a company have so many bytes, and no more."""
    number, total = (
        context.services.settings.max_documents,
        context.services.settings.max_company_bytes,
    )
    numbers = await _of_documents("claim_id", [claim.pk for claim in claims], Count("id"))
    sizes = await _of_documents(
        "claim__company_id", [claim.company_id for claim in claims], Sum("size")
    )
    full = _problem(
        "TOO_MANY_DOCUMENTS",
        "files",
        gettext("A claim may have at most %(count)s documents.", count=number),
    )
    over = _problem(
        "QUOTA_EXCEEDED",
        "files",
        gettext(
            "The documents of a company may have at most %(count)s bytes in total.", count=total
        ),
    )
    return [
        [full] * (numbers[claim.pk] + more > number)
        + [over] * (sizes[claim.company_id] + size > total)
        for claim in claims
    ]


async def _of_documents(column: str, keys: Sequence[UUID], what: Aggregate) -> Counter[UUID]:
    """What all documents of each key come to."""
    found: Any = (
        models.Document.filter(**{f"{column}__in": set(keys)}).annotate(found=what).group_by(column)
    )
    return Counter(dict(await found.values_list(column, "found")))


async def staying(context: Context, documents: Sequence[models.Document]) -> list[Problems]:
    """Documents of submitted claims stay."""
    claims = await reach(models.Claim, context.signed_in()).filter(
        id__in={document.claim_id for document in documents}
    )
    found = {claim.id: stays(claim) for claim in claims}
    return [found.get(document.claim_id, ()) for document in documents]


async def needed(
    context: Context, memberships: Sequence[models.Membership], field: str = "userId"
) -> list[Problems]:
    """Nobody removes their own management, and no company is left without an active administrator."""
    administrators = [
        membership for membership in memberships if membership.role is Role.ADMINISTRATOR
    ]
    active = models.Membership.filter(
        company_id__in={membership.company_id for membership in administrators},
        role=Role.ADMINISTRATOR,
        user__status=models.UserStatus.ACTIVE,
    )
    others = await active.values_list("company_id", "user_id") if administrators else []
    return [_needed(context, membership, others, field) for membership in memberships]


def _needed(
    context: Context, membership: models.Membership, active: Collection[Any], field: str
) -> Problems:
    if membership.role is not Role.ADMINISTRATOR:
        return ()
    if membership.user_id == context.signed_in().user_id:
        return (
            _problem(
                "OWN_MANAGEMENT", field, gettext("You cannot withdraw your own user management.")
            ),
        )
    if any(
        company == membership.company_id and user != membership.user_id for company, user in active
    ):
        return ()
    return (
        _problem("LAST_ADMINISTRATOR", field, gettext("The company would have no administrator.")),
    )


async def needed_users(context: Context, users: Sequence[models.User]) -> list[Problems]:
    """The same, of users in the company that the viewer acts for."""
    found = await reach(models.Membership, context.signed_in()).filter(
        user_id__in=[user.pk for user in users]
    )
    problems = dict(
        zip((membership.user_id for membership in found), await needed(context, found), strict=True)
    )
    return [problems.get(user.pk, ()) for user in users]


async def undecidable(context: Context, users: Sequence[models.User]) -> list[Problems]:
    """A reset of the second factor is decided while it waits, and by another manager than the one who started it."""
    waiting = models.FactorReset.filter(
        user_id__in=[user.pk for user in users], expires_at__gt=context.now
    )
    started_by = dict(await waiting.values_list("user_id", "started_by_id"))
    return [_of_reset(started_by.get(user.pk), context.signed_in().manager_id) for user in users]


def _of_reset(started_by: UUID | None, manager_id: UUID | None) -> Problems:
    if started_by is None:
        return (_problem("NO_RESET", "userId", gettext("No reset is under way for this user.")),)
    if started_by == manager_id:
        return (
            _problem(
                "OWN_RESET",
                "userId",
                gettext(
                    "The manager who started the reset cannot decide on it: another manager must."
                ),
            ),
        )
    return ()


async def no_administrators(context: Context, users: Sequence[models.User]) -> list[Problems]:
    """Only an administrator can manage users."""
    memberships = reach(models.Membership, context.signed_in()).filter(
        user_id__in=[user.pk for user in users], role=Role.ADMINISTRATOR
    )
    administrators = set(await memberships.values_list("user_id", flat=True))
    return [() if user.pk in administrators else (no_administrator(),) for user in users]


def no_administrator() -> Problem:
    """Only an administrator can manage users."""
    return _problem(
        "NOT_AN_ADMINISTRATOR", "userId", gettext("Only an administrator can manage users.")
    )


def not_grantable(accesses: Collection[Access], field: str) -> Problems:
    """Nobody opens or closes what is not theirs to open: `GRANTED_BY` says what an administrator opens."""
    foreign = sorted(set(accesses) - grantable_by(Role.ADMINISTRATOR))
    if not foreign:
        return ()
    named = ", ".join(label(access) for access in foreign)
    return (
        _problem(
            "NOT_YOURS_TO_GRANT",
            field,
            gettext(
                "Only your contract manager can grant or withdraw: %(accesses)s.", accesses=named
            ),
        ),
    )


def not_invited(user: models.User) -> Problems:
    """Who has a password needs no invitation."""
    if user.status is models.UserStatus.INVITED:
        return ()
    return (_problem("NOT_INVITED", "userId", gettext("This user has already set a password.")),)


def not_active(user: models.User) -> Problems:
    """Who has never signed in, or may not, has no second factor to reset."""
    if user.status is models.UserStatus.ACTIVE:
        return ()
    return (_problem("NOT_ACTIVE", "userId", gettext("This user has no second factor to reset.")),)


def not_printed(invoice: models.Invoice) -> Problems:
    """An invoice whose PDF was never kept cannot be downloaded."""
    return (
        ()
        if invoice.pdf_key
        else (_problem("NO_PDF", "id", gettext("There is no PDF of this invoice.")),)
    )


def _problem(code: str, field: str, message: str) -> Problem:
    return Problem(code, tuple(field.split(".")), message)
