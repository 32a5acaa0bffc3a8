from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

# Written by hand for SQLite: it keeps comments in the text of its tables and no length of a VARCHAR, so the longer `method` columns stay as they are.

UPGRADE = {
    "sqlite": """
CREATE TABLE IF NOT EXISTS "passkey" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "credential_id" VARCHAR(1400) NOT NULL UNIQUE,
    "public_key" BLOB NOT NULL,
    "sign_count" BIGINT NOT NULL,
    "name" VARCHAR(60) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "last_used_at" TIMESTAMP,
    "user_id" CHAR(36) NOT NULL REFERENCES "user" ("id") ON DELETE CASCADE
) /* A key of one user on one device, or in one key ring. */;
CREATE INDEX IF NOT EXISTS "idx_passkey_user_id_2b774b" ON "passkey" ("user_id");
CREATE TABLE IF NOT EXISTS "passkey_ceremony" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "challenge" VARCHAR(64) NOT NULL UNIQUE,
    "expires_at" TIMESTAMP NOT NULL
) /* A sign-in by passkey alone that has begun: nobody is known yet, so it has no session. */;
CREATE INDEX IF NOT EXISTS "idx_passkey_cer_expires_b64ca1" ON "passkey_ceremony" ("expires_at");
CREATE TABLE IF NOT EXISTS "sign_in_delay" (
    "key" VARCHAR(64) NOT NULL PRIMARY KEY,
    "failures" INT NOT NULL,
    "last_at" TIMESTAMP NOT NULL,
    "free_at" TIMESTAMP NOT NULL
) /* The failures of one account, or from one network address, and until when the next try is refused unseen. */;
CREATE INDEX IF NOT EXISTS "idx_sign_in_del_last_at_88a140" ON "sign_in_delay" ("last_at");
CREATE TABLE IF NOT EXISTS "factor_reset" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "started_at" TIMESTAMP NOT NULL,
    "expires_at" TIMESTAMP NOT NULL,
    "started_by_id" CHAR(36) NOT NULL REFERENCES "manager" ("id") ON DELETE CASCADE,
    "user_id" CHAR(36) NOT NULL UNIQUE REFERENCES "user" ("id") ON DELETE CASCADE
) /* A reset that one manager has started and another one has to approve. A user has one at most. */;
ALTER TABLE "one_time_code" ADD "challenge" VARCHAR(64);
ALTER TABLE "one_time_code" ADD "sent_at" TIMESTAMP;
ALTER TABLE "one_time_code" ADD "sends" SMALLINT NOT NULL DEFAULT 1;
ALTER TABLE "session" ADD "device" VARCHAR(60) NOT NULL DEFAULT '';
ALTER TABLE "session" ADD "place" VARCHAR(50) NOT NULL DEFAULT '';
ALTER TABLE "user" ADD "two_factor_set_at" TIMESTAMP;
ALTER TABLE "user" ADD "passkey_alone" INT NOT NULL DEFAULT 0
""",
    "postgres": """
CREATE TABLE IF NOT EXISTS "passkey_ceremony" (
    "id" UUID NOT NULL PRIMARY KEY,
    "challenge" VARCHAR(64) NOT NULL UNIQUE,
    "expires_at" TIMESTAMPTZ NOT NULL
);
CREATE INDEX IF NOT EXISTS "idx_passkey_cer_expires_b64ca1" ON "passkey_ceremony" ("expires_at");
COMMENT ON TABLE "passkey_ceremony" IS 'A sign-in by passkey alone that has begun: nobody is known yet, so it has no session.';
CREATE TABLE IF NOT EXISTS "sign_in_delay" (
    "key" VARCHAR(64) NOT NULL PRIMARY KEY,
    "failures" INT NOT NULL,
    "last_at" TIMESTAMPTZ NOT NULL,
    "free_at" TIMESTAMPTZ NOT NULL
);
CREATE INDEX IF NOT EXISTS "idx_sign_in_del_last_at_88a140" ON "sign_in_delay" ("last_at");
COMMENT ON TABLE "sign_in_delay" IS 'The failures of one account, or from one network address, and until when the next try is refused unseen.';
CREATE TABLE IF NOT EXISTS "factor_reset" (
    "id" UUID NOT NULL PRIMARY KEY,
    "started_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "started_by_id" UUID NOT NULL REFERENCES "manager" ("id") ON DELETE CASCADE,
    "user_id" UUID NOT NULL UNIQUE REFERENCES "user" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "factor_reset" IS 'A reset that one manager has started and another one has to approve. A user has one at most.';
CREATE TABLE IF NOT EXISTS "passkey" (
    "id" UUID NOT NULL PRIMARY KEY,
    "credential_id" VARCHAR(1400) NOT NULL UNIQUE,
    "public_key" BYTEA NOT NULL,
    "sign_count" BIGINT NOT NULL,
    "name" VARCHAR(60) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "last_used_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "user" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_passkey_user_id_2b774b" ON "passkey" ("user_id");
COMMENT ON TABLE "passkey" IS 'A key of one user on one device, or in one key ring.';
ALTER TABLE "one_time_code" ADD "sent_at" TIMESTAMPTZ;
ALTER TABLE "one_time_code" ADD "sends" SMALLINT NOT NULL DEFAULT 1;
ALTER TABLE "one_time_code" ADD "challenge" VARCHAR(64);
COMMENT ON COLUMN "one_time_code"."purpose" IS 'SIGN_IN: SIGN_IN\nTWO_FACTOR_CHANGE: TWO_FACTOR_CHANGE\nSTEP_UP: STEP_UP';
COMMENT ON COLUMN "one_time_code"."method" IS 'TOTP: TOTP\nEMAIL: EMAIL\nSMS: SMS\nPASSKEY: PASSKEY';
ALTER TABLE "one_time_code" ALTER COLUMN "method" TYPE VARCHAR(7) USING "method"::VARCHAR(7);
COMMENT ON COLUMN "security_event"."method" IS 'TOTP: TOTP\nEMAIL: EMAIL\nSMS: SMS\nPASSKEY: PASSKEY';
ALTER TABLE "session" ADD "place" VARCHAR(50) NOT NULL DEFAULT '';
ALTER TABLE "session" ADD "device" VARCHAR(60) NOT NULL DEFAULT '';
ALTER TABLE "user" ADD "passkey_alone" BOOL NOT NULL DEFAULT False;
ALTER TABLE "user" ADD "two_factor_set_at" TIMESTAMPTZ;
COMMENT ON COLUMN "user"."two_factor_method" IS 'TOTP: TOTP\nEMAIL: EMAIL\nSMS: SMS\nPASSKEY: PASSKEY';
ALTER TABLE "user" ALTER COLUMN "two_factor_method" TYPE VARCHAR(7) USING "two_factor_method"::VARCHAR(7)
""",
}

DOWNGRADE = {
    "sqlite": """
ALTER TABLE "one_time_code" DROP COLUMN "challenge";
ALTER TABLE "one_time_code" DROP COLUMN "sent_at";
ALTER TABLE "one_time_code" DROP COLUMN "sends";
ALTER TABLE "session" DROP COLUMN "device";
ALTER TABLE "session" DROP COLUMN "place";
ALTER TABLE "user" DROP COLUMN "two_factor_set_at";
ALTER TABLE "user" DROP COLUMN "passkey_alone";
DROP TABLE IF EXISTS "sign_in_delay";
DROP TABLE IF EXISTS "passkey_ceremony";
DROP TABLE IF EXISTS "factor_reset";
DROP TABLE IF EXISTS "passkey"
""",
    "postgres": """
ALTER TABLE "one_time_code" DROP COLUMN "sent_at";
ALTER TABLE "one_time_code" DROP COLUMN "sends";
ALTER TABLE "one_time_code" DROP COLUMN "challenge";
COMMENT ON COLUMN "one_time_code"."purpose" IS 'SIGN_IN: SIGN_IN\nTWO_FACTOR_CHANGE: TWO_FACTOR_CHANGE';
COMMENT ON COLUMN "one_time_code"."method" IS 'TOTP: TOTP\nEMAIL: EMAIL\nSMS: SMS';
ALTER TABLE "one_time_code" ALTER COLUMN "method" TYPE VARCHAR(5) USING "method"::VARCHAR(5);
COMMENT ON COLUMN "security_event"."method" IS 'TOTP: TOTP\nEMAIL: EMAIL\nSMS: SMS';
ALTER TABLE "session" DROP COLUMN "place";
ALTER TABLE "session" DROP COLUMN "device";
ALTER TABLE "user" DROP COLUMN "passkey_alone";
ALTER TABLE "user" DROP COLUMN "two_factor_set_at";
COMMENT ON COLUMN "user"."two_factor_method" IS 'TOTP: TOTP\nEMAIL: EMAIL\nSMS: SMS';
ALTER TABLE "user" ALTER COLUMN "two_factor_method" TYPE VARCHAR(5) USING "two_factor_method"::VARCHAR(5);
DROP TABLE IF EXISTS "passkey_ceremony";
DROP TABLE IF EXISTS "sign_in_delay";
DROP TABLE IF EXISTS "passkey";
DROP TABLE IF EXISTS "factor_reset"
""",
}


async def upgrade(db: BaseDBAsyncClient) -> str:
    return UPGRADE[db.capabilities.dialect]


async def downgrade(db: BaseDBAsyncClient) -> str:
    return DOWNGRADE[db.capabilities.dialect]


MODELS_STATE = (
    "eJztXWmTmzje/yoqv9lMlSeVdh9JvFtbRdt0hxkfvbY7x46nGNqo21Sw8ABOxzvPfPdHEj"
    "cILDB2Y8KLdEDoL/BP1//WX62VoULdet3TFW3V6oK/WkhZQXwRfdAGLWW9DopJga086LTm"
    "wq/yYNmmsrBx4aOiWxAXqdBamNra1gxEqgpgoVgQGI9AWSw0FSK7DTRdR9Cy2mCl2NBEmr"
    "0FhglUqNhLWhEBDVkbE6pgDU3LQKTQXkKwMFZrBW1fkzerxgK/WkNPh3zJBml/bqBsG08Q"
    "PzLxq377HRdrSIXfoUVu/2o9alBX6XXLJZU1lRAvTPwuqMqKTe5wGSGF39cm/ioMjuW15s"
    "KPNrpOMN6uKcQtWhmDS2/+JhXXX2X6skinOe+i5bJHe38v9W9oTQLUg7ww9M0KBbXXW3tp"
    "IL/6ZqOprwkNefYEETTJd4e6lHya2/VekYMMLrDNDfQhUYMCFT4qG50MjNa/HjdoQcYDoG"
    "8ify7+7X5aqJosj8YzeSrOZLmVGEcuOuFed4sWGEoMk4ZsguhffzvtBoDQ0hZ5Qe+DMHl1"
    "fvUThcCw7CeTPqRwtf6mhIqtyEGHBiijzeoB938C6d5SMdlIBxQxtPHHHgZnD6IDgNpaKd"
    "9lHaIne4lvO28yQP4oTCjOnTcUZwOvDs6aMXKfdOgjAncA71f8s9jgihhHCrCEP0hBC5gA"
    "2qMtB2avIMA5WNeKA90a93r3d8JMGo+EgSz0elJfHM26gFk8R6PxSE6hSH00R5HivjQVha"
    "kYe4VbOkeEgtwLQ+EWV4rcztFEHAh3hNi9mCNpMBiJ02kXuBdzNBRm4mQkzb50gX9J2hVm"
    "H0h7+L/4Ks01tK54htZV+tC6ig8tXUOw6NDyaCs9tAaC0AX4zxzhPz162cMd9ssQd9Yvwy"
    "KdcMHRBxepXXAR7wEMrr2xivZBQH28Xmj1J8LNLOcO5RDhsU/+m6Pp/fVQms3Efhf4l2Rm"
    "3UpTPFtIcXCNu2skT8SPkvgJd5p3SUpvxpMhnby47D/34pS2xyyeI7wSiHe0gndF3ndzP3"
    "VeRi/mqDcY0wLnf1JjfCeOnCrOVaF52+GZt530eduJj5qF8S1tw909aHziI46Z+1FfJEtx"
    "P++48Qm7wL9k9yZ+OJBoX3lXRfrqPUdXvU/tqffxjnK5aNycadkyLc3BJrGpj9hth+JDo5"
    "hf8bBMV+ks01WCZfKA05U9UI8QN6Bzg658s+T8IgGbunawn/HwcGfpPNxZgoeD37BEL2Ph"
    "jDHI+7iUDXeUKgYzKba1FXztPa8GN1eGmNvH7HgqgPLahAuN6B+K7q1pbR1xHIufhV5u9o"
    "wSdQH9D2+vd3eT8WeJiC54hw1uCIMkTKSbL9LoljBJ3nWRjfbsjGcinKVPhLP4RAj/pET3"
    "zeB3mz0TYmQ1WHEygJ2Jn+nYWFnWn3oY0FdD4TPFerV1nwzGo1uveqgDMGt8neBGHc2eCR"
    "+hCd1pwbvuM4kLdYKr86nKInTo7dZ61ixLhQtZQ45WV2ZpO9OBT6NvsN+NPYZNVzAc+LPw"
    "wMU/2cqLfnoLDf68+GNu8WGbH3SfrMqaq6LsZYdrW+1k7KudxMYatdUkOUzCKqYs7hHKLC"
    "6TXJwg+llbrTQUpzNheBfZbwn/SZ50InutV/oqzvj7jYBP0uwDILfgv+ORGLfS+PVm/22R"
    "b1I2tiEj41lW1DAmXrFXFN1QNg8rzS7W0XHaErq6YktanXo6aorlNY9Gqco0k1a3a3daRU"
    "NipGLqGjRlav7PCS2Ldg+Ad0+dY9pHi8NL7PqPX5k2Z3cwJkG+MUyoPaFf4TYhqccQ9Tw6"
    "gpZOc9wGpUHHmsqz7w4Rm7gYAfy7oU0xmOC1ZCL1Zq30oVwGxF47pzhud8LLmrwpIJMB/a"
    "Asvj4rpiqnjGwT6sraggyb4LVLefPrBNdJUViUDnklhnRSYVcGPiJpqEYTPyojGYvNan+g"
    "+m4zdYVJQwtlrSw0m7GX5MFJ8tu5g6ZmqHXFy4K2rcMSBtbUb6hOUJEV3ugYoZU9suYnH6"
    "06q3iJgpQn+pPIu8mbkmtWmmeqv6LtcE+VoV9xp5PqGEFg2XANNAQUQMn/YQFde4Rd8LxU"
    "7Db+CxH5a7SBglRaCJ4VC1gK5lnjxoEy2tvtetq4hL6oS2jtfRapIxN1NnEu5uj+jsj2xE"
    "/Fucjr5eT4NclYtp/MnGfh+7z+TuHiu8n4o+NCwyotzzdqjvrj3v1QHM1koU/fF70PPZ+I"
    "w/HHSA23pIgpkUvnmaHyTGo8T88rr+gQblzySnLJw1uokcvhxSeo8iCpkhliBS0LM0Z5bP"
    "shksaun9uun98M0Nh5TkH7X0BBXZJimqNbT18zfWSlaTUx3a2UTtOW9oRpT+iLWcrSgwrZ"
    "rjmAJWEHloIM8TpUiSf+06nuh1s+bGmc5ZNpbNZYBNbsJb23nw3gfLJpASwNa7YFVM3CI1"
    "PRmRGfJTXbCNoVWGzaGYJ2Xuf24/uzHzHyki/0Miv2MuFptMnn1rXZw4erwAg+HkN/ycPP"
    "X6az85dJEduEkMFgZjgs+hQ1HLxvecbu2/Sh+zYxch82mq7iDygQi8EgrYH4dOhADLJyKz"
    "qGUc21IsfIaji2y4faNp5TQjTYGHv1awjuOc/KfJ6+Mp8nVuaFsUG2mcuxNkRyxIWi9+E4"
    "SwWXrjCdqUgE3SvoacNUZHEG3ofoj4j2zSQn2piiC24mJDKXxOTOkTTrAmk2R+KoC8RRIb"
    "VtuT3RODan445/oDpG+rbl+wCcggLM5ZB3eL8iKpbLruSb2w2WSd5oxaJzawkV3V4WxJhJ"
    "3CC8wyM2Oi5LUEEOg5ZOEmAOz1jmXOZwkY2O0Abr3Vgz5/QefrJUgXwkL9mq7c5cnnre4N"
    "4XI7eZusKkoW+GttjX31pyWqkrSCtIFEHWUlvvidPQb6iuUFlwsTE1eyuX4aY+dRvj9VQ/"
    "FXf+w1rwkGd2Y5jwgsUsy4YXqsXlH0vtbGSDBx4tTaPq2eG6+JLky2vj/x2dKnVspSY4LB"
    "8CzQY0K5fF9pYttfXGpFcBPr6dYdJrkjK+dFLGJqFtGFsey9RFumXqIpm5xFbMFI1bmuXP"
    "Jfix81SxXOozMnwxvejzQlZNhoITserHuddA61TJOOwqKkAywrA5fN4agfVFhQo/DJYhVI"
    "RDZNOFCjVci0uoeNR0emyDga+ptostHbCrNWx+BRbOLDa/8dwLzLqXPE4MuFa6afcy4caw"
    "gqqmODDlQDlKVUOsz7i8JM8yvCTPkl6SlvY/BsrX2pOEUiJzPIoYwtpJRoPj78X//fy+0z"
    "k/f9t5c3717vLi7dvLd2/e4br0i5OP3mb0wrV0K41iATqkIAb6UulcXuUZ3AFFDQf2FY8S"
    "4CpdC3CVUAMsMBRPRponFEei/RD9ER11bsWROBEGOXdDj6wL3Is5Gop9qUdK3IsimpmsYe"
    "67taZ7tSbcsde6oai5Ez/GyGo4+g8ScenDlt9BKkZaQw+pE/GI8jDJTv1o4/c+QfkrzDWt"
    "YmQ1nFYH2FSa6Msm+vLldVH75Ko7pJ7lhqZFmEALMlUt4cftLG3LI60om35NjlhMWhnYJN"
    "sQ0aW4nkpgSTIPEQsEVKldVUEG0ajQOuSZbQD8HabxDb4GAthYLgl5jFta4eHLitA87Msa"
    "7U8Flql2hvbH7eMiqZYjlA1jVWnGCn5fa7i5At0cpWy6udLd7M3Jh7y2xgRhk1Y7LoNaua"
    "MHQiTH3ZgqCWYGsxyMvhI45lId2CthUIwzzYnJun/ekug4T/bCGMGZgf9w9sG9VawDqjC0"
    "d8IfmtYcwO8lhSSS+TJEEVbC33R5JEgzLK+D6py5V01oL5bExEtzuCjrnx9NiMUBjehftq"
    "Q8aB08GiZ4Nsyv4Lepe8AT+HUg/p6WhrWsphuBowJL/U6Bg82ENk53jdNdeYipEI9KhjV4"
    "ulJ0PdUeHFDVySJ83nl75duAyU2WOWw6FAaDpJm3URg3CuOXZ76qmq7Pc2NkMmi+h2MWXx"
    "ZU2smNzTCPtDbhStusfIc7LyCHMEekwOHukuxWTtrd/NRfrQCiuM8ybUf2d3BcSojhd/wB"
    "FjmS2MfVhcwdG96QbtHK+Nvozd8N5/ayjoJNNEoo3RGP99p5uvPaecJ3LT5ZeFm9ON0PzS"
    "a7YOTklqNUPzSAyoqk0EqCl+VDGdDUiWc+shelZlkbiJkQRj659IEbIfqhx62KmRTvh/Ki"
    "F6b5ocE7vWNGWuTIjZzsE6XpAvJ3ju4Eqd8F5O8cjT+Kk/69iB85F3PUE0Y9cTCg5314l3"
    "FOmodLeM/BJLxP5RHex1mEP4kjySM0odsNvHxYnK6GDnIdHgffTrqHbyfh4rtWH/P6IYZI"
    "CkFcMX3bwV0QKx8WW5U1O4ed2k8lVjCbYKOsO91o40paq3Of+hzOerM3umXmDKukPjQ6by"
    "vlQ+t5YjB0oiEnjXSdaCip4W6d6NRYwQdD3RL3U2JDdk4cMduAOKsuSUSyBpHtpirSoAUs"
    "CMmD1T+BhceURU4BtZemsXlagj+Iif+PpO70QO9obNYVWO3bGZrP2p8i2huPZhOhN8Pijn"
    "s1Rx9EYTD70AXO/0Wkn3ccDOO7VH7xXSIbUhOoHkTZcQVPdzKCpzsJBTRcKZqeB2CfoIYI"
    "dy55xB1cKyMVQELgWWOU8p3J4RHUEOFzniT65+lZ9M9TDzRgaLLIOj11InAiAEdIYiD/a6"
    "ErlgX+cUtQ1hb/+PcJQs6bYqHxdT6s6JjOgDMkd59/ZJhhciVMrptoGRmkbh7vBiwesDyX"
    "cRrttydUsdjHWsLluafsBdTUaeX0FL+pGDWBA4cIHEjR0+ynewnym7PUL5Hs5xkamGi9nU"
    "qYT14YMQ0IXilboBpE6eF4mdEV9p9AAY+aulloirl1wozhN9zXjONj926NoVj5zR+nng73"
    "90bXUiVdi2nohbNOe7RHtEPfT8Xc55EJ/aE0kvCcF2bjSRdEbueItNgF5O8cedoYeSiMhF"
    "tSHi/x9DRBjeh9Eb1N+eckKosF3gvzCGZhikYua86J+6HPiau6mfw0hPJqajiquxAVN4+z"
    "RYHc1tuiwkA1IN0/jpixCJRiE2/ym3PlN2+UALxKgPLEVqIuwAxIjxxCzpBbw4/bWYIrFh"
    "Flwsn4x5nz5N2ytO8/q9oTPaZIxVInxt0Ez8q2DR6MDTnIyKCipzsuaFosGi21MfHyCFnJ"
    "tUpokSnDWsGgcus2Ymy1xFivWxJQ80myIfIqm/5aU+l2JEujLnAv5mj2aSzfYAF1PJExfK"
    "NbsQsSRXM0nYl38v0dpnMuCompPC6/Z+kuv2cJl98VnmJGYU+PgLrSXTYbzzDu5O8ciUNB"
    "GnQB/Q93ynCKO2Q4Jd7x0+mv4hfiIE8vinRPyRmXyQIqLxVrmcd+HiFqXLI5XLKXik6az+"
    "WlECFqUN6Nsm3Ya9mCCxMyFDnpOMfI6of0Qc7fwB/AUjxmpwHxiY4X0fjmUBCXlwLEgkjN"
    "DaVPdDwoz04CSrtI0tWArAQlbsUWgxPR2XqYNAlXm252BfG82VYjVI02eUd20EDZsafqk1"
    "8XV1Fgd6cGjYysKiVIclV3Aw19baVr9ujjNpdmT/eqcmj2SF0nxz1GwwIa/rc0dKKMI8nv"
    "FbBWLOvZMIn2bZGa0J4cb47gs5sE34RrXVlA0hhL83eEN+4RNlQd81cVHLca1V8RPZI0+i"
    "jNhJk0HnVBcO3ojj6NJ315ImJSR4UU3BdS9PEI4GfpAvgZQwD/ClFubVKUqnYprcrXczRM"
    "cG2Z4BwRDo3T8EG9BMpj0e4wT0LSlzDYM+9RJmu2DlXiYMpwVS8DJWV+DMezV4XftAUmME"
    "zP15dUJFiy+KxijTQR1xXnoRYmVCGyNUVnsqkZtog4Ye226bMLvpOTL7KOTr5IOpeuNw+6"
    "tmCnPLrWkGJuU2JUI3QxuB+2tqNHr8/2fD0YX0d2ZozqtTQSJl9eDYXPP0W258F4dOvVD8"
    "+A6y8zUUicXf2EMKy5sy9G6Wpjrzhy+sUmuUAgB/AsL1fpi8tV47f+48gB0fh7y5YxF1ak"
    "o+O0jXWryj1dHf1hJVySa+49f/pi8dGsHK6c3IMmXBkoS5T2q7Q5RGp5Ea7N5cr8hH7Gku"
    "/DFrhNAEUnYjA1SRAzwwN82iD8/QZNaKZZ4Cue7Ahsod0GlgE0pxYyPOdktnvzQd7SSOcV"
    "WKDaWdL5y3gJVlkq/9GV5xXZdU+Ck9pLd17eXjWBC+MbNLdpwTaR55m7lOnWzBFtQ059dE"
    "97JESWs2W4Jm6gAB3jjDcF3PMqboIknGkDqJAjIom9PLEX7d/cjlwRnh95E2ZTrZ3oZaIC"
    "qqZFOPReVGV5rypCfI0Evkq6tlVU4pvCxcbU7K34DdJPT2yj0QqZ+6jlVpWhX5drI7WXGG"
    "BP6Fqvcf/7oaXKgpoGXoOJ8WwBxcQlqgrVNkAkTxLATDnmyBnHBJbXbM4TBEPdrJRxaCBZ"
    "xkLNR4PDS3lDwwK8KAtQ++TcJLRW7PtRtvRyjtyAW/lGkOg5RdF7kjqqL/oPQzdzNBI/yX"
    "3xo9QTuyC4nqO7yfgjbly4Fcirwnchpz4ngLcfcutzS+ZoKM4+jEM1ovdzNBF75IClLzL9"
    "mvspqZMsi9WbyhMRf2Sirl/uB6vKQr/vfZh/GzydiEPyg4LnbgGpMZlJvfuBMJmGf16icI"
    "6EXk+cTuXbiTCakUrRe/85kRr7E+HTyK/hl+BfNx6IwWvCd5iefLI8G+NfOLwTRl9IbrBo"
    "CUGHfrZ8MxkPg3qsUjxG8Lul8UgWRxSZyO0cuSHZ1C1TxnLshP4mVmmsrnDnDI5YZa84Vn"
    "si3jh9zSqN7ztcUYI8iaM76YmjO4nE0flVLI09sqK6lWjWOSzn5xEMfYIjJhA81GYbPzDg"
    "jMdnqHOWcWDAWT2y+rUeTeN/EFnQfvXTC3A6Gen9XjT9xHGs5aeafcLxJ82zlgQUtVtMyn"
    "cQomraPOj6BLUD95IH3Mt0cC+T3lcvmz/ydNxwTiF/ZG3QrIw+tJqIlpBM/qXTR54osFzn"
    "Vb6UrtmJX2dqmf3Q9iz9clCJ/0BF4uUDVaChNsAERCX8aJjhJPw0zEYB7nGNr8EnDQ+cjQ"
    "3+WJvGN+rR+UfI0+ebRiKaMw5XPNz7GseiCiz87QxdbhOXexRzbuOPX2Rcn5z+q2L++E1X"
    "N+mmmm7eq5t9BidvL0cIm9iaKvdxo2psVI2nqmp0RbKcmrEo1UGVYxVxU8+haQyO4MuLap"
    "ywAbYaKtzTiaY4FRVuNREt9wCg6FGce+IaPf/zFCf/TnATyx8HxM4+VAa+QUv1BDeyYxc/"
    "YonG6iTxznO+UuxIoNMUTo97yNIU2rYOV6n+6v7TdrYxIVKP72xgEqClIWtjQhOsla1FVf"
    "sKWOiKtqLHHylgDU3NYHikF6Bv9P0V4BLaGfp+tCGLdB5pLKConZ7/nEccO08Xx84T4hje"
    "puwNY33lcygLqCvtHk+cjiXi1ywMHK9192aObiRaRv+LLydcTpNcPpMZLpMJj0lnbZIxsm"
    "aKCi9FBxGjy9LgVadrylhciEqODSJkhX3shBAyAz5+LACVVf4scwHN8TLMHXLlfZEkc5pl"
    "bQqp7yOEjY2m0vp7yovmdbYM0TSapUzNEoWqBBG957Vzkpju9mILjajcPmwhFwIN7SugB/"
    "LkADd2uovTS8noFLVMOd3DlUdWJ8em5EjRQmp3SaYu/KFboBKJG0vh5H6zWLp+eCpUN1QO"
    "ZUeR52+iEdsrsAS3M8R2XF3zJn0U6+yjAMN0dWIjyzgQsPZh7H1BGnyR8W8ffxJGJPY8Vj"
    "BHH8bTO2kmDOS+2L/vOSfLJMtIoHlf6uGi3ng6m5I489AtCXyfTESXOrguJP+/45H/36XL"
    "/+8SYWR49cs7aTyaQhOmYn46Jc4XFeIFi+HIsQNMn6qBs9EJVEEnEGLN8h4iGSNsBMcdx0"
    "iG7VV7So9RI9lJostxlmRsgFUq7RbuLgn1sfTJTLIcftzOlIzI6Rka/WEKZ3bl2RLiR5q+"
    "wUPPO3vIzYdFxZlH01jRQgTtZ8P8SlJjkcRSbWqgxLU0HTwvIaLGTAS/2xh9mhvZhI/E4x"
    "5XsSBkSFPHfPEeMhjzBJl0ix774JjTN+eVFbaTLoZ5YyGJduqWHSapzVExnbOLtxfvzq8u"
    "/I3aL8nan5N7MQ16KRgr0yRbrr5q/hHz/gX6N0TW2F4q18EJlu9lGBLqqsrgRDwX1nQWxP"
    "OV5TnXYQ1Ny0DgWbOXeFMHGj3rDn+h2Q6fKe04QkXSXbOOb9ivsUZLWwF5J4s9CPozDzsW"
    "paodV9bhcbLqpDtZdRJOVnCFeao8CPsEVVbXFoX3kofrxbXSAb5MhKs/aiZmsPKe0Belqi"
    "HW5cfGUUY2L84RogZmnhBEDFG+EESPoHYhiOc8uVzP03O5nidyueoKetooaUcT7balhemP"
    "CPfNJCfgmKILbiZz1CemNHGOpFkXSLM5EkddIBayd3Hl1U1fuE/f+7gljT5KMzcrcY6ucM"
    "kw/s4FyQQ9kz6KJP8z+X+OpvfTOy8Ls3dZpIvec3TR+9Quep9YiVwmP3fKnQRhhXOOFmZl"
    "LrlYmcsMVuYyDrj9jEVMKkPJ+2V7ZTZ0xJlCk7bmnScnmvw1hLUFiygImQ00WTiqpkmKr4"
    "zk4E16nmWyv68NQ4cKSl8cI7Sxrn7AxIeamH7Jcfv3ejweRLr2WopZvkf3w2tx8sqJlsGV"
    "NDvFIG4b9hpPk4UJGfMsKwlchKzZj/j2I4IaleAsGzIiy7PcP5K0tbEoHdkHpMnHl94h+A"
    "eqY6Rv3el5InuMu5LsY6xgpX7Y0xU/V9qHqo2EVDd8xra9J07uEd11BSlyXOueUMUPia0j"
    "XtFj+fYOh4kdB3haPAknYO4xensi5WerrsuoymWADjv6UNkRbz0sntjDlGRCMfCf3cje0P"
    "YmXnM1HIGpqXzyg1VmLp/qAYUlVJmwhiQu7GsZcLn5eAZuczWBLKcziECOsFq2GO4g7pN2"
    "lkOIEtTZ5RKS/stKds9IlQKZ3hkMyc/t6eq6CZTiS5jujYGZJG8341VphEhqaFc9iD6DTK"
    "ocCLvVa4ju2RseszU9hC4FXcYBdfiNNjN+4pfpeJSioAhI4toJbWGD/wO6Zp1isFAGuASM"
    "iArCw/TVUPgch7s3GF/HdQukgWtWMMsxPRv//n/Ypqt6"
)
