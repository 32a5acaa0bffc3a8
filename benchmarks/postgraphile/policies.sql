-- Who may see what, in the database's own words: each company its own rows, and invoices only with their access.
-- The settings are read in sub-selects, once for each statement; Guichet's own connection owns the tables and is not bound.
DO $$ BEGIN
  CREATE ROLE peer_client NOLOGIN;
  CREATE ROLE peer_invoices NOLOGIN IN ROLE peer_client;
EXCEPTION WHEN duplicate_object THEN NULL; END $$;

GRANT SELECT ON company, manager, claim, document TO peer_client;
GRANT SELECT (id, first_name, last_name) ON "user" TO peer_client;
GRANT SELECT ON invoice TO peer_invoices;

ALTER TABLE company ENABLE ROW LEVEL SECURITY;
ALTER TABLE manager ENABLE ROW LEVEL SECURITY;
ALTER TABLE "user" ENABLE ROW LEVEL SECURITY;
ALTER TABLE claim ENABLE ROW LEVEL SECURITY;
ALTER TABLE document ENABLE ROW LEVEL SECURITY;
ALTER TABLE invoice ENABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS peer ON company;
CREATE POLICY peer ON company FOR SELECT TO peer_client USING (id = (SELECT current_setting('jwt.company')::uuid));
DROP POLICY IF EXISTS peer ON manager;
CREATE POLICY peer ON manager FOR SELECT TO peer_client USING (id IN (
  SELECT contract_manager_id FROM company UNION ALL SELECT health_manager_id FROM company));
DROP POLICY IF EXISTS peer ON "user";
CREATE POLICY peer ON "user" FOR SELECT TO peer_client USING (id = (SELECT current_setting('jwt.user')::uuid));
DROP POLICY IF EXISTS peer ON claim;
CREATE POLICY peer ON claim FOR SELECT TO peer_client USING (company_id = (SELECT current_setting('jwt.company')::uuid));
DROP POLICY IF EXISTS peer ON document;
CREATE POLICY peer ON document FOR SELECT TO peer_client USING (claim_id IN (
  SELECT id FROM claim WHERE company_id = (SELECT current_setting('jwt.company')::uuid)));
DROP POLICY IF EXISTS peer ON invoice;
CREATE POLICY peer ON invoice FOR SELECT TO peer_invoices USING (company_id = (SELECT current_setting('jwt.company')::uuid));

-- The names of the fields, as one would give them by hand.
COMMENT ON CONSTRAINT document_claim_id_fkey ON document IS '@foreignFieldName documents';
COMMENT ON CONSTRAINT company_contract_manager_id_fkey ON company IS '@fieldName contractManager';
COMMENT ON CONSTRAINT company_health_manager_id_fkey ON company IS '@fieldName healthManager';
COMMENT ON COLUMN document.uploaded_at IS '@behavior +orderBy';
