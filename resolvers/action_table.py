"""All that can be done to a row, on one screen: where it is done, its rule, and what can stand in the way."""

from collections.abc import Mapping, Sequence
from functools import partial

from tortoise import Model

import models
from models import ClaimStatus
from permissions import reopening
from permissions.claim import DeclareClaims, HandleClaims
from permissions.document import SeeDocuments, UploadDocuments
from permissions.invoice import SeeInvoices
from permissions.settlement import SeeSettlementLines
from permissions.user import (
    AddMemberships,
    ChangePersonalInformation,
    DecideFactorResets,
    GrantUserManagement,
    ManageUsers,
    StartFactorResets,
)
from resolvers.action import Act, Obstacles, by_row
from resolvers.draft import COMPLETE, submission_problems
from resolvers.preconditions import (
    cannot_become,
    needed_users,
    no_administrators,
    not_a_draft,
    not_active,
    not_invited,
    not_printed,
    staying,
    stays,
    undecidable,
    without_room,
)


def _becomes(status: ClaimStatus, only_from: ClaimStatus | None = None) -> Obstacles:
    return by_row(partial(cannot_become, status=status, only_from=only_from))


ACTS: Mapping[type[Model], Sequence[Act]] = {
    models.Claim: (
        Act("update", "Mutation.updateClaimDraft", DeclareClaims, by_row(not_a_draft), ("status",)),
        Act(
            "submit",
            "Mutation.submitClaim",
            DeclareClaims,
            submission_problems,
            ("status", *COMPLETE),
        ),
        Act(
            "upload_documents",
            "Mutation.uploadDocuments",
            UploadDocuments,
            without_room,
            ("company_id",),
        ),
        Act(
            "remove_documents",
            "Mutation.removeDocument",
            UploadDocuments,
            by_row(stays),
            ("status",),
        ),
        Act(
            "provide_information",
            "Mutation.provideInformation",
            DeclareClaims,
            _becomes(ClaimStatus.IN_REVIEW, ClaimStatus.INFORMATION_REQUESTED),
            ("status",),
        ),
        Act(
            "register",
            "Mutation.registerClaim",
            HandleClaims,
            _becomes(ClaimStatus.REGISTERED),
            ("status",),
        ),
        Act(
            "review",
            "Mutation.reviewClaim",
            HandleClaims,
            _becomes(ClaimStatus.IN_REVIEW),
            ("status",),
        ),
        Act(
            "request_information",
            "Mutation.requestInformation",
            HandleClaims,
            _becomes(ClaimStatus.INFORMATION_REQUESTED),
            ("status",),
        ),
        Act(
            "accept",
            "Mutation.acceptClaim",
            HandleClaims,
            _becomes(ClaimStatus.ACCEPTED),
            ("status",),
        ),
        Act(
            "refuse",
            "Mutation.refuseClaim",
            HandleClaims,
            _becomes(ClaimStatus.REFUSED),
            ("status",),
        ),
        Act(
            "close", "Mutation.closeClaim", HandleClaims, _becomes(ClaimStatus.CLOSED), ("status",)
        ),
        Act(
            "reopen",
            "Mutation.reopenClaim",
            HandleClaims,
            _becomes(ClaimStatus.REOPENED),
            ("status",),
        ),
    ),
    models.Document: (
        Act(
            "download",
            "Document.downloadUrl",
            SeeDocuments,
            reads=("category",),
            rule_of=lambda document: reopening(document.category),
        ),
        Act("remove", "Mutation.removeDocument", UploadDocuments, staying, ("claim_id",)),
    ),
    models.Settlement: (Act("see_lines", "Settlement.lines", SeeSettlementLines, reads=()),),
    models.Invoice: (
        Act("download", "Invoice.pdfUrl", SeeInvoices, by_row(not_printed), ("pdf_key",)),
    ),
    models.User: (
        Act("change_accesses", "Mutation.changeAccesses", ManageUsers, reads=()),
        Act("remove", "Mutation.removeUser", ManageUsers, needed_users, ()),
        Act(
            "resend_invitation",
            "Mutation.resendInvitation",
            ManageUsers,
            by_row(not_invited),
            ("status",),
        ),
        Act("end_sessions", "Mutation.endUserSessions", ManageUsers, reads=()),
        Act(
            "start_factor_reset",
            "Mutation.startFactorReset",
            StartFactorResets,
            by_row(not_active),
            ("status",),
        ),
        Act(
            "approve_factor_reset",
            "Mutation.approveFactorReset",
            DecideFactorResets,
            undecidable,
            (),
        ),
        Act(
            "refuse_factor_reset", "Mutation.refuseFactorReset", DecideFactorResets, undecidable, ()
        ),
        Act(
            "grant_user_management",
            "Mutation.grantUserManagement",
            GrantUserManagement,
            no_administrators,
            (),
        ),
        Act(
            "withdraw_user_management",
            "Mutation.withdrawUserManagement",
            GrantUserManagement,
            reads=(),
        ),
        Act("add_membership", "Mutation.addMembership", AddMemberships, reads=()),
        Act(
            "change_personal_information",
            "Mutation.changePersonalInformation",
            ChangePersonalInformation,
            reads=(),
        ),
    ),
}
"""The acts by the model of their row; `can` shows them in this order."""


def act_at(coordinate: str, model: type[Model]) -> Act | None:
    """What is done at a coordinate of the schema to a row of this model."""
    return next((act for act in ACTS.get(model, ()) if act.coordinate == coordinate), None)
