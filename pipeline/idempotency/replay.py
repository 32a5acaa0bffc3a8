"""Response to an operation with a key: its owner, its stored form, and the rights to a replay.

A response is replayed as it was, so only under the same rights: if the viewer has lost or won some
since, it is not shown, and nothing is done again. A manager who has won a company still gets it.

A response that carries a session's token belongs to that session: for a few minutes it is replayed
to a client that retries with the token that it replaced, since no other token had reached it.
"""

import zlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import orjson

import models
from errors import RequestError, StepUpRequired, Unauthenticated
from i18n import activate, get_language, gettext
from permissions import Viewer, reach
from pipeline.context import Context
from pipeline.idempotency.operation import IdempotentOperation
from pipeline.session import open_session


@dataclass(frozen=True, slots=True)
class Rights:
    """Rights of a viewer when a response was given."""

    capacity: list[Any]
    """Role, accesses, and keys of company, membership and manager."""
    companies: list[str]
    """Keys of the companies in reach of a manager; empty for others."""


@dataclass(frozen=True, slots=True)
class ReplayedResponse:
    """Response as it was given, and the rights that it was given under."""

    data: Any
    errors: list[Any]
    """Formatted errors."""
    cookie: str | None
    issued: str | None
    language: str
    rights: Rights | None
    at: str

    @classmethod
    def read(cls, stored: bytes) -> "ReplayedResponse":
        """Return the response of its stored form."""
        parts = orjson.loads(zlib.decompress(stored))
        return cls(
            **{
                **parts,
                "rights": Rights(**parts["rights"]) if parts["rights"] is not None else None,
            }
        )

    def write(self) -> bytes:
        """Return the stored form: some hundred bytes, or a tenth of a long response."""
        return zlib.compress(orjson.dumps(self, default=str))


def owner_of(context: Context) -> str:
    """Return the owner of an operation's keys.

    That is the user, the session that waits for its second factor, or the network address.
    """
    if context.viewer is not None:
        return f"user {context.viewer.user_id}"
    return (
        f"address {context.request.client.address_key}"
        if context.session.id is None
        else f"session {context.session.id}"
    )


def holder_of(context: Context) -> str | None:
    """Return the owner of responses that replaced the request's token; None without a token."""
    return None if context.request.token_hash is None else f"token {context.request.token_hash}"


async def keep(
    context: Context,
    idempotent: IdempotentOperation,
    before: Viewer | None,
    data: Any,
    errors: list[Any],
) -> None:
    """Keep a response with its changes.

    It is bound to the viewer's rights at its end, or to those of `before` if it ended the session.
    """
    rights = await _rights(context.viewer or before)
    state = context.response
    response = ReplayedResponse(
        data,
        errors,
        state.cookie,
        state.issued_hash,
        get_language(),
        rights,
        context.now.isoformat(),
    )
    await idempotent.keep(response.write(), also=holder_of(context) if state.issued_hash else None)
    context.after_response(partial(_delete_expired, context.now))


async def find(context: Context, idempotent: IdempotentOperation) -> ReplayedResponse | None:
    """Return the response given under this key; raises an error if it must not be replayed."""
    stored = await idempotent.find(idempotent.request.owner)
    return None if stored is None else await _replayed(context, idempotent, stored)


async def find_by_former_token(
    context: Context, idempotent: IdempotentOperation
) -> ReplayedResponse | None:
    """Return the response that replaced the request's token, which is no longer valid."""
    holder = holder_of(context)
    if holder is None or context.session.id is not None:
        return None
    stored = await idempotent.find(holder)
    return None if stored is None else await _replayed(context, idempotent, stored)


async def _replayed(
    context: Context, idempotent: IdempotentOperation, stored: bytes
) -> ReplayedResponse:
    """Return a stored response to a viewer with the same rights: same cookie, same language."""
    response = ReplayedResponse.read(stored)
    if response.issued is not None:
        await _enter_session(context, response.issued, datetime.fromisoformat(response.at))
    if context.viewer is not None and not _covers(await _rights(context.viewer), response.rights):
        text = gettext(
            "This operation was carried out before, and your permissions have changed since: its "
            "response is not shown, and nothing is done again."
        )
        raise RequestError(409, "IDEMPOTENCY_RIGHTS_CHANGED", text)
    for refusal in (rule.refusal(context.viewer) for rule in idempotent.request.rules):
        if isinstance(refusal, StepUpRequired):
            raise refusal
    context.response.cookie, context.response.replayed = response.cookie, True
    activate(response.language)
    return response


async def _enter_session(context: Context, issued_hash: str, at: datetime) -> None:
    """Enter the session of the token that a response has issued at that moment.

    Raises `Unauthenticated` if the token is no longer valid, or if the request is of another
    session and comes later than a code's lifetime.
    """
    session = await models.Session.get_or_none(token_hash=issued_hash)
    is_recent = context.now - at <= context.services.settings.code_lifetime
    if session is not None and (is_recent or context.session.id == session.id):
        context.viewer = None
        await open_session(context, session_id=session.id)
    if session is None or context.session.id != session.id:
        raise Unauthenticated(gettext("Sign in with identifier and password first."))


async def _rights(viewer: Viewer | None) -> Rights | None:
    """Return the rights of a viewer; None for an anonymous caller."""
    if viewer is None:
        return None
    capacity = [str(key) for key in (viewer.company_id, viewer.membership_id, viewer.manager_id)]
    companies: Any = (
        await reach(models.Company, viewer).values_list("id", flat=True)
        if viewer.manager_id
        else ()
    )
    return Rights([viewer.role, sorted(viewer.accesses), *capacity], [key.hex for key in companies])


def _covers(now: Rights | None, then: Rights | None) -> bool:
    """Return True if the rights are the same; more companies in a manager's reach are allowed.

    A manager keeps role and accesses when companies are reassigned, so companies are compared.
    """
    if now is None or then is None:
        return now is then
    return now.capacity == then.capacity and set(now.companies) >= set(then.companies)


async def _delete_expired(now: datetime) -> None:
    await models.IdempotencyRecord.filter(expires_at__lte=now).delete()
