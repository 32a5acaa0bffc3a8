"""Reset of the second factor of a manager, on another manager's approval."""

from dataclasses import replace

from tortoise.transactions import in_transaction

import models
from errors import StartError
from models import SecurityEventKind
from permissions import viewer_of_manager
from pipeline.context import Context
from pipeline.services import Services
from resolvers.authentication.factor_reset import reset_factor
from resolvers.authentication.security_notice import notify


async def reset_manager(services: Services, identifier: str, approved_by: str) -> str:
    """Reset the second factor of a manager; returns the text for the operator.

    The manager is notified by mail. Raises `StartError`.
    """
    if identifier == approved_by:
        raise StartError(
            "--approved-by must name another manager than the one whose second factor is reset."
        )
    lost, other = [await _active_manager(named) for named in (identifier, approved_by)]
    context = Context(services, viewer=replace(viewer_of_manager(other), name=other.name))
    async with in_transaction():
        await reset_factor(context, lost.user)
    notify(context, SecurityEventKind.FACTOR_RESET_APPROVED, lost.user)
    for task in context.response.tasks:
        await task()
    return f"{lost.name} signs in with the password and a code by e-mail; all sessions have ended."


async def _active_manager(identifier: str) -> models.Manager:
    manager = await models.Manager.get_or_none(user__identifier=identifier).select_related("user")
    if manager is None:
        raise StartError(
            f"There is no manager with the identifier {identifier}; for a user of a company, the "
            "contract manager starts the reset in the portal."
        )
    if manager.user.status is not models.UserStatus.ACTIVE:
        raise StartError(
            f"{manager.name}, {identifier}, is not an active manager: the status is "
            f"{manager.user.status.value.lower()}."
        )
    return manager
