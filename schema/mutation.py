"""All mutations on one screen: resolver, payload fields and rule of each.

Users cannot change their own personal information: the contract manager does (FAQ item 6).
"""

import strawberry

from permissions import Anyone
from permissions.claim import DeclareClaims, HandleClaims
from permissions.document import UploadDocuments
from permissions.user import (
    AddMemberships,
    ChangeOwnSignIn,
    ChangePersonalInformation,
    ChangeSecondFactor,
    DecideFactorResets,
    EndOwnSessions,
    GrantUserManagement,
    ManageUsers,
    StartFactorResets,
)
from resolvers.authentication.factor_reset import (
    approve_factor_reset,
    refuse_factor_reset,
    start_factor_reset,
)
from resolvers.authentication.passkey import (
    begin_passkey_sign_in,
    sign_in_with_passkey,
    verify_second_factor_by_passkey,
)
from resolvers.authentication.passkey_management import allow_passkey_alone, remove_passkey
from resolvers.authentication.password import change_password
from resolvers.authentication.password_reset import request_password_reset, reset_password
from resolvers.authentication.recovery_code import renew_recovery_codes
from resolvers.authentication.session import (
    end_other_sessions,
    end_session,
    end_user_sessions,
    sign_out,
    switch_company,
)
from resolvers.authentication.sign_in import sign_in, verify_second_factor
from resolvers.authentication.step_up import prove_again, resend_code
from resolvers.authentication.two_factor import (
    begin_two_factor_change,
    confirm_passkey,
    confirm_two_factor_change,
)
from resolvers.claim_handling import (
    accept_claim,
    close_claim,
    provide_information,
    refuse_claim,
    register_claim,
    reopen_claim,
    request_information,
    review_claim,
)
from resolvers.declaration import draft_claim, submit_claim, update_claim_draft
from resolvers.document import remove_document, upload_documents
from resolvers.management import (
    change_personal_information,
    grant_user_management,
    withdraw_user_management,
)
from resolvers.membership import add_membership, change_accesses, remove_user
from resolvers.user import add_user, resend_invitation
from schema.access_change import AccessChange
from schema.claim import Claim
from schema.document import Document
from schema.mutation_field import mutation
from schema.session import Challenge, TwoFactorChange
from schema.user import User
from schema.viewer import Viewer


@strawberry.type
class Mutation:
    """Mutations of the API, carried out one after the other.

    Errors in the input are in `errors` of the payload; others are top-level errors, with
    `extensions.code` `UNAUTHENTICATED`, `FORBIDDEN`, `STEP_UP_REQUIRED`, `NOT_FOUND`,
    `BAD_USER_INPUT`, `LIMIT_EXCEEDED` or `UNAVAILABLE`. With the header `Idempotency-Key`, or a
    `clientMutationId` for each mutation, an operation is carried out only once, even if it is sent
    again: a retry with the same key, document and variables returns the stored response.
    """

    sign_in = mutation(sign_in, gives={"challenge": Challenge, "token": str}, needs=Anyone)
    verify_second_factor = mutation(
        verify_second_factor, gives={"viewer": Viewer, "token": str}, needs=Anyone
    )
    verify_second_factor_by_passkey = mutation(
        verify_second_factor_by_passkey, gives={"viewer": Viewer, "token": str}, needs=Anyone
    )
    begin_passkey_sign_in = mutation(begin_passkey_sign_in, gives={"passkey": str}, needs=Anyone)
    sign_in_with_passkey = mutation(
        sign_in_with_passkey, gives={"viewer": Viewer, "token": str}, needs=Anyone
    )
    resend_code = mutation(resend_code, gives={"challenge": Challenge}, needs=Anyone)
    sign_out = mutation(sign_out, gives={"signed_out": bool}, needs=Anyone)
    request_password_reset = mutation(
        request_password_reset, gives={"accepted": bool}, needs=Anyone
    )
    reset_password = mutation(reset_password, gives={"changed": bool}, needs=Anyone)

    switch_company = mutation(
        switch_company, gives={"viewer": Viewer, "token": str}, needs=ChangeOwnSignIn
    )
    prove_again = mutation(
        prove_again,
        gives={"challenge": Challenge, "viewer": Viewer, "token": str},
        needs=ChangeOwnSignIn,
    )
    change_password = mutation(
        change_password, gives={"changed": bool, "token": str}, needs=ChangeOwnSignIn
    )
    end_session = mutation(end_session, gives={"ended": bool}, needs=EndOwnSessions)
    end_other_sessions = mutation(end_other_sessions, gives={"ended": int}, needs=EndOwnSessions)
    begin_two_factor_change = mutation(
        begin_two_factor_change, gives={"change": TwoFactorChange}, needs=ChangeSecondFactor
    )
    confirm_two_factor_change = mutation(
        confirm_two_factor_change,
        gives={"recovery_codes": list[str], "token": str},
        needs=ChangeSecondFactor,
    )
    confirm_passkey = mutation(
        confirm_passkey, gives={"recovery_codes": list[str], "token": str}, needs=ChangeSecondFactor
    )
    remove_passkey = mutation(remove_passkey, gives={"removed": bool}, needs=ChangeSecondFactor)
    allow_passkey_alone = mutation(
        allow_passkey_alone, gives={"allowed": bool}, needs=ChangeSecondFactor
    )
    renew_recovery_codes = mutation(
        renew_recovery_codes, gives={"recovery_codes": list[str]}, needs=ChangeSecondFactor
    )
    start_factor_reset = mutation(start_factor_reset, gives={"user": User}, needs=StartFactorResets)
    approve_factor_reset = mutation(
        approve_factor_reset, gives={"user": User}, needs=DecideFactorResets
    )
    refuse_factor_reset = mutation(
        refuse_factor_reset, gives={"user": User}, needs=DecideFactorResets
    )

    add_user = mutation(add_user, gives={"user": User}, needs=ManageUsers)
    change_accesses = mutation(
        change_accesses, gives={"user": User, "change": AccessChange}, needs=ManageUsers
    )
    remove_user = mutation(remove_user, gives={"user": User}, needs=ManageUsers)
    end_user_sessions = mutation(end_user_sessions, gives={"ended": int}, needs=ManageUsers)
    resend_invitation = mutation(resend_invitation, gives={"user": User}, needs=ManageUsers)
    grant_user_management = mutation(
        grant_user_management, gives={"user": User}, needs=GrantUserManagement
    )
    withdraw_user_management = mutation(
        withdraw_user_management, gives={"user": User}, needs=GrantUserManagement
    )
    add_membership = mutation(add_membership, gives={"user": User}, needs=AddMemberships)
    change_personal_information = mutation(
        change_personal_information, gives={"user": User}, needs=ChangePersonalInformation
    )

    draft_claim = mutation(draft_claim, gives={"claim": Claim}, needs=DeclareClaims)
    update_claim_draft = mutation(update_claim_draft, gives={"claim": Claim}, needs=DeclareClaims)
    submit_claim = mutation(submit_claim, gives={"claim": Claim}, needs=DeclareClaims)
    provide_information = mutation(provide_information, gives={"claim": Claim}, needs=DeclareClaims)
    upload_documents = mutation(
        upload_documents, gives={"documents": list[Document]}, needs=UploadDocuments
    )
    remove_document = mutation(remove_document, gives={"claim": Claim}, needs=UploadDocuments)

    register_claim = mutation(register_claim, gives={"claim": Claim}, needs=HandleClaims)
    review_claim = mutation(review_claim, gives={"claim": Claim}, needs=HandleClaims)
    request_information = mutation(request_information, gives={"claim": Claim}, needs=HandleClaims)
    accept_claim = mutation(accept_claim, gives={"claim": Claim}, needs=HandleClaims)
    refuse_claim = mutation(refuse_claim, gives={"claim": Claim}, needs=HandleClaims)
    close_claim = mutation(close_claim, gives={"claim": Claim}, needs=HandleClaims)
    reopen_claim = mutation(reopen_claim, gives={"claim": Claim}, needs=HandleClaims)
