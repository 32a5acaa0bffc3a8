"""The world outside, as the settings say: what keeps, sends, seals and counts."""

from itsdangerous import URLSafeTimedSerializer

from adapters.codes import Codes
from adapters.database.token_bucket import Rate
from adapters.mail import OutboxMail, SmtpMail, open_outbox
from adapters.passkeys import Passkeys
from adapters.passwords import Passwords
from adapters.response_encryption import ResponseEncryption
from adapters.sms import GatewaySms, OutboxSms, Sms
from adapters.storage import Storage
from pipeline.rate_limiter.lease import Leases
from pipeline.rate_limiter.limiter import RateLimiter
from pipeline.services import Services
from settings import Settings

A_MINUTE = 60.0


def create_services(settings: Settings) -> Services:
    """The world outside, as the settings say."""
    key, smtp = settings.secret_key.get_secret_value(), settings.smtp_url.get_secret_value()
    return Services(
        settings=settings,
        storage=Storage(settings.documents),
        passwords=Passwords(settings.argon2_memory_kib),
        codes=Codes(key),
        mail=SmtpMail(smtp, settings.mail_from)
        if smtp
        else OutboxMail(open_outbox(settings.outbox), settings.mail_from),
        sms=_open_sms(settings),
        passkeys=Passkeys((settings.portal_origin, settings.origin), settings.passkey_domain),
        links=URLSafeTimedSerializer(key, salt="guichet download"),
        rate_limiter=_open_rate_limiter(settings),
        response_encryption=ResponseEncryption(key),
    )


def _open_rate_limiter(settings: Settings) -> RateLimiter:
    """Points for sessions, requests for strangers."""
    sessions = Rate(settings.rate_points, settings.rate_refill)
    anonymous = Rate(settings.rate_requests, settings.rate_requests / A_MINUTE)
    return RateLimiter(
        Leases("session", sessions), Leases("address", anonymous), settings.max_uploads
    )


def _open_sms(settings: Settings) -> Sms | None:
    if settings.sms == "gateway":
        return GatewaySms(
            settings.sms_url, settings.sms_token.get_secret_value(), settings.sms_sender
        )
    return OutboxSms(open_outbox(settings.outbox)) if settings.sms == "outbox" else None
