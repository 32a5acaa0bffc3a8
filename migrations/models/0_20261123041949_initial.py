from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

UPGRADE = {
    "sqlite": """
CREATE TABLE "user" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "identifier" VARCHAR(20) NOT NULL UNIQUE,
    "email" VARCHAR(254) NOT NULL,
    "first_name" VARCHAR(60) NOT NULL,
    "last_name" VARCHAR(60) NOT NULL,
    "phone" VARCHAR(32) NOT NULL,
    "language" VARCHAR(2) NOT NULL /* FR: FR\nDE: DE\nIT: IT\nEN: EN */,
    "status" VARCHAR(9) NOT NULL /* INVITED: INVITED\nACTIVE: ACTIVE\nSUSPENDED: SUSPENDED */,
    "password_hash" VARCHAR(255),
    "two_factor_method" VARCHAR(5) NOT NULL /* TOTP: TOTP\nEMAIL: EMAIL\nSMS: SMS */,
    "totp_secret" VARCHAR(255),
    "totp_last_step" BIGINT NOT NULL,
    "created_at" TIMESTAMP NOT NULL
) /* A person with an identifier, a password and a second factor. */;
CREATE TABLE "manager" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "kind" VARCHAR(8) NOT NULL /* CONTRACT: CONTRACT\nHEALTH: HEALTH */,
    "name" VARCHAR(120) NOT NULL,
    "email" VARCHAR(254) NOT NULL,
    "phone" VARCHAR(32) NOT NULL,
    "languages" VARCHAR(100) NOT NULL,
    "user_id" CHAR(36) NOT NULL UNIQUE REFERENCES "user" ("id") ON DELETE RESTRICT
) /* Somebody at the insurer, as the client companies see them; signs in through `user`. */;
CREATE TABLE "company" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "name" VARCHAR(200) NOT NULL,
    "uid" VARCHAR(15) NOT NULL UNIQUE,
    "street" VARCHAR(70) NOT NULL,
    "building_number" VARCHAR(16) NOT NULL,
    "postal_code" VARCHAR(16) NOT NULL,
    "town" VARCHAR(35) NOT NULL,
    "country" VARCHAR(2) NOT NULL,
    "language" VARCHAR(2) NOT NULL /* FR: FR\nDE: DE\nIT: IT\nEN: EN */,
    "created_at" TIMESTAMP NOT NULL,
    "contract_manager_id" CHAR(36) NOT NULL REFERENCES "manager" ("id") ON DELETE RESTRICT,
    "health_manager_id" CHAR(36) NOT NULL REFERENCES "manager" ("id") ON DELETE RESTRICT
) /* A company insured by the group, with the two managers at its disposal. */;
CREATE TABLE "claim" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "number" VARCHAR(20) NOT NULL UNIQUE,
    "kind" VARCHAR(26) NOT NULL /* OCCUPATIONAL_ACCIDENT: OCCUPATIONAL_ACCIDENT\nNON_OCCUPATIONAL_ACCIDENT: NON_OCCUPATIONAL_ACCIDENT\nOCCUPATIONAL_DISEASE: OCCUPATIONAL_DISEASE\nDENTAL_DAMAGE: DENTAL_DAMAGE\nRELAPSE: RELAPSE\nILLNESS: ILLNESS\nMATERNITY: MATERNITY\nDEATH: DEATH */,
    "line" VARCHAR(4) NOT NULL /* LAA: LAA\nLAAC: LAAC\nIJM: IJM */,
    "status" VARCHAR(22) NOT NULL /* DRAFT: DRAFT\nSUBMITTED: SUBMITTED\nREGISTERED: REGISTERED\nIN_REVIEW: IN_REVIEW\nINFORMATION_REQUESTED: INFORMATION_REQUESTED\nACCEPTED: ACCEPTED\nREFUSED: REFUSED\nCLOSED: CLOSED\nREOPENED: REOPENED */,
    "cover" VARCHAR(9) NOT NULL /* UNDECIDED: UNDECIDED\nACCEPTED: ACCEPTED\nDECLINED: DECLINED */,
    "insured_first_name" VARCHAR(60) NOT NULL,
    "insured_last_name" VARCHAR(60) NOT NULL,
    "insured_avs_number" VARCHAR(16) NOT NULL,
    "event_date" DATE NOT NULL,
    "event_date_precision" VARCHAR(11) NOT NULL /* EXACT: EXACT\nAPPROXIMATE: APPROXIMATE\nCLARIFYING: CLARIFYING */,
    "description" TEXT NOT NULL,
    "company_reference" VARCHAR(60),
    "swissdec_incident_id" VARCHAR(60),
    "declaration_request_id" VARCHAR(60),
    "declared_by" VARCHAR(121) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "submitted_at" TIMESTAMP,
    "company_id" CHAR(36) NOT NULL REFERENCES "company" ("id") ON DELETE RESTRICT,
    "earlier_claim_id" CHAR(36) REFERENCES "claim" ("id") ON DELETE RESTRICT
) /* A case of accident, illness, maternity or death of an insured person of the company. */;
CREATE INDEX "idx_claim_company_4d2fcf" ON "claim" ("company_id", "created_at", "id");
CREATE TABLE "claim_event" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "kind" VARCHAR(21) NOT NULL /* DRAFTED: DRAFTED\nUPDATED: UPDATED\nSUBMITTED: SUBMITTED\nREGISTERED: REGISTERED\nREVIEW_STARTED: REVIEW_STARTED\nINFORMATION_REQUESTED: INFORMATION_REQUESTED\nINFORMATION_PROVIDED: INFORMATION_PROVIDED\nACCEPTED: ACCEPTED\nREFUSED: REFUSED\nCLOSED: CLOSED\nREOPENED: REOPENED\nDOCUMENT_ADDED: DOCUMENT_ADDED\nDOCUMENT_REMOVED: DOCUMENT_REMOVED */,
    "status" VARCHAR(22) NOT NULL /* DRAFT: DRAFT\nSUBMITTED: SUBMITTED\nREGISTERED: REGISTERED\nIN_REVIEW: IN_REVIEW\nINFORMATION_REQUESTED: INFORMATION_REQUESTED\nACCEPTED: ACCEPTED\nREFUSED: REFUSED\nCLOSED: CLOSED\nREOPENED: REOPENED */,
    "actor" VARCHAR(121) NOT NULL,
    "message" TEXT NOT NULL,
    "at" TIMESTAMP NOT NULL,
    "claim_id" CHAR(36) NOT NULL REFERENCES "claim" ("id") ON DELETE CASCADE
) /* One step in a claim's life: what, when, who, and what was said. */;
CREATE TABLE "contract" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "line" VARCHAR(4) NOT NULL /* LAA: LAA\nLAAC: LAAC\nIJM: IJM */,
    "number" VARCHAR(40) NOT NULL UNIQUE,
    "start" DATE NOT NULL,
    "end" DATE,
    "company_id" CHAR(36) NOT NULL REFERENCES "company" ("id") ON DELETE CASCADE
) /* One insurance contract of a company: a line, a number and the time it covers. */;
CREATE TABLE "document" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "name" VARCHAR(255) NOT NULL,
    "media_type" VARCHAR(100) NOT NULL,
    "size" BIGINT NOT NULL,
    "sha256" VARCHAR(64) NOT NULL,
    "category" VARCHAR(7) NOT NULL /* GENERAL: GENERAL\nMEDICAL: MEDICAL */,
    "uploaded_by" VARCHAR(121) NOT NULL,
    "uploaded_at" TIMESTAMP NOT NULL,
    "storage_key" VARCHAR(64) NOT NULL,
    "claim_id" CHAR(36) NOT NULL REFERENCES "claim" ("id") ON DELETE RESTRICT
) /* One file of one claim. */;
CREATE TABLE "incapacity_period" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "start" DATE NOT NULL,
    "end" DATE,
    "degree" SMALLINT NOT NULL,
    "claim_id" CHAR(36) NOT NULL REFERENCES "claim" ("id") ON DELETE CASCADE
) /* One stretch of the gap-free history of incapacity for work [Swissdec KLE]. */;
CREATE TABLE "invoice" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "number" VARCHAR(30) NOT NULL UNIQUE,
    "period_start" DATE NOT NULL,
    "period_end" DATE NOT NULL,
    "amount" BIGINT NOT NULL,
    "issued_on" DATE NOT NULL,
    "due_date" DATE NOT NULL,
    "status" VARCHAR(9) NOT NULL /* OPEN: OPEN\nPAID: PAID\nOVERDUE: OVERDUE\nCANCELLED: CANCELLED */,
    "qr_reference" VARCHAR(27) NOT NULL,
    "pdf_key" VARCHAR(64),
    "company_id" CHAR(36) NOT NULL REFERENCES "company" ("id") ON DELETE RESTRICT,
    "contract_id" CHAR(36) NOT NULL REFERENCES "contract" ("id") ON DELETE RESTRICT
) /* The premium of one contract for one period. */;
CREATE INDEX "idx_invoice_company_2e191d" ON "invoice" ("company_id", "period_start", "id");
CREATE TABLE "membership" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "role" VARCHAR(16) NOT NULL /* ADMINISTRATOR: ADMINISTRATOR\nUSER: USER\nCONTRACT_MANAGER: CONTRACT_MANAGER\nHEALTH_MANAGER: HEALTH_MANAGER */,
    "accesses" VARCHAR(100) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "company_id" CHAR(36) NOT NULL REFERENCES "company" ("id") ON DELETE CASCADE,
    "user_id" CHAR(36) NOT NULL REFERENCES "user" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_membership_user_id_3655dd" UNIQUE ("user_id", "company_id")
) /* What one user may do in one company; a fiduciary has several. */;
CREATE TABLE "one_time_link" (
    "purpose" VARCHAR(14) NOT NULL /* INVITATION: INVITATION\nPASSWORD_RESET: PASSWORD_RESET */,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "expires_at" TIMESTAMP NOT NULL,
    "user_id" CHAR(36) NOT NULL PRIMARY KEY REFERENCES "user" ("id") ON DELETE CASCADE
) /* A link that lets its holder set a password once. A user has one at most: a newer one replaces it. */;
CREATE TABLE "recovery_code" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "code_hash" VARCHAR(64) NOT NULL,
    "user_id" CHAR(36) NOT NULL REFERENCES "user" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_recovery_co_user_id_32ad3d" UNIQUE ("user_id", "code_hash")
) /* One of the codes that replace a lost second factor, each once. */;
CREATE TABLE "session" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "created_at" TIMESTAMP NOT NULL,
    "last_used_at" TIMESTAMP NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    "proved_at" TIMESTAMP,
    "manager_id" CHAR(36) REFERENCES "manager" ("id") ON DELETE CASCADE,
    "membership_id" CHAR(36) REFERENCES "membership" ("id") ON DELETE CASCADE,
    "user_id" CHAR(36) NOT NULL REFERENCES "user" ("id") ON DELETE CASCADE
) /* Somebody signed in, acting for one company, or a manager. Without `proved_at` it has no viewer. */;
CREATE TABLE "one_time_code" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "purpose" VARCHAR(17) NOT NULL /* SIGN_IN: SIGN_IN\nTWO_FACTOR_CHANGE: TWO_FACTOR_CHANGE */,
    "method" VARCHAR(5) NOT NULL /* TOTP: TOTP\nEMAIL: EMAIL\nSMS: SMS */,
    "code_hash" VARCHAR(64),
    "totp_secret" VARCHAR(255),
    "tries" SMALLINT NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    "session_id" CHAR(36) NOT NULL REFERENCES "session" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_one_time_co_session_e22768" UNIQUE ("session_id", "purpose")
) /* A six-digit code under way, bound to one session and one purpose. */;
CREATE TABLE "settlement" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "number" VARCHAR(30) NOT NULL UNIQUE,
    "status" VARCHAR(11) NOT NULL /* PROVISIONAL: PROVISIONAL\nFINAL: FINAL */,
    "period_start" DATE NOT NULL,
    "period_end" DATE NOT NULL,
    "amount" BIGINT NOT NULL,
    "issued_at" TIMESTAMP NOT NULL,
    "claim_id" CHAR(36) NOT NULL REFERENCES "claim" ("id") ON DELETE RESTRICT
) /* What the insurer pays for a claim and a period. */;
CREATE TABLE "settlement_line" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "position" SMALLINT NOT NULL,
    "kind" VARCHAR(18) NOT NULL /* DAILY_ALLOWANCE: DAILY_ALLOWANCE\nHOSPITAL_DEDUCTION: HOSPITAL_DEDUCTION\nMEDICAL_COSTS: MEDICAL_COSTS\nCORRECTION: CORRECTION */,
    "days" SMALLINT,
    "degree" SMALLINT,
    "amount" BIGINT NOT NULL,
    "settlement_id" CHAR(36) NOT NULL REFERENCES "settlement" ("id") ON DELETE CASCADE
) /* One line: so many days at so much, or a deduction. */;
CREATE TABLE "aerich" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "version" VARCHAR(255) NOT NULL,
    "app" VARCHAR(100) NOT NULL,
    "content" JSON NOT NULL
);
""",
    "postgres": """
CREATE TABLE "user" (
    "id" UUID NOT NULL PRIMARY KEY,
    "identifier" VARCHAR(20) NOT NULL UNIQUE,
    "email" VARCHAR(254) NOT NULL,
    "first_name" VARCHAR(60) NOT NULL,
    "last_name" VARCHAR(60) NOT NULL,
    "phone" VARCHAR(32) NOT NULL,
    "language" VARCHAR(2) NOT NULL,
    "status" VARCHAR(9) NOT NULL,
    "password_hash" VARCHAR(255),
    "two_factor_method" VARCHAR(5) NOT NULL,
    "totp_secret" VARCHAR(255),
    "totp_last_step" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON COLUMN "user"."language" IS 'FR: FR\nDE: DE\nIT: IT\nEN: EN';
COMMENT ON COLUMN "user"."status" IS 'INVITED: INVITED\nACTIVE: ACTIVE\nSUSPENDED: SUSPENDED';
COMMENT ON COLUMN "user"."two_factor_method" IS 'TOTP: TOTP\nEMAIL: EMAIL\nSMS: SMS';
COMMENT ON TABLE "user" IS 'A person with an identifier, a password and a second factor.';
CREATE TABLE "manager" (
    "id" UUID NOT NULL PRIMARY KEY,
    "kind" VARCHAR(8) NOT NULL,
    "name" VARCHAR(120) NOT NULL,
    "email" VARCHAR(254) NOT NULL,
    "phone" VARCHAR(32) NOT NULL,
    "languages" VARCHAR(100) NOT NULL,
    "user_id" UUID NOT NULL UNIQUE REFERENCES "user" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "manager"."kind" IS 'CONTRACT: CONTRACT\nHEALTH: HEALTH';
COMMENT ON TABLE "manager" IS 'Somebody at the insurer, as the client companies see them; signs in through `user`.';
CREATE TABLE "company" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(200) NOT NULL,
    "uid" VARCHAR(15) NOT NULL UNIQUE,
    "street" VARCHAR(70) NOT NULL,
    "building_number" VARCHAR(16) NOT NULL,
    "postal_code" VARCHAR(16) NOT NULL,
    "town" VARCHAR(35) NOT NULL,
    "country" VARCHAR(2) NOT NULL,
    "language" VARCHAR(2) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "contract_manager_id" UUID NOT NULL REFERENCES "manager" ("id") ON DELETE RESTRICT,
    "health_manager_id" UUID NOT NULL REFERENCES "manager" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "company"."language" IS 'FR: FR\nDE: DE\nIT: IT\nEN: EN';
COMMENT ON TABLE "company" IS 'A company insured by the group, with the two managers at its disposal.';
CREATE TABLE "claim" (
    "id" UUID NOT NULL PRIMARY KEY,
    "number" VARCHAR(20) NOT NULL UNIQUE,
    "kind" VARCHAR(26) NOT NULL,
    "line" VARCHAR(4) NOT NULL,
    "status" VARCHAR(22) NOT NULL,
    "cover" VARCHAR(9) NOT NULL,
    "insured_first_name" VARCHAR(60) NOT NULL,
    "insured_last_name" VARCHAR(60) NOT NULL,
    "insured_avs_number" VARCHAR(16) NOT NULL,
    "event_date" DATE NOT NULL,
    "event_date_precision" VARCHAR(11) NOT NULL,
    "description" TEXT NOT NULL,
    "company_reference" VARCHAR(60),
    "swissdec_incident_id" VARCHAR(60),
    "declaration_request_id" VARCHAR(60),
    "declared_by" VARCHAR(121) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "submitted_at" TIMESTAMPTZ,
    "company_id" UUID NOT NULL REFERENCES "company" ("id") ON DELETE RESTRICT,
    "earlier_claim_id" UUID REFERENCES "claim" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_claim_company_4d2fcf" ON "claim" ("company_id", "created_at", "id");
COMMENT ON COLUMN "claim"."kind" IS 'OCCUPATIONAL_ACCIDENT: OCCUPATIONAL_ACCIDENT\nNON_OCCUPATIONAL_ACCIDENT: NON_OCCUPATIONAL_ACCIDENT\nOCCUPATIONAL_DISEASE: OCCUPATIONAL_DISEASE\nDENTAL_DAMAGE: DENTAL_DAMAGE\nRELAPSE: RELAPSE\nILLNESS: ILLNESS\nMATERNITY: MATERNITY\nDEATH: DEATH';
COMMENT ON COLUMN "claim"."line" IS 'LAA: LAA\nLAAC: LAAC\nIJM: IJM';
COMMENT ON COLUMN "claim"."status" IS 'DRAFT: DRAFT\nSUBMITTED: SUBMITTED\nREGISTERED: REGISTERED\nIN_REVIEW: IN_REVIEW\nINFORMATION_REQUESTED: INFORMATION_REQUESTED\nACCEPTED: ACCEPTED\nREFUSED: REFUSED\nCLOSED: CLOSED\nREOPENED: REOPENED';
COMMENT ON COLUMN "claim"."cover" IS 'UNDECIDED: UNDECIDED\nACCEPTED: ACCEPTED\nDECLINED: DECLINED';
COMMENT ON COLUMN "claim"."event_date_precision" IS 'EXACT: EXACT\nAPPROXIMATE: APPROXIMATE\nCLARIFYING: CLARIFYING';
COMMENT ON TABLE "claim" IS 'A case of accident, illness, maternity or death of an insured person of the company.';
CREATE TABLE "claim_event" (
    "id" UUID NOT NULL PRIMARY KEY,
    "kind" VARCHAR(21) NOT NULL,
    "status" VARCHAR(22) NOT NULL,
    "actor" VARCHAR(121) NOT NULL,
    "message" TEXT NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    "claim_id" UUID NOT NULL REFERENCES "claim" ("id") ON DELETE CASCADE
);
COMMENT ON COLUMN "claim_event"."kind" IS 'DRAFTED: DRAFTED\nUPDATED: UPDATED\nSUBMITTED: SUBMITTED\nREGISTERED: REGISTERED\nREVIEW_STARTED: REVIEW_STARTED\nINFORMATION_REQUESTED: INFORMATION_REQUESTED\nINFORMATION_PROVIDED: INFORMATION_PROVIDED\nACCEPTED: ACCEPTED\nREFUSED: REFUSED\nCLOSED: CLOSED\nREOPENED: REOPENED\nDOCUMENT_ADDED: DOCUMENT_ADDED\nDOCUMENT_REMOVED: DOCUMENT_REMOVED';
COMMENT ON COLUMN "claim_event"."status" IS 'DRAFT: DRAFT\nSUBMITTED: SUBMITTED\nREGISTERED: REGISTERED\nIN_REVIEW: IN_REVIEW\nINFORMATION_REQUESTED: INFORMATION_REQUESTED\nACCEPTED: ACCEPTED\nREFUSED: REFUSED\nCLOSED: CLOSED\nREOPENED: REOPENED';
COMMENT ON TABLE "claim_event" IS 'One step in a claim''s life: what, when, who, and what was said.';
CREATE TABLE "contract" (
    "id" UUID NOT NULL PRIMARY KEY,
    "line" VARCHAR(4) NOT NULL,
    "number" VARCHAR(40) NOT NULL UNIQUE,
    "start" DATE NOT NULL,
    "end" DATE,
    "company_id" UUID NOT NULL REFERENCES "company" ("id") ON DELETE CASCADE
);
COMMENT ON COLUMN "contract"."line" IS 'LAA: LAA\nLAAC: LAAC\nIJM: IJM';
COMMENT ON TABLE "contract" IS 'One insurance contract of a company: a line, a number and the time it covers.';
CREATE TABLE "document" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(255) NOT NULL,
    "media_type" VARCHAR(100) NOT NULL,
    "size" BIGINT NOT NULL,
    "sha256" VARCHAR(64) NOT NULL,
    "category" VARCHAR(7) NOT NULL,
    "uploaded_by" VARCHAR(121) NOT NULL,
    "uploaded_at" TIMESTAMPTZ NOT NULL,
    "storage_key" VARCHAR(64) NOT NULL,
    "claim_id" UUID NOT NULL REFERENCES "claim" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "document"."category" IS 'GENERAL: GENERAL\nMEDICAL: MEDICAL';
COMMENT ON TABLE "document" IS 'One file of one claim.';
CREATE TABLE "incapacity_period" (
    "id" UUID NOT NULL PRIMARY KEY,
    "start" DATE NOT NULL,
    "end" DATE,
    "degree" SMALLINT NOT NULL,
    "claim_id" UUID NOT NULL REFERENCES "claim" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "incapacity_period" IS 'One stretch of the gap-free history of incapacity for work [Swissdec KLE].';
CREATE TABLE "invoice" (
    "id" UUID NOT NULL PRIMARY KEY,
    "number" VARCHAR(30) NOT NULL UNIQUE,
    "period_start" DATE NOT NULL,
    "period_end" DATE NOT NULL,
    "amount" BIGINT NOT NULL,
    "issued_on" DATE NOT NULL,
    "due_date" DATE NOT NULL,
    "status" VARCHAR(9) NOT NULL,
    "qr_reference" VARCHAR(27) NOT NULL,
    "pdf_key" VARCHAR(64),
    "company_id" UUID NOT NULL REFERENCES "company" ("id") ON DELETE RESTRICT,
    "contract_id" UUID NOT NULL REFERENCES "contract" ("id") ON DELETE RESTRICT
);
CREATE INDEX "idx_invoice_company_2e191d" ON "invoice" ("company_id", "period_start", "id");
COMMENT ON COLUMN "invoice"."status" IS 'OPEN: OPEN\nPAID: PAID\nOVERDUE: OVERDUE\nCANCELLED: CANCELLED';
COMMENT ON TABLE "invoice" IS 'The premium of one contract for one period.';
CREATE TABLE "membership" (
    "id" UUID NOT NULL PRIMARY KEY,
    "role" VARCHAR(16) NOT NULL,
    "accesses" VARCHAR(100) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "company_id" UUID NOT NULL REFERENCES "company" ("id") ON DELETE CASCADE,
    "user_id" UUID NOT NULL REFERENCES "user" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_membership_user_id_3655dd" UNIQUE ("user_id", "company_id")
);
COMMENT ON COLUMN "membership"."role" IS 'ADMINISTRATOR: ADMINISTRATOR\nUSER: USER\nCONTRACT_MANAGER: CONTRACT_MANAGER\nHEALTH_MANAGER: HEALTH_MANAGER';
COMMENT ON TABLE "membership" IS 'What one user may do in one company; a fiduciary has several.';
CREATE TABLE "one_time_link" (
    "purpose" VARCHAR(14) NOT NULL,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "user_id" UUID NOT NULL PRIMARY KEY REFERENCES "user" ("id") ON DELETE CASCADE
);
COMMENT ON COLUMN "one_time_link"."purpose" IS 'INVITATION: INVITATION\nPASSWORD_RESET: PASSWORD_RESET';
COMMENT ON TABLE "one_time_link" IS 'A link that lets its holder set a password once. A user has one at most: a newer one replaces it.';
CREATE TABLE "recovery_code" (
    "id" UUID NOT NULL PRIMARY KEY,
    "code_hash" VARCHAR(64) NOT NULL,
    "user_id" UUID NOT NULL REFERENCES "user" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_recovery_co_user_id_32ad3d" UNIQUE ("user_id", "code_hash")
);
COMMENT ON TABLE "recovery_code" IS 'One of the codes that replace a lost second factor, each once.';
CREATE TABLE "session" (
    "id" UUID NOT NULL PRIMARY KEY,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "created_at" TIMESTAMPTZ NOT NULL,
    "last_used_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "proved_at" TIMESTAMPTZ,
    "manager_id" UUID REFERENCES "manager" ("id") ON DELETE CASCADE,
    "membership_id" UUID REFERENCES "membership" ("id") ON DELETE CASCADE,
    "user_id" UUID NOT NULL REFERENCES "user" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "session" IS 'Somebody signed in, acting for one company, or a manager. Without `proved_at` it has no viewer.';
CREATE TABLE "one_time_code" (
    "id" UUID NOT NULL PRIMARY KEY,
    "purpose" VARCHAR(17) NOT NULL,
    "method" VARCHAR(5) NOT NULL,
    "code_hash" VARCHAR(64),
    "totp_secret" VARCHAR(255),
    "tries" SMALLINT NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "session_id" UUID NOT NULL REFERENCES "session" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_one_time_co_session_e22768" UNIQUE ("session_id", "purpose")
);
COMMENT ON COLUMN "one_time_code"."purpose" IS 'SIGN_IN: SIGN_IN\nTWO_FACTOR_CHANGE: TWO_FACTOR_CHANGE';
COMMENT ON COLUMN "one_time_code"."method" IS 'TOTP: TOTP\nEMAIL: EMAIL\nSMS: SMS';
COMMENT ON TABLE "one_time_code" IS 'A six-digit code under way, bound to one session and one purpose.';
CREATE TABLE "settlement" (
    "id" UUID NOT NULL PRIMARY KEY,
    "number" VARCHAR(30) NOT NULL UNIQUE,
    "status" VARCHAR(11) NOT NULL,
    "period_start" DATE NOT NULL,
    "period_end" DATE NOT NULL,
    "amount" BIGINT NOT NULL,
    "issued_at" TIMESTAMPTZ NOT NULL,
    "claim_id" UUID NOT NULL REFERENCES "claim" ("id") ON DELETE RESTRICT
);
COMMENT ON COLUMN "settlement"."status" IS 'PROVISIONAL: PROVISIONAL\nFINAL: FINAL';
COMMENT ON TABLE "settlement" IS 'What the insurer pays for a claim and a period.';
CREATE TABLE "settlement_line" (
    "id" UUID NOT NULL PRIMARY KEY,
    "position" SMALLINT NOT NULL,
    "kind" VARCHAR(18) NOT NULL,
    "days" SMALLINT,
    "degree" SMALLINT,
    "amount" BIGINT NOT NULL,
    "settlement_id" UUID NOT NULL REFERENCES "settlement" ("id") ON DELETE CASCADE
);
COMMENT ON COLUMN "settlement_line"."kind" IS 'DAILY_ALLOWANCE: DAILY_ALLOWANCE\nHOSPITAL_DEDUCTION: HOSPITAL_DEDUCTION\nMEDICAL_COSTS: MEDICAL_COSTS\nCORRECTION: CORRECTION';
COMMENT ON TABLE "settlement_line" IS 'One line: so many days at so much, or a deduction.';
CREATE TABLE "aerich" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "version" VARCHAR(255) NOT NULL,
    "app" VARCHAR(100) NOT NULL,
    "content" JSONB NOT NULL
);
""",
}

DOWNGRADE = {
    "sqlite": """

""",
    "postgres": """

""",
}


async def upgrade(db: BaseDBAsyncClient) -> str:
    return UPGRADE[db.capabilities.dialect]


async def downgrade(db: BaseDBAsyncClient) -> str:
    return DOWNGRADE[db.capabilities.dialect]


MODELS_STATE = (
    "eJztXWtzm7je/yoav9k9M95O7aRp63PmzFCbpOz6ksd22u5Z77DEKDFTLLyAm+bss9/9SO"
    "IOAgt8KaZ6ERuE/sL56fa/66/W2tKh6bzom5qxbvXAXy2krSG+SD5og5a22UTFpMDV7k1a"
    "cxlWuXdcW1u6uPBBMx2Ii3ToLG1j4xoWIlUlsNQcCKwHoC2Xhg6R2waGaSLoOG2w1lxoI8"
    "N9BpYNdKi5K1oRAQM5WxvqYANtx0Kk0F1BsLTWGw09vyBv1q0lfrWBHo/5ki0y/txC1bUe"
    "IX5k41f99jsuNpAOv0KH3P7VejCgqdPrlk+qGjohXtr4XVBXNZfc4TJCCr9ubPyrMDhO0J"
    "oPP9qaJsH4eUMhbtHKGFx68zepuPms0pclOs17Fy1XA9q7O2VwTWsSoO7VpWVu1yiqvXl2"
    "VxYKq2+3hv6C0JBnjxBBm/zuWJeSn+Z3fVDkIYMLXHsLQ0j0qECHD9rWJAOj9a+HLVqS8Q"
    "Dom8jH5b/9nxarpqrjyVydyXNVbWXGkY9OvNf9oiWGEsNkIJcg+tffXrsRILS0RV7Qfy9N"
    "f7y4+geFwHLcR5s+pHC1/qaEmqupUYdGKKPt+h73fwbp/kqz2UhHFCm08Y89Ds4BREcAtb"
    "XWvqomRI/uCt92XxaA/EGaUpy7LynOFl4dvDVj7D/p0kcE7gjez/jfYoMrYxwpwAr+QRpa"
    "wgzQAe1hYA4KIpyjda060K1Jv393K82VyVgaqlK/rwzk8bwHmMULNJ6M1RyK3EcLlCgeKD"
    "NZmsmpV/ilC0QoyL00km5wpcTtAk3loXRLiP2LBVKGw7E8m/WAf7FAI2kuT8fK/NceCC9J"
    "u9L8PWkPf6VXaa6hdcUztK7yh9ZVemiZBoJVh1ZAW+uhNZSkHsAfC4Q/+vSyjzvs5xHurJ"
    "9HVTrhkqMPLnO74DLdAxhcd+tU7YOI+nS90BpMpet5yR3KI8Jjn3wt0Ozu3UiZz+VBD4SX"
    "ZGbdKDM8W0hxdI27a6xO5Q+K/BF3WnBJSq8n0xGdvLjs/+7kGW2PWbxAeCWQb2mF4Iq87/"
    "pu5r2MXixQfzihBd43qTG5lcdeFe+q0rzt8szbbv687aZHzdL6krfh7h40IfEJx8zdeCCT"
    "pXhQdtyEhD0QXrJ7Ez8cKrSvgqsqffWWo6ve5vbU23RH+Vw0bs52XJWWlmCT2NQn7LZj8a"
    "FJzK94WKarfJbpKsMyBcCZ2h6oJ4gF6Nyga18ctbxIwKZuHOwdHh6uk8/DdTI8HPyCJXoV"
    "C2eMQT7ApWy4k1QpmEmxa6zhi+B5Pbi5Q4i5A8yO5wKobmy4NIj+oeremtfWCcex/Enql2"
    "bPKFEP0C+8vd7eTiefFCK64B02uiEMkjRVrn9VxjeESQquq2y0nQ7PROjkT4ROeiLE/6VM"
    "983hV5c9E1JkDVhxCoCdy5/o2Fg7zp9mHNAfR9InivX62X8ynIxvguqxDsCs8bsMN+pp9m"
    "z4AG3oTwvedZ9JXKkTfJ1PXRahY2+3zpPhODpcqgbytLoqS9uZD3wevcB+N/YYNlPDcOCf"
    "hQcu/pedsujntyDw58Ufc4v3z+VBD8nqrLmqyl52ubbVbsG+2s1srElbTZbDJKxizuKeoC"
    "ziMsnFGaJftNUqI3k2l0a3if2W8J/kSTex1walP6YZ/7AR8FGZvwfkFvxnMpbTVpqw3vw/"
    "LfKbtK1rqch6UjU9jklQHBQlN5Tt/dpwq3V0mvYAXV2zJa1JPZ00xfKaR5NUhzST1rdrd1"
    "pFY2KkZpsGtFVq/i8JLYt2D4DPZ+rswJcY9h8+M43O/mjMonxt2dB4RL/A54yonoI0cOmI"
    "WjrPgRuVRn1va0+hP0Rq5mIE8P8NXYrBFC8mU6U/b+WP5UNAHLRzlgN3J76s6ZuDMhnR99"
    "ry85Nm62rO0LahqW0cyLAKvvMpr3+Z4jo5KotmYp5V2R0CH5k01KCZn5SSrOV2vT9QA7+Z"
    "psJkoKW20ZaGy9hMyuCkhO3cQtuw9Kbi5UDXNeEBBtYsbKhJUJEV3upasZU9seZnH62763"
    "SJhrRH+i+Rd5M3ZdesPN/UcEXb4aCqwrDiTjfVCYLAceEGGAhogJL/4ADTeIA98LTS3Db+"
    "hIh8Wm2gIZ0WgifNAY6Guda0eeAQ7e12PhVOod/UKbTxXovUlYm6m3gXC3R3S6R74qniXZ"
    "T1c/I8m1Qs3U/n3rP4fVmPp3jx7XTywXOiYZUezjtqgQaT/t1IHs9VaUDfl7yPPZ/Ko8mH"
    "RA2/pIoxkUvrWaD0zOo8z88vr+oQFk55B3LKw1uoVcrlJSSo8yCpkyFiDR0HM0ZlrPsxEm"
    "HZL23ZL28IEJaec9D/V1BRH0g1fUbduodu+sRq05qCulsvnacv7UuzvjSQi9SlRxWzfYsA"
    "S8aOjAUFAnasEk8MqFc9DLm8f6axlo+2td1gIdhwV/TefbKA95NtB2B52HAdoBsOHpqayY"
    "z6PFCzQtSuwWrTLhC1yzq4n96n/YTRl3zhl0Xxlxlvo205167tHn5cFUbw6Vj6Vzwc/at8"
    "hv5VVsi2IWSwmAVOiyFFAwfva56x+zp/6L7OjNz7rWHq+AdUiMdgkDZAgDp2MAZZuTUTw6"
    "iXWpFTZA0c24eH2rWecsI02BgH9RsI7gXPynyRvzJfZFbmpbVFrl3KuTZGcsKFov/+NEsF"
    "l7Ywn6nIBN5r6HHLVGVxBt/H6E+I9vW0JNqYogeupyQ6l8TlLpAy7wFlvkDyuAfkcSXF7W"
    "F7Qjg35+OO/0F9gsznVugFcA4qMJ9D3uEBi6hYrvqSb2lXWCa50IulJtcKaqa7qggyk1hA"
    "vMstNjkyD6CFHEUtnSfCHP6xzOnM4SibHKMCbA6wmdN6D29ZqkQ+ka/suWDO3Ov2xchvpq"
    "kwGeiLZSz39bpWvFaaCtIaEmWQszI2e+I0ChtqElTHNUqhwJLEsEpFc7PILBWrxeX0SU1H"
    "ZMMCAS3NDhqYlnr4kqSBa+NvT01IvTWpVQmLPMBwAU025bBdQA/aurBS1YAxbRdYqUSuwW"
    "+da1DkaY1jy2Nsucw3tlxmE3K4mp2jRMozZvkE33f6JZafeEHiKqZreFnI6hn0xomYCN8W"
    "4cV1kugLwos5HLmEBPZNxYowupMhVsQjP/PFCj1ei0useDBMeh6Bha+p+oYtH7CrCUa/Bi"
    "tnEaMv3NEiW+UrHss8rpVvr3yVsc2voW5oHkwlUE5SNRDrDpfrX6fA9a+Tdf1zjP8yUH5n"
    "PCooJ+AkoEghbJxlkDP+vfjrp7fd7sXF6+7Li6s3ry5fv3715uUbXJf+4uyj1wW98E65Uc"
    "apuBNSkAJ9pXVfXZUZ3BFFAwf2FY8a4CpfD3CVUQQsMRSPVp57D0cG+Rj9Cb1PbuSxPJWG"
    "JXfDgKwH/IsFGskDpU9K/IsqupmiYR76aua7amZ8jDempemlMxqmyBo4+o8SSBjCVt7rJ0"
    "XaQLefM3HzCTApzmno4vc+QvUzLDWtUmQNnFZH2FREUKEIKqyDNmqfJGzH1LRk8kMxNC6s"
    "HFL5mpcoc5W6iapzpvOxobtcBec6Pmqbnx5sCMHKIGvfMymPWgcPlg2eLPsz+G3mZw0Hvw"
    "zl3/My+xyqaaHqqcGS1C5Q9QiTlzB5nQQxHeJRydDEzNaaaebqYiKqJmljLrqvr0L9C7kp"
    "EkVnI2k4zKpYBLMmmLVaM2vfOANEYERksmihfbGIM4sq7eTH5phL2thwbWzXobkrcIgj7B"
    "Ep8Pi7LMNVknavM7u9dtRwDxendp8z7ya8weIRtDy2o4t809FFxnKUniy8zF6a7rtmlH0w"
    "SvLLSarvGkBtTaKyy1kwI5omcc0ntmEajrOFmAlhpCjIH7gJou963OqYSSl7pGmc5rsG7/"
    "xy17ZIHteydl1C0wPkc4FuJWXQA+RzgSYf5OngTsaPvIsF6kvjvjwc0iSywWUVm++BDwf/"
    "0652ZGaaroHmqS6Peb2bb1/vZgzsG/2hrBUwRtLAQxkPbwAUbumHz6AQhqZXTFAhYBXe/i"
    "fz9mfnSIiHne6NbuNi0LPwJmZurSzYQXIKhlY0lrciXysaS5OxWys6s9bw3tKfSU5aYkf2"
    "0tjabaA59H5pGhC5frCwAR3gQEgerP8JHDyoHHK4jLuyre3jCvyxdaD9R1Z7eqR3CLt1DZ"
    "b7doHus/GH0/Qn4/lU6s+xwONfLdB7WRrO3/eA911F/nnDwTK+yeUY32TikUWgSOTlyhW8"
    "0C0IXuhmVNBwrRlmGYBDggYi3H3FI/DgWgWhOBmRZ4NRKpfoNSBoIMIXPJkZL/JTM17kZs"
    "lk6LLIOj3zMkEnM0XESVIg/2tpao4DfrghKBvLH/59hpDzhjil/N2d0tn3YiSn5S/OQ3bk"
    "iWcOWfmQf2QYYkpl4GqabJkYpH5iOAEWD1hO4HGxF0gzr5Xz02WWCJVProJZvCYIzi38wa"
    "mCuHOqZWesw8K3U/kQW/R5FA/7KROiDHAsfUIiP1yBSiFZb6dW4SM5SZY4RZF/Fay1Z6Bb"
    "RIr3HKfokvFPoIEHQ98uDc1+Bity6iz8gvuaccjO3q0xNAW/heM00Er+LpQHdVIe2JZZOZ"
    "FZQHtC0+rdTC6dtV0ajJSxgue8NJ9MeyBxu0CkxR4gnwsUqBfUkTSWbkh5uiRQPEQ1kvdV"
    "FBGHP01CWy7xXlhG0ohTCEFDZNP/rrPpC8vvwS2/9ZHZzxbOAosvWxYobZCsKg3UA9LK8k"
    "AYncFYBYQR/YQp84QagFcNcDjBlSgMMAvSJ4e1MSTX+ON2keiKhUSV8DLhsW88Z8U6xtef"
    "dOOR5r7WsdyJcbfBk/bcBvfWlmTHtqjw6Y8LmjCbhgBtbbw+QtYxsQdokSnFOtGg8usKQb"
    "ZegmzQLRmo+WTZGHmdrVmtmXIzVpVxD/gXCzT/OFGvsYg6maoYvvGN3AOZokpiKY/Xaiff"
    "a7WT8Vpd4wllVXZViKhr3UHzyfwW9wD+XCB5JCnDHqBfCzQbzXC3jWZVOoMn82J+3kXGiY"
    "g6VFeasypj7k0QCR/i3T7EruVuVAcu7XLHAqfImof0URKJ4h/AUngV51QIiU4XHPbyWBAf"
    "Lp8C/Lox8MZbQe+VpGyg3utM9FwBJsXp5DyetqRaJkklNDPFmpmY3LCnGoFfrK0psDvVCM"
    "mRVacEGr4UPDTQ51a+kEwft7mEZDOoyiEkk7rAJbZZjIYDDPy3skwi1zrQBRrYaI7zZNlE"
    "kF3CF0DyzLfENkskW0y2xiOWHD+F4BP0cmjYcGNqS0gaYwnRJ3jjHk7l9VEl18ELQkjRVY"
    "Q0ZfxBmUtzZYIF6eiaRN7OZh8n04E6lTEpicGN31eSonmkik6+VNFhSBWfISotvCWpGpfy"
    "5PDCm2CCG8sEl/B/FR54R7W4HY5Fm0J6fOZzniEj8byQSbP9miUsGSRRrJ8glhA5HvPk8z"
    "zk4E88aDHvhPHScRNL17LbAGokqyxhoDIc2P7N7fDEC/R4woRRK+brG2ll67a9HHtnr48A"
    "Ud99XPii1GlnPJmiI1AyMTbQmP4pf++MqbtKxMST6HOoAwO1ASbA8IbJPn3PkjbA9xrwI+"
    "5fgI8GHjJbF/yxsfFWTdws/yAHaBMNBLLAF4OoHQri44/3PhErX4PFqWiLFcLzSbZY4Tld"
    "ZVyfhfCcDGl2XBVvZVU6Ok0rurrWXS3UYd9FN4cMTtleThAeoJNr5sDSpD722dqSInCSag"
    "/O83x6tkR8SxS5WxbWNKFAVmhrhLbmzLQ17KXgAMAmMwec5fzfiW5mCeTAOMq9uC/AUUsN"
    "RTexb1cPzqKWqCzgZSKzUsFEDVksjhqeNYOua8I1pG9j6GTDp+1itWyiHl9ekVgKUbDRnh"
    "2qJNUAPeSKBk5puec4VaAXmtMaMArtAs2pOGHpqCcsnd8xFxXc7m6nkw/KTJmMpWEPxG4W"
    "6FqhZfQrvZxwudl1eNzsOvludh1x5NW+i4s48urwAIojr77tkVflFaEJQqHtrrUmVBwcLA"
    "4OroOMnntwMM8ZGTFzrIH2FdEjiXJooDNenr6VlE5RK5TUA1x5pHUSJ1bCBZnU7gHHIo5L"
    "z0AnMjeWw8n9drnyfZp0qG+pJMp2Oy7fhBDca7AGtwsEd1zdCCZ9Euvi2Pg4XZMYyUNEyD"
    "f+yJWBpAx/VfH/PvlIzpjsgVTBAr2fzG6VuTRUB/Lgru+F0mXLFmgkD5Q+LupPZvNZDyRu"
    "ScbV6VT2qaPrShoAnvNcOvkHunQyJ7qQ1a/spAloKk2YmlkYDjhfdIgXLEZU6Q4wQyoBp9"
    "AK1EErEGPNymbNSBEK0XFX4oy4yWpP+TFpJztPeDnSZ6SGWJ0CS6iDCEMuChxH8qWhwEOF"
    "J1XGBtoOZtWfDHcFNAQMHYNh4F9IzkCMslZ4tsdE/CQrC8Z+jQmxqAbrS7tALIr6s4xNM0"
    "nVOLsm18F9Bef2iWP7Tn9s34NhO65a9vjJJFUDsb7iGcpX+UP5KjOUacRKWZwTRAJmDpjP"
    "4RjK1rH2ulMdQllVeRWnPyHc16UP/bme9sD1dIEGRHclL5Ay7wFlvkDyuAfkSgomnr7I74"
    "pMT5yfw4+XNUselO0Kn8zPtCUPFkjqz5UPuGO87wWa3c1u5fGA1Akvq3TRW44uepvbRW8z"
    "K5HP5JeOF84Qihy+fDl8n7CISWUodb9c4cyGTjhTaMbvsvPkLDKHi5zWp5wPBDXKQTouZI"
    "STFOl7s7SNyXF9YqWvSGaQ3yHNOgYuo4/m8bqJwpf29L0pFetVt5GQ63cTn0mJ1Hp7opVO"
    "6NdEvE59INbZgFTKVMERNhjAGSTv5JisTYsbTAy8TKLyfeFKpUhvCGQljWASOT931WKYwf"
    "wn7SJDmBbV2WUKy//PDmyWyuU+mVYpBsfp93R9zSMex9ntXL6+fHNxdRkymmFJEX8Z8JL5"
    "Vii8g7HPh8gXpWIkDdQnH0WOIpOqBMJ+9Qai23nJo66nR2HnoMs6JttCLtNP4+fZZJwjGE"
    "UkaanIWLrg/4FpOGfsq8ECl4CREH0CTH8cSZ/ScPeHk3dpmYY08I7lNHNKj46//wd/x0Bf"
)
