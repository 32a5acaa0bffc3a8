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
    DeclareClaims,
    GrantUserManagement,
    HandleClaims,
    ManageUsers,
    UploadDocuments,
)
from resolvers.declaration import draft_claim, submit_claim, update_claim_draft
from resolvers.document import remove_document, upload_documents
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
from resolvers.password import request_password_reset, reset_password
from resolvers.session import prove_again, sign_in, sign_out, switch_company, verify_second_factor
from resolvers.two_factor import begin_two_factor_change, confirm_two_factor_change
from resolvers.user import add_user, change_accesses, remove_user, resend_invitation
from schema.claim import Claim
from schema.document import Document
from schema.order import order
from schema.session import Challenge, TwoFactorChange
from schema.user import User
from schema.viewer import Viewer


@strawberry.type(description="Everything that can be ordered. Each payload's `errors` says what to mend; a refusal is a top-level error.")
class Mutation:
    """Everything that can be ordered."""

    sign_in = order(sign_in, gives={"challenge": Challenge, "token": str}, needs=Anyone)
    verify_second_factor = order(verify_second_factor, gives={"viewer": Viewer, "token": str}, needs=Anyone)
    sign_out = order(sign_out, gives={"signed_out": bool}, needs=Anyone)
    request_password_reset = order(request_password_reset, gives={"accepted": bool}, needs=Anyone)
    reset_password = order(reset_password, gives={"changed": bool}, needs=Anyone)
    switch_company = order(switch_company, gives={"viewer": Viewer}, needs=ChangeOwnSignIn)
    prove_again = order(prove_again, gives={"challenge": Challenge, "viewer": Viewer, "token": str}, needs=ChangeOwnSignIn)
    begin_two_factor_change = order(begin_two_factor_change, gives={"change": TwoFactorChange}, needs=ChangeSecondFactor)
    confirm_two_factor_change = order(confirm_two_factor_change, gives={"recovery_codes": list[str]}, needs=ChangeSecondFactor)

    add_user = order(add_user, gives={"user": User}, needs=ManageUsers)
    change_accesses = order(change_accesses, gives={"user": User}, needs=ManageUsers)
    remove_user = order(remove_user, gives={"user": User}, needs=ManageUsers)
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
