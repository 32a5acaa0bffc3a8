"""All actions on rows: schema coordinate, rule and precondition of each."""

from collections.abc import Mapping, Sequence
from functools import partial

from tortoise import Model

import models
from models import ClaimStatus
from permissions import Rule, download_rule
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
from resolvers.authentication.factor_reset import check_active, check_reset_decision
from resolvers.claim_handling import check_transition
from resolvers.decision import Action, for_each_row
from resolvers.declaration import SUBMISSION_COLUMNS, check_submission
from resolvers.invoice import check_pdf_exists
from resolvers.preconditions import (
    check_administrators,
    check_document_quota,
    check_document_removal,
    check_draft,
    check_invited,
    check_removal_from_claim,
    check_user_removal,
)


def _status_change(
    name: str,
    coordinate: str,
    status: ClaimStatus,
    rule: type[Rule] = HandleClaims,
    only_from: ClaimStatus | None = None,
) -> Action:
    check = partial(check_transition, status=status, only_from=only_from)
    return Action(name, coordinate, rule, for_each_row(check), ("status",))


ACTIONS: Mapping[type[Model], Sequence[Action]] = {
    models.Claim: (
        Action(
            "update",
            "Mutation.updateClaimDraft",
            DeclareClaims,
            for_each_row(check_draft),
            ("status",),
        ),
        Action(
            "submit",
            "Mutation.submitClaim",
            DeclareClaims,
            check_submission,
            ("status", *SUBMISSION_COLUMNS),
        ),
        Action(
            "upload_documents",
            "Mutation.uploadDocuments",
            UploadDocuments,
            check_document_quota,
            ("company_id",),
        ),
        Action(
            "remove_documents",
            "Mutation.removeDocument",
            UploadDocuments,
            for_each_row(check_removal_from_claim),
            ("status",),
        ),
        _status_change(
            "provide_information",
            "Mutation.provideInformation",
            ClaimStatus.IN_REVIEW,
            DeclareClaims,
            ClaimStatus.INFORMATION_REQUESTED,
        ),
        _status_change("register", "Mutation.registerClaim", ClaimStatus.REGISTERED),
        _status_change("review", "Mutation.reviewClaim", ClaimStatus.IN_REVIEW),
        _status_change(
            "request_information", "Mutation.requestInformation", ClaimStatus.INFORMATION_REQUESTED
        ),
        _status_change("accept", "Mutation.acceptClaim", ClaimStatus.ACCEPTED),
        _status_change("refuse", "Mutation.refuseClaim", ClaimStatus.REFUSED),
        _status_change("close", "Mutation.closeClaim", ClaimStatus.CLOSED),
        _status_change("reopen", "Mutation.reopenClaim", ClaimStatus.REOPENED),
    ),
    models.Document: (
        Action(
            "download",
            "Document.downloadUrl",
            SeeDocuments,
            reads=("category",),
            rule_of=lambda document: download_rule(document.category),
        ),
        Action(
            "remove",
            "Mutation.removeDocument",
            UploadDocuments,
            check_document_removal,
            ("claim_id",),
        ),
    ),
    models.Settlement: (Action("see_lines", "Settlement.lines", SeeSettlementLines, reads=()),),
    models.Invoice: (
        Action(
            "download", "Invoice.pdfUrl", SeeInvoices, for_each_row(check_pdf_exists), ("pdf_key",)
        ),
    ),
    models.User: (
        Action("change_accesses", "Mutation.changeAccesses", ManageUsers, reads=()),
        Action("remove", "Mutation.removeUser", ManageUsers, check_user_removal, ()),
        Action(
            "resend_invitation",
            "Mutation.resendInvitation",
            ManageUsers,
            for_each_row(check_invited),
            ("status",),
        ),
        Action("end_sessions", "Mutation.endUserSessions", ManageUsers, reads=()),
        Action(
            "start_factor_reset",
            "Mutation.startFactorReset",
            StartFactorResets,
            for_each_row(check_active),
            ("status",),
        ),
        Action(
            "approve_factor_reset",
            "Mutation.approveFactorReset",
            DecideFactorResets,
            check_reset_decision,
            (),
        ),
        Action(
            "refuse_factor_reset",
            "Mutation.refuseFactorReset",
            DecideFactorResets,
            check_reset_decision,
            (),
        ),
        Action(
            "grant_user_management",
            "Mutation.grantUserManagement",
            GrantUserManagement,
            check_administrators,
            (),
        ),
        Action(
            "withdraw_user_management",
            "Mutation.withdrawUserManagement",
            GrantUserManagement,
            reads=(),
        ),
        Action("add_membership", "Mutation.addMembership", AddMemberships, reads=()),
        Action(
            "change_personal_information",
            "Mutation.changePersonalInformation",
            ChangePersonalInformation,
            reads=(),
        ),
    ),
}
"""Actions by the model of their row, in the order of the fields of `can`."""


def find_action(coordinate: str, model: type[Model]) -> Action | None:
    """Return the action of this coordinate on a row of this model, or None."""
    return next(
        (action for action in ACTIONS.get(model, ()) if action.coordinate == coordinate), None
    )
