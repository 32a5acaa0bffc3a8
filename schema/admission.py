"""Admission of an operation: its limits are checked and its cost is charged before validation."""

from typing import Any

from graphql import GraphQLSchema, OperationType

from execution.operation_metrics import OperationMetrics
from pipeline.context import Context
from schema.document_limits import AnonymousFields, DocumentLimits
from schema.log_entry import note_cost
from settings import Limits


class Admission:
    """Limits of one schema, and the charge of its operations."""

    def __init__(self, schema: GraphQLSchema, limits: Limits) -> None:
        self.limits = DocumentLimits(limits)
        self._anonymous_fields = AnonymousFields(schema)

    async def admit(
        self,
        kind: OperationType,
        measure: OperationMetrics,
        variables: dict[str, Any] | None,
        context: Context | None,
        *,
        anonymous: bool,
    ) -> None:
        """Charge the cost of an operation; raises an error if a limit or too few points forbid it.

        Root fields that are not open to anonymous callers are refused first.
        """
        charge = context.request.charge if context is not None else None
        if charge is not None:
            charge.requested = measure.cost
        self._anonymous_fields.admit(kind, measure, anonymous=anonymous)
        self.limits.admit_lists(measure.lists, variables)
        self.limits.admit(measure, anonymous=anonymous)
        note_cost(measure.cost)
        if context is not None and charge is not None and charge.requested > charge.paid:
            await context.services.rate_limiter.pay(charge)

    def cost_extension(self, context: Context | None) -> dict[str, Any] | None:
        """Return `extensions.cost`: cost, limit and remaining points; None outside a request."""
        charge = context.request.charge if context is not None else None
        if charge is None:
            return None
        return {
            "cost": {
                "requested": charge.requested,
                "limit": self.limits.max_cost(anonymous=charge.anonymous),
                **charge.formatted(),
            }
        }
