"""One-time codes: six digits that are sent, those of an authenticator app, and recovery codes."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

import pyotp
import segno
from cryptography.fernet import Fernet
from pyotp.utils import strings_equal

TOTP_STEP_SECONDS = 30
RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_CODES = 10


class Codes:
    """Makes and checks codes. Everything that is kept of them is keyed with the deployment's secret."""

    def __init__(self, secret_key: str) -> None:
        self._key = hashlib.sha256(b"guichet codes" + secret_key.encode()).digest()
        self._seal = Fernet(
            base64.urlsafe_b64encode(hashlib.sha256(b"guichet seal" + secret_key.encode()).digest())
        )

    @staticmethod
    def new_code() -> str:
        """Six random digits."""
        return f"{secrets.randbelow(10**6):06d}"

    @staticmethod
    def new_recovery_codes() -> list[str]:
        """Ten codes of 118 random bits, written in six groups of four: so long that a plain hash keeps them (ASVS 5, 6.5.2)."""
        groups = [
            ["".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(4)) for _ in range(6)]
            for _ in range(RECOVERY_CODES)
        ]
        return ["-".join(code) for code in groups]

    def hash(self, code: str, owner: object) -> str:
        """What is kept of a code: it is short, so the hash is keyed and bound to its owner."""
        message = f"{owner}:{code.strip().lower().replace('-', '')}".encode()
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()

    def fits(self, kept: str, code: str, owner: object) -> bool:
        """Whether the code is the one that was kept; compared in constant time."""
        return hmac.compare_digest(kept, self.hash(code, owner))

    def new_totp_secret(self) -> str:
        """A new authenticator secret (base32), sealed for keeping."""
        return self.encrypt_secret(pyotp.random_base32())

    def seal(self, secret: str) -> str:
        """A secret as it may be kept in the database."""
        return self._seal.encrypt(secret.encode()).decode()

    def unseal(self, sealed: str) -> str:
        """The secret behind a sealed one."""
        return self._seal.decrypt(sealed.encode()).decode()

    def totp_uri(self, sealed: str, identifier: str) -> str:
        """The `otpauth://` address that an authenticator app scans."""
        return pyotp.TOTP(self.decrypt_secret(sealed)).provisioning_uri(
            name=identifier, issuer_name="Guichet"
        )

    @staticmethod
    def qr_code(uri: str) -> str:
        """The address as a QR code: an SVG image as a `data:` URI."""
        return segno.make(uri, error="m").svg_data_uri(scale=4)

    def totp_step(self, sealed: str, code: str, now: datetime) -> int | None:
        """The time step whose code this is (RFC 6238; one step of tolerance either way), or None."""
        totp = pyotp.TOTP(self.decrypt_secret(sealed))
        step = int(now.timestamp()) // TOTP_STEP_SECONDS
        matches = [
            near
            for near in (step - 1, step, step + 1)
            if strings_equal(totp.generate_otp(near), code.strip())
        ]
        return max(matches, default=None)
