"""The deployment's settings: the environment, read once. Nothing else reads it; secrets do not print."""

import re
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from errors import StartError
from logs import LogFormat
from settings.limits import Bounds

DEFAULT_SECRET_KEY = "guichet-development-only"
A_YEAR = timedelta(days=366)
AN_ORIGIN = re.compile(r"https?://[^/?#\s]+")


class Environment(StrEnum):
    """Where the application runs: production refuses what is only good enough for a demonstration."""

    DEMO = "demo"
    PRODUCTION = "production"


class Introspection(StrEnum):
    """What clients may learn of the schema."""

    ANNOTATE = "annotate"
    HIDE = "hide"
    OFF = "off"


class Settings(Bounds):
    """Every setting; its environment variable is `GUICHET_` and the name in capitals."""

    environment: Environment = Field(Environment.DEMO, description="`demo` or `production`.")
    secret_key: SecretStr = Field(
        SecretStr(DEFAULT_SECRET_KEY),
        description="Signs download links, seals TOTP secrets; at least 32 characters in production.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on.")
    database_url: str = Field(
        "sqlite://var/guichet.sqlite3",
        description="`sqlite://path` or `postgres://user:password@host:port/name`.",
        repr=False,
    )
    documents: Path = Field(Path("var/documents"), description="Folder of the documents.")
    outbox: Path = Field(
        Path("var/outbox"), description="Folder that receives mails and SMS where no server is set."
    )
    public_url: str = Field(
        "", description="Origin under which browsers reach the API; by default `http://host:port`."
    )
    portal_url: str = Field(
        "",
        description="Origin of the portal's pages, for the links in mails; by default `public_url`.",
    )
    allowed_origins: tuple[str, ...] = Field(
        (),
        description="Other origins whose pages may call the API, as a JSON list; the cookie goes along on the same site only.",
    )
    trusted_proxies: str = Field(
        "127.0.0.1",
        description="Proxies whose `X-Forwarded-For` is believed: addresses and networks, with commas between them.",
    )
    passkey_domain: str = Field(
        "",
        description="Domain that passkeys are bound to; by default the host of `portal_url`; `localhost` for 127.0.0.1.",
    )
    smtp_url: SecretStr = Field(
        SecretStr(""),
        description="`smtp://user:password@host:port` (STARTTLS when offered) or `smtps://…`; empty: mails go to the outbox.",
    )
    mail_from: str = Field("Guichet <no-reply@guichet.example>", description="Sender of the mails.")
    sms: Annotated[str, Field(pattern="^(outbox|off|gateway)$")] = Field(
        "outbox", description="`outbox`, `gateway` or `off`."
    )
    sms_url: str = Field(
        "",
        description="Address of the gateway that sends text messages; `adapters/sms.py` documents the request.",
    )
    sms_token: SecretStr = Field(
        SecretStr(""), description="What the gateway knows us by, sent as a bearer token."
    )
    sms_sender: str = Field("Guichet", max_length=15, description="Sender of the text messages.")
    hotline_phone: str = Field(
        "+41 848 803 777", description="The hotline that strangers are sent to."
    )
    hotline_email: str = Field(
        "support@guichet.example", description="The hotline's e-mail address."
    )
    log_format: LogFormat | None = Field(
        None,
        description="`json` or `console`: the form of the log; by default JSON, but for people where `guichet demo` runs on a terminal.",
    )
    explorer: bool = Field(True, description="Whether browsers get GraphiQL at `/graphql`.")
    get_queries: bool = Field(
        False,
        description="Whether queries may come by `GET` too; mutations never do. Addresses end up in histories and logs of proxies.",
    )
    introspection: Introspection = Field(
        Introspection.ANNOTATE,
        description="What clients may ask the schema about itself: `annotate`, all with what it needs (a client narrows it by the header "
        "`Guichet-Schema: hide`); `hide`, only what the viewer can reach; `off`, nothing.",
    )
    session_idle: timedelta = Field(
        timedelta(minutes=30),
        gt=timedelta(0),
        le=A_YEAR,
        description="A session unused for so long ends (ISO 8601 duration).",
    )
    session_lifetime: timedelta = Field(
        timedelta(hours=12),
        gt=timedelta(0),
        le=A_YEAR,
        description="A session ends after so long in any case.",
    )
    step_up_lifetime: timedelta = Field(
        timedelta(minutes=15),
        gt=timedelta(0),
        le=A_YEAR,
        description="How long a second factor is fresh enough for what asks for one (`@needs(stepUp: true)`).",
    )
    code_lifetime: timedelta = Field(
        timedelta(minutes=5),
        gt=timedelta(0),
        le=A_YEAR,
        description="How long a one-time code is good for.",
    )
    change_lifetime: timedelta = Field(
        timedelta(minutes=10),
        gt=timedelta(0),
        le=A_YEAR,
        description="How long an unfinished change of the second factor waits.",
    )
    factor_reset_lifetime: timedelta = Field(
        timedelta(days=3),
        gt=timedelta(0),
        le=A_YEAR,
        description="How long the reset of a second factor waits for the second manager.",
    )
    reset_lifetime: timedelta = Field(
        timedelta(minutes=30),
        gt=timedelta(0),
        le=A_YEAR,
        description="How long a password link is good for.",
    )
    invitation_lifetime: timedelta = Field(
        timedelta(days=7),
        gt=timedelta(0),
        le=A_YEAR,
        description="How long an invitation is good for.",
    )
    download_lifetime: timedelta = Field(
        timedelta(minutes=5),
        gt=timedelta(0),
        le=A_YEAR,
        description="How long a download link is good for.",
    )
    idempotency_lifetime: timedelta = Field(
        timedelta(hours=24),
        gt=timedelta(0),
        le=A_YEAR,
        description="How long the answer to an operation with an idempotency key is kept.",
    )
    argon2_memory_kib: int = Field(
        19_456,
        ge=64,
        description="Memory of one password hash (OWASP: 19 MiB, two passes, one lane).",
    )

    @field_validator("allowed_origins")
    @classmethod
    def _origins_are_named(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        if "*" in origins:
            raise ValueError("name each origin: any page could act with the cookie otherwise")
        if not all(AN_ORIGIN.fullmatch(origin) for origin in origins):
            raise ValueError(
                "an origin is scheme and host, such as https://portal.example, with nothing after it"
            )
        return origins

    @field_validator("public_url", "portal_url")
    @classmethod
    def _origins_are_origins(cls, origin: str) -> str:
        if origin and not AN_ORIGIN.fullmatch(origin.rstrip("/")):
            raise ValueError(
                "an origin is scheme and host, such as https://portal.example, with nothing after it"
            )
        return origin

    @field_validator("smtp_url")
    @classmethod
    def _mail_goes_by_smtp(cls, url: SecretStr) -> SecretStr:
        given = urlsplit(url.get_secret_value())
        if url.get_secret_value() and not (given.scheme in ("smtp", "smtps") and given.hostname):
            raise ValueError(
                "write smtp://user:password@host:port or smtps://…, the password percent-encoded"
            )
        return url

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies_are_named(cls, proxies: str) -> str:
        """Where everybody is believed, each client has as many addresses as it likes, and none of them is ever over."""
        networks = [ip_network(proxy.strip()) for proxy in proxies.split(",")] if proxies else []
        if any(network.prefixlen == 0 for network in networks):
            raise ValueError(
                "name each proxy or its network: any client could say that it is another otherwise"
            )
        return proxies

    @model_validator(mode="after")
    def _production_is_strict(self) -> "Settings":
        if self.environment is not Environment.PRODUCTION:
            return self
        key = self.secret_key.get_secret_value()
        if key == DEFAULT_SECRET_KEY or len(key) < 32:
            raise StartError(
                "GUICHET_SECRET_KEY is the default or shorter than 32 characters: production needs one of its own, "
                "for example from `python3 -c 'import secrets; print(secrets.token_urlsafe(48))'`."
            )
        if not self.origin.startswith("https://"):
            raise StartError(
                "GUICHET_PUBLIC_URL must be the https:// address of this deployment in production."
            )
        if not self.portal_url.startswith("https://"):
            raise StartError(
                "GUICHET_PORTAL_URL must be the https:// address of the portal's pages in production: mails link to them."
            )
        if not self.smtp_url.get_secret_value() or self.sms == "outbox":
            raise StartError(
                "Production needs GUICHET_SMTP_URL, and GUICHET_SMS not outbox: it would keep sign-in codes in clear."
            )
        if self.sms == "gateway" and not self.sms_url.startswith("https://"):
            raise StartError(
                "GUICHET_SMS_URL must be the https:// address of the gateway in production: sign-in codes go there."
            )
        return self

    @cached_property
    def origin(self) -> str:
        """The configured origin of this API, without a trailing slash: links never follow the `Host` header."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def portal_origin(self) -> str:
        """The origin of the pages that mails link to."""
        return (self.portal_url or self.origin).rstrip("/")

    @property
    def is_production(self) -> bool:
        """Whether this is no demonstration."""
        return self.environment is Environment.PRODUCTION

    @property
    def secure(self) -> bool:
        """Whether browsers reach us by TLS, so that cookies are `Secure`."""
        return urlsplit(self.origin).scheme == "https"
