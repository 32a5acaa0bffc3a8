"""Statements of the hand-written endpoints."""

LIVE = """FROM session JOIN "user" ON "user".id = session.user_id JOIN membership ON membership.id = session.membership_id
JOIN company ON company.id = membership.company_id
WHERE session.token_hash = $1 AND session.expires_at > $2 AND session.last_used_at > $3 AND session.proved_at IS NOT NULL
AND "user".status = 'ACTIVE'"""
SESSION = f'SELECT company.id AS company_id, "user".first_name, membership.accesses {LIVE}'
COMPANY = f"""SELECT company.id AS company_id, company.name, company.uid, membership.accesses,
c.kind AS c_kind, c.name AS c_name, c.email AS c_email, c.phone AS c_phone,
h.kind AS h_kind, h.name AS h_name, h.email AS h_email, h.phone AS h_phone
{LIVE.replace("WHERE", "JOIN manager c ON c.id = company.contract_manager_id JOIN manager h ON h.id = company.health_manager_id WHERE")}"""
CLAIMS = """SELECT id, number, kind, status, event_date, insured_first_name, insured_last_name FROM claim WHERE company_id = $1
ORDER BY created_at DESC, id DESC LIMIT $2"""
CLAIM = """SELECT id, number, kind, status, event_date, insured_first_name, insured_last_name FROM claim WHERE company_id = $1 AND id = $2"""
DOCUMENTS = "SELECT id, claim_id, name, size, media_type FROM document WHERE claim_id = ANY($1) ORDER BY uploaded_at, id"
INVOICES = """SELECT id, number, period_start, period_end, amount, due_date, status FROM invoice WHERE company_id = $1
ORDER BY period_start DESC, id DESC LIMIT $2"""
INSERT = """INSERT INTO document (id, claim_id, name, media_type, size, sha256, category, uploaded_by, uploaded_at, storage_key)
SELECT $1, claim.id, $3, $4, $5, $6, 'GENERAL', $7, $8, $9 FROM claim WHERE claim.id = $2 AND claim.company_id = $10 RETURNING id"""
