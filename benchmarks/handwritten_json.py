"""Rows of the hand-written endpoints as JSON, in the shape of Guichet's responses."""

import base64
from typing import Any
from uuid import UUID


def global_id(kind: bytes, key: UUID) -> str:
    """Return the global ID of a row, as Guichet's."""
    return base64.urlsafe_b64encode(kind + b":" + key.hex.encode()).decode().rstrip("=")


def claim_of(row: Any, documents: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a claim as the dashboard shows it."""
    return {
        "id": global_id(b"Claim", row["id"]),
        "number": row["number"],
        "kind": row["kind"],
        "status": row["status"],
        "eventDate": row["event_date"],
        "insured": {"firstName": row["insured_first_name"], "lastName": row["insured_last_name"]},
        "documents": documents,
    }


def invoice_of(row: Any) -> dict[str, Any]:
    """Return an invoice as the dashboard shows it."""
    return {
        "id": global_id(b"Invoice", row["id"]),
        "number": row["number"],
        "period": {"start": row["period_start"], "end": row["period_end"]},
        "amount": {"amount": f"{row['amount'] / 100:.2f}", "currency": "CHF"},
        "dueDate": row["due_date"],
        "status": row["status"],
    }
