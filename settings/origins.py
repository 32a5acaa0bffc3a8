"""Addresses and origins: the part of the settings that says where the application is reached."""

import re
from functools import cached_property
from ipaddress import ip_network
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, field_validator

AN_ORIGIN = re.compile(r"https?://[^/?#\s]+")


class Origins(BaseModel):
    """Address to listen on, origins of API and portal, and trusted proxies."""

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on.")
    public_url: str = Field(
        "", description="Origin under which browsers reach the API; by default `http://host:port`."
    )
    portal_url: str = Field(
        "",
        description="Origin of the portal's pages, for links in mails; by default `public_url`.",
    )
    allowed_origins: tuple[str, ...] = Field(
        (),
        description="Other origins whose pages may call the API, as a JSON list; the cookie is "
        "sent on the same site only.",
    )
    trusted_proxies: str = Field(
        "127.0.0.1",
        description="Trusted proxies, whose `X-Forwarded-For` is used: addresses and networks, "
        "separated by commas.",
    )
    passkey_domain: str = Field(
        "",
        description="Domain of passkeys; by default the host of `portal_url`; `localhost` for "
        "127.0.0.1.",
    )

    @field_validator("allowed_origins")
    @classmethod
    def _origins_are_named(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        if "*" in origins:
            raise ValueError("name each origin: any page could act with the cookie otherwise")
        if not all(AN_ORIGIN.fullmatch(origin) for origin in origins):
            raise ValueError(
                "an origin is scheme and host, such as https://portal.example, with nothing after "
                "it"
            )
        return origins

    @field_validator("public_url", "portal_url")
    @classmethod
    def _origins_are_origins(cls, origin: str) -> str:
        if origin and not AN_ORIGIN.fullmatch(origin.rstrip("/")):
            raise ValueError(
                "an origin is scheme and host, such as https://portal.example, with nothing after "
                "it"
            )
        return origin

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies_are_named(cls, proxies: str) -> str:
        """Refuse to trust everybody: clients would choose their address."""
        networks = [ip_network(proxy.strip()) for proxy in proxies.split(",")] if proxies else []
        if any(network.prefixlen == 0 for network in networks):
            raise ValueError(
                "name each proxy or its network: any client could say that it is another otherwise"
            )
        return proxies

    @cached_property
    def origin(self) -> str:
        """Return the origin of this API; links never use the `Host` header."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def portal_origin(self) -> str:
        """Return the origin of the pages that mails link to."""
        return (self.portal_url or self.origin).rstrip("/")

    @property
    def secure(self) -> bool:
        """Return True if browsers reach the API by TLS, so that cookies are `Secure`."""
        return urlsplit(self.origin).scheme == "https"
