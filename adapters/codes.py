"""One-time codes that are sent, TOTP codes of authenticator apps, and recovery codes."""

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
    """Generator and verifier of codes; stored values are keyed with the secret key."""

    def __init__(self, secret_key: str) -> None:
        self._key = hashlib.sha256(b"guichet codes" + secret_key.encode()).digest()
        self._fernet = Fernet(
            base64.urlsafe_b64encode(hashlib.sha256(b"guichet seal" + secret_key.encode()).digest())
        )

    @staticmethod
    def new_code() -> str:
        """Return six random digits."""
        return f"{secrets.randbelow(10**6):06d}"

    @staticmethod
    def new_recovery_codes() -> list[str]:
        """Return ten codes of 118 random bits (ASVS 5, 6.5.2) in six groups of four characters."""
        groups = [
            ["".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(4)) for _ in range(6)]
            for _ in range(RECOVERY_CODES)
        ]
        return ["-".join(code) for code in groups]

    def hash(self, code: str, owner: object) -> str:
        """Return the HMAC of a code to store: keyed because codes are short, bound to its owner."""
        message = f"{owner}:{code.strip().lower().replace('-', '')}".encode()
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()

    def matches(self, code_hash: str, code: str, owner: object) -> bool:
        """Return True if the code has this hash; compares in constant time."""
        return hmac.compare_digest(code_hash, self.hash(code, owner))

    def new_totp_secret(self) -> str:
        """Return a new TOTP secret (base32), encrypted."""
        return self.encrypt_secret(pyotp.random_base32())

    def encrypt_secret(self, secret: str) -> str:
        """Encrypt a TOTP secret for the database (Fernet)."""
        return self._fernet.encrypt(secret.encode()).decode()

    def decrypt_secret(self, encrypted: str) -> str:
        """Decrypt a TOTP secret."""
        return self._fernet.decrypt(encrypted.encode()).decode()

    def totp_uri(self, encrypted: str, identifier: str) -> str:
        """Return the `otpauth://` URI that an authenticator app scans."""
        return pyotp.TOTP(self.decrypt_secret(encrypted)).provisioning_uri(
            name=identifier, issuer_name="Guichet"
        )

    @staticmethod
    def qr_code(uri: str) -> str:
        """Return a QR code of the URI: an SVG image as a `data:` URI."""
        return segno.make(uri, error="m").svg_data_uri(scale=4)

    def find_totp_step(self, encrypted: str, code: str, now: datetime) -> int | None:
        """Return the time step of a TOTP code (RFC 6238), or None.

        One step of tolerance either way, for clocks that differ and for the time that people take.
        """
        totp = pyotp.TOTP(self.decrypt_secret(encrypted))
        step = int(now.timestamp()) // TOTP_STEP_SECONDS
        matches = [
            near
            for near in (step - 1, step, step + 1)
            if strings_equal(totp.generate_otp(near), code.strip())
        ]
        return max(matches, default=None)
