"""The answer to an operation with a key: whose it is, what is kept of it, and who may have it again.

It is given again as it was, so only within the same rights: to whoever lost or won some since, it is not shown, and
nothing is done again; a manager who won a company has what it shows all the same.

An answer that bears a session's token is that session's: for a few minutes it is given to whoever asks again with the
token that it replaced, because with that token the client was left alone.
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
    """What somebody could do when an answer was given."""

    capacity: list[Any]
    """Role, accesses, and the company, membership or manager acted as."""
    companies: list[str]
    """The IDs of those that a manager reached."""


@dataclass(frozen=True, slots=True)
class ReplayedResponse:
    """An answer as it was given, and to whom."""

    data: Any
    errors: list[Any]
    """As clients read them."""
    cookie: str | None
    issued: str | None
    language: str
    rights: Rights | None
    at: str

    @classmethod
    def read(cls, kept: bytes) -> "ReplayedResponse":
        """An answer as it was kept."""
        parts = orjson.loads(zlib.decompress(kept))
        return cls(
            **{
                **parts,
                "rights": Rights(**parts["rights"]) if parts["rights"] is not None else None,
            }
        )

    def written(self) -> bytes:
        """What is kept of it: some hundred bytes, or a tenth of a long one."""
        return zlib.compress(orjson.dumps(self, default=str))


def owner_of(context: Context) -> str:
    """Whose keys an operation's are: the user's, the session's that waits for its second factor, or the network address's."""
    if context.viewer is not None:
        return f"user {context.viewer.user_id}"
    return (
        f"address {context.client.line}"
        if context.session_id is None
        else f"session {context.session_id}"
    )


def holder_of(context: Context) -> str | None:
    """The owner of answers by which a token was replaced: whoever has that token."""
    return None if context.token_hash is None else f"token {context.token_hash}"


async def keep(
    context: Context,
    idempotent: IdempotentOperation,
    before: Viewer | None,
    data: Any,
    errors: list[Any],
) -> None:
    """Keep an answer with all that was changed for it. It is for the rights at its end; for those `before` where it ended the session."""
    rights = await _rights(context.viewer or before)
    answer = ReplayedResponse(
        data,
        errors,
        context.cookie,
        context.issued,
        get_language(),
        rights,
        context.now.isoformat(),
    )
    await idempotent.keep(answer.written(), also=holder_of(context) if context.issued else None)
    context.later.append(partial(_forget, context.now))


async def find(context: Context, idempotent: IdempotentOperation) -> ReplayedResponse | None:
    """The answer that was given already; raises where it is not to be given again."""
    return await _for_whom_it_is(
        context, idempotent, await idempotent.find(idempotent.request.owner)
    )


async def find_by_former_token(
    context: Context, idempotent: IdempotentOperation
) -> ReplayedResponse | None:
    """The same for whoever comes with a token that is good no longer: the answer may have been the one that replaced it."""
    holder = holder_of(context)
    if holder is None or context.session_id is not None:
        return None
    return await _for_whom_it_is(context, idempotent, await idempotent.find(holder))


async def _for_whom_it_is(
    context: Context, idempotent: IdempotentOperation, kept: bytes | None
) -> ReplayedResponse | None:
    if kept is None:
        return None
    answer = ReplayedResponse.read(kept)
    if answer.issued is not None:
        await _stand_for_its_session(context, answer.issued, datetime.fromisoformat(answer.at))
    if context.viewer is not None and not _covers(await _rights(context.viewer), answer.rights):
        text = gettext(
            "This operation was carried out before, and your permissions have changed since: its "
            "response is not shown, and nothing is done again."
        )
        raise RequestError(409, "IDEMPOTENCY_RIGHTS_CHANGED", text)
    for refusal in (rule.refusal(context.viewer) for rule in idempotent.request.rules):
        if isinstance(refusal, StepUpRequired):
            raise refusal
    return answer


def give_again(context: Context, answer: ReplayedResponse) -> None:
    """Answer as before: the same cookie, in the same language."""
    context.cookie, context.replayed = answer.cookie, True
    activate(answer.language)


async def _stand_for_its_session(context: Context, issued: str, at: datetime) -> None:
    """An answer with a token is good while the token is: for its session, and for a short time for whoever asked for it."""
    session = await models.Session.get_or_none(token_hash=issued)
    young = context.now - at <= context.services.settings.code_lifetime
    if session is not None and (young or context.session_id == session.id):
        context.viewer = None
        await open_session(context, session_id=session.id)
    if session is None or context.session_id != session.id:
        raise Unauthenticated(gettext("Sign in with identifier and password first."))


async def _rights(viewer: Viewer | None) -> Rights | None:
    """What a viewer may do, and for whom."""
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
    """Whether nothing else may be done now than then; a manager keeps role and accesses when a company goes to another one, or comes."""
    if now is None or then is None:
        return now is then
    return now.capacity == then.capacity and set(now.companies) >= set(then.companies)


async def _forget(now: datetime) -> None:
    await models.IdempotencyRecord.filter(expires_at__lte=now).delete()
