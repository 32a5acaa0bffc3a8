"""Every order on one screen: its resolver, what its payload gives, its rule.

There is none by which users change their own personal information: the contract manager does (FAQ item 6).
"""

import strawberry

from permissions import (
    AddMemberships,
    Anyone,
    ChangeOwnSignIn,
    ChangePersonalInformation,
    ChangeSecondFactor,
    DecideFactorResets,
    DeclareClaims,
    EndOwnSessions,
    GrantUserManagement,
    HandleClaims,
    ManageUsers,
    StartFactorResets,
    UploadDocuments,
)
from resolvers.declaration import draft_claim, submit_claim, update_claim_draft
from resolvers.document import remove_document, upload_documents
from resolvers.factor_reset import approve_factor_reset, refuse_factor_reset, start_factor_reset
from resolvers.handling import (
    accept_claim,
    close_claim,
    provide_information,
    refuse_claim,
    register_claim,
    reopen_claim,
    request_information,
    review_claim,
)
from resolvers.management import add_membership, change_personal_information, grant_user_management, withdraw_user_management
from resolvers.passkey import (
    allow_passkey_alone,
    begin_passkey_sign_in,
    remove_passkey,
    sign_in_with_passkey,
    verify_second_factor_by_passkey,
)
from resolvers.password import change_password, request_password_reset, reset_password
from resolvers.session import end_other_sessions, end_session, end_user_sessions, sign_out, switch_company
from resolvers.sign_in import sign_in, verify_second_factor
from resolvers.step_up import prove_again, resend_code
from resolvers.two_factor import begin_two_factor_change, confirm_passkey, confirm_two_factor_change, renew_recovery_codes
from resolvers.user import add_user, change_accesses, remove_user, resend_invitation
from schema.access_change import AccessChange
from schema.claim import Claim
from schema.document import Document
from schema.order import order
from schema.session import Challenge, TwoFactorChange
from schema.user import User
from schema.viewer import Viewer


@strawberry.type(
    description="Everything that can be ordered. Each payload's `errors` says what to mend; a refusal is a top-level error. With the "
    "header `Idempotency-Key`, or a `clientMutationId` for each order, an operation is carried out once, however often it is sent."
)
class Mutation:
    """Everything that can be ordered."""

    sign_in = order(sign_in, gives={"challenge": Challenge, "token": str}, needs=Anyone)
    verify_second_factor = order(verify_second_factor, gives={"viewer": Viewer, "token": str}, needs=Anyone)
    verify_second_factor_by_passkey = order(verify_second_factor_by_passkey, gives={"viewer": Viewer, "token": str}, needs=Anyone)
    begin_passkey_sign_in = order(begin_passkey_sign_in, gives={"passkey": str}, needs=Anyone)
    sign_in_with_passkey = order(sign_in_with_passkey, gives={"viewer": Viewer, "token": str}, needs=Anyone)
    resend_code = order(resend_code, gives={"challenge": Challenge}, needs=Anyone)
    sign_out = order(sign_out, gives={"signed_out": bool}, needs=Anyone)
    request_password_reset = order(request_password_reset, gives={"accepted": bool}, needs=Anyone)
    reset_password = order(reset_password, gives={"changed": bool}, needs=Anyone)

    switch_company = order(switch_company, gives={"viewer": Viewer, "token": str}, needs=ChangeOwnSignIn)
    prove_again = order(prove_again, gives={"challenge": Challenge, "viewer": Viewer, "token": str}, needs=ChangeOwnSignIn)
    change_password = order(change_password, gives={"changed": bool, "token": str}, needs=ChangeOwnSignIn)
    end_session = order(end_session, gives={"ended": bool}, needs=EndOwnSessions)
    end_other_sessions = order(end_other_sessions, gives={"ended": int}, needs=EndOwnSessions)
    begin_two_factor_change = order(begin_two_factor_change, gives={"change": TwoFactorChange}, needs=ChangeSecondFactor)
    confirm_two_factor_change = order(
        confirm_two_factor_change, gives={"recovery_codes": list[str], "token": str}, needs=ChangeSecondFactor
    )
    confirm_passkey = order(confirm_passkey, gives={"recovery_codes": list[str], "token": str}, needs=ChangeSecondFactor)
    remove_passkey = order(remove_passkey, gives={"removed": bool}, needs=ChangeSecondFactor)
    allow_passkey_alone = order(allow_passkey_alone, gives={"allowed": bool}, needs=ChangeSecondFactor)
    renew_recovery_codes = order(renew_recovery_codes, gives={"recovery_codes": list[str]}, needs=ChangeSecondFactor)
    start_factor_reset = order(start_factor_reset, gives={"user": User}, needs=StartFactorResets)
    approve_factor_reset = order(approve_factor_reset, gives={"user": User}, needs=DecideFactorResets)
    refuse_factor_reset = order(refuse_factor_reset, gives={"user": User}, needs=DecideFactorResets)

    add_user = order(add_user, gives={"user": User}, needs=ManageUsers)
    change_accesses = order(change_accesses, gives={"user": User, "change": AccessChange}, needs=ManageUsers)
    remove_user = order(remove_user, gives={"user": User}, needs=ManageUsers)
    end_user_sessions = order(end_user_sessions, gives={"ended": int}, needs=ManageUsers)
    resend_invitation = order(resend_invitation, gives={"user": User}, needs=ManageUsers)
    grant_user_management = order(grant_user_management, gives={"user": User}, needs=GrantUserManagement)
    withdraw_user_management = order(withdraw_user_management, gives={"user": User}, needs=GrantUserManagement)
    add_membership = order(add_membership, gives={"user": User}, needs=AddMemberships)
    change_personal_information = order(change_personal_information, gives={"user": User}, needs=ChangePersonalInformation)

    draft_claim = order(draft_claim, gives={"claim": Claim}, needs=DeclareClaims)
    update_claim_draft = order(update_claim_draft, gives={"claim": Claim}, needs=DeclareClaims)
    submit_claim = order(submit_claim, gives={"claim": Claim}, needs=DeclareClaims)
    provide_information = order(provide_information, gives={"claim": Claim}, needs=DeclareClaims)
    upload_documents = order(upload_documents, gives={"documents": list[Document]}, needs=UploadDocuments)
    remove_document = order(remove_document, gives={"claim": Claim}, needs=UploadDocuments)

    register_claim = order(register_claim, gives={"claim": Claim}, needs=HandleClaims)
    review_claim = order(review_claim, gives={"claim": Claim}, needs=HandleClaims)
    request_information = order(request_information, gives={"claim": Claim}, needs=HandleClaims)
    accept_claim = order(accept_claim, gives={"claim": Claim}, needs=HandleClaims)
    refuse_claim = order(refuse_claim, gives={"claim": Claim}, needs=HandleClaims)
    close_claim = order(close_claim, gives={"claim": Claim}, needs=HandleClaims)
    reopen_claim = order(reopen_claim, gives={"claim": Claim}, needs=HandleClaims)
