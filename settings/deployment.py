"""Settings of a deployment, read from the environment once; secrets are not printed."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from errors import StartError
from logs import LogFormat
from settings.lifetimes import Lifetimes
from settings.limits import Limits
from settings.origins import Origins
from settings.renamed import check_names

DEFAULT_SECRET_KEY = "guichet-development-only"


class Environment(StrEnum):
    """Environment of the application: production refuses settings of a demonstration."""

    DEMO = "demo"
    PRODUCTION = "production"


class Introspection(StrEnum):
    """Introspection that clients may use."""

    ANNOTATE = "annotate"
    HIDE = "hide"
    OFF = "off"


class Settings(BaseSettings, Origins, Lifetimes, Limits):
    """All settings; the environment variable of each is `GUICHET_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="GUICHET_", extra="ignore", frozen=False)

    environment: Environment = Field(Environment.DEMO, description="`demo` or `production`.")
    secret_key: SecretStr = Field(
        SecretStr(DEFAULT_SECRET_KEY),
        description="Signs download links, seals TOTP secrets; at least 32 characters in "
        "production.",
    )
    database_url: str = Field(
        "sqlite://var/guichet.sqlite3",
        description="`sqlite://path` or `postgres://user:password@host:port/name`.",
        repr=False,
    )
    documents: Path = Field(Path("var/documents"), description="Folder of the documents.")
    outbox: Path = Field(
        Path("var/outbox"), description="Folder that receives mails and SMS where no server is set."
    )
    smtp_url: SecretStr = Field(
        SecretStr(""),
        description="`smtp://user:password@host:port` (STARTTLS when offered) or `smtps://…`; "
        "empty: mails go to the outbox.",
    )
    mail_from: str = Field("Guichet <no-reply@guichet.example>", description="Sender of the mails.")
    sms: Annotated[str, Field(pattern="^(outbox|off|gateway)$")] = Field(
        "outbox", description="`outbox`, `gateway` or `off`."
    )
    sms_url: str = Field(
        "",
        description="Address of the gateway that sends text messages; `adapters/sms.py` documents "
        "the request.",
    )
    sms_token: SecretStr = Field(SecretStr(""), description="Bearer token for the gateway.")
    sms_sender: str = Field("Guichet", max_length=15, description="Sender of the text messages.")
    hotline_phone: str = Field(
        "+41 848 803 777",
        description="Phone number of the hotline, the contact of anonymous callers.",
    )
    hotline_email: str = Field(
        "support@guichet.example", description="E-mail address of the hotline."
    )
    log_format: LogFormat | None = Field(
        None,
        description="Form of the log, `json` or `console`; by default JSON, and `console` for "
        "`guichet demo` in a terminal.",
    )
    explorer: bool = Field(True, description="True if browsers get GraphiQL at `/graphql`.")
    get_queries: bool = Field(
        False,
        description="True if queries are executed by `GET` too, never mutations. URLs end up in "
        "histories and in logs of proxies.",
    )
    introspection: Introspection = Field(
        Introspection.ANNOTATE,
        description="Introspection: `annotate`, the whole schema with its locks (a client narrows "
        "it by the header `Guichet-Schema: hide`); `hide`, only the parts in reach of the viewer; "
        "`off`, none.",
    )
    argon2_memory_kib: int = Field(
        19_456,
        ge=64,
        description="Memory of one password hash (OWASP: 19 MiB, two passes, one lane).",
    )

    @model_validator(mode="before")
    @classmethod
    def _names_are_current(cls, given: Any) -> Any:
        check_names(os.environ)
        return given

    @field_validator("smtp_url")
    @classmethod
    def _mail_goes_by_smtp(cls, url: SecretStr) -> SecretStr:
        given = urlsplit(url.get_secret_value())
        if url.get_secret_value() and not (given.scheme in ("smtp", "smtps") and given.hostname):
            raise ValueError(
                "write smtp://user:password@host:port or smtps://…, the password percent-encoded"
            )
        return url

    @model_validator(mode="after")
    def _production_is_strict(self) -> "Settings":
        if self.environment is not Environment.PRODUCTION:
            return self
        key = self.secret_key.get_secret_value()
        if key == DEFAULT_SECRET_KEY or len(key) < 32:
            raise StartError(
                "GUICHET_SECRET_KEY is the default or shorter than 32 characters: production "
                "needs one of its own, "
                "for example from `python3 -c 'import secrets; print(secrets.token_urlsafe(48))'`."
            )
        if not self.origin.startswith("https://"):
            raise StartError(
                "GUICHET_PUBLIC_URL must be the https:// address of this deployment in production."
            )
        if not self.portal_url.startswith("https://"):
            raise StartError(
                "GUICHET_PORTAL_URL must be the https:// address of the portal's pages in "
                "production: mails link to them."
            )
        if not self.smtp_url.get_secret_value() or self.sms == "outbox":
            raise StartError(
                "Production needs GUICHET_SMTP_URL, and GUICHET_SMS not outbox: it would keep "
                "sign-in codes in clear."
            )
        if self.sms == "gateway" and not self.sms_url.startswith("https://"):
            raise StartError(
                "GUICHET_SMS_URL must be the https:// address of the gateway in production: "
                "sign-in codes go there."
            )
        return self

    @property
    def limits(self) -> Limits:
        """Return the limits alone, for schema and transport."""
        return Limits.model_construct(**{name: getattr(self, name) for name in Limits.model_fields})

    @property
    def is_production(self) -> bool:
        """Return True in production."""
        return self.environment is Environment.PRODUCTION
