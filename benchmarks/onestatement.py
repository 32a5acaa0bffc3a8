"""Dashboard by one SQL statement that builds the JSON: the limit of the database alone."""

from datetime import UTC, datetime, timedelta

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.handwritten import pooled
from benchmarks.handwritten_sql import LIVE
from models import hash_token


def global_id(kind: str) -> str:
    """Return the SQL for the global ID of a row of this kind."""
    return f"rtrim(translate(encode(convert_to('{kind}:' || replace(id::text, '-', ''), 'UTF8'), 'base64'), '+/', '-_'), '=')"


DASHBOARD = f"""WITH own AS MATERIALIZED (
  SELECT company.* {LIVE} AND string_to_array(membership.accesses, ' ') @> ARRAY['CLAIMS', 'INVOICES']),
page AS (SELECT claim.* FROM claim WHERE company_id = (SELECT id FROM own) ORDER BY created_at DESC, id DESC LIMIT 50),
papers AS (SELECT claim_id, json_agg(json_build_object('id', {global_id("Document")}, 'name', name, 'size', size, 'mediaType', media_type)
  ORDER BY uploaded_at, id) AS listed FROM document WHERE claim_id IN (SELECT id FROM page) GROUP BY claim_id),
bills AS (SELECT invoice.* FROM invoice WHERE company_id = (SELECT id FROM own) ORDER BY period_start DESC, id DESC LIMIT 12)
SELECT json_build_object('data', json_build_object(
'company', (SELECT json_build_object('name', name, 'uid', uid, 'managers',
  (SELECT json_agg(json_build_object('kind', kind, 'name', name, 'email', email, 'phone', phone)) FROM manager
   WHERE id IN (own.contract_manager_id, own.health_manager_id))) FROM own),
'claims', json_build_object('edges', (SELECT json_agg(json_build_object('node', json_build_object(
  'id', {global_id("Claim")}, 'number', number, 'kind', kind, 'status', status, 'eventDate', event_date,
  'insured', json_build_object('firstName', insured_first_name, 'lastName', insured_last_name), 'documents', coalesce(listed, '[]')))
  ORDER BY created_at DESC, id DESC) FROM page LEFT JOIN papers ON papers.claim_id = page.id)),
'invoices', json_build_object('edges', (SELECT json_agg(json_build_object('node', json_build_object(
  'id', {global_id("Invoice")}, 'number', number, 'period', json_build_object('start', period_start, 'end', period_end),
  'amount', json_build_object('amount', (amount / 100.0)::numeric(12, 2)::text, 'currency', 'CHF'), 'dueDate', due_date, 'status', status))
  ORDER BY period_start DESC, id DESC) FROM bills)))) FROM own"""


async def dashboard(request: Request) -> Response:
    """Respond with the JSON of the statement, which also checks the session."""
    token, now = request.headers["authorization"].removeprefix("Bearer "), datetime.now(UTC)
    async with request.app.state.pool.acquire() as connection:
        text = await connection.fetchval(
            DASHBOARD, hash_token(token), now, now - timedelta(minutes=30)
        )
    return Response(text, 200 if text else 403, media_type="application/json")


def create_app() -> Starlette:
    """Create the application on the database of Guichet's own setting."""
    return Starlette(routes=[Route("/dashboard", dashboard, methods=["POST"])], lifespan=pooled)
