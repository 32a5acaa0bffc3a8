"""Services of the application: the settings and the adapters, made once for each process."""

from dataclasses import dataclass

from itsdangerous import URLSafeTimedSerializer

from adapters.codes import Codes
from adapters.mail import Mail
from adapters.passkeys import Passkeys
from adapters.passwords import Passwords
from adapters.response_encryption import ResponseEncryption
from adapters.sms import Sms
from adapters.storage import Storage
from pipeline.rate_limiter.limiter import RateLimiter
from settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """What lives as long as the application: the settings and the world outside."""

    settings: Settings
    storage: Storage
    passwords: Passwords
    codes: Codes
    mail: Mail
    sms: Sms | None
    passkeys: Passkeys
    links: URLSafeTimedSerializer
    """Signs download links."""
    rate_limiter: RateLimiter
    """Where all requests pay."""
    response_encryption: ResponseEncryption
    """Encrypts the responses that are kept for operations with a key."""
