"""How much may be sent, asked for and waited for: the part of the settings that bounds it."""

from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

BYTES_A_POINT = 500_000
"""Of an upload: with 1,000 points a session has room for half a gigabyte under way, and with 50 a second for 25 MB more each."""
FILLED_WITHIN = 3_600
"""Seconds. What nobody has used for so long is forgotten (`pipeline/rate_limiter/lease.py`)."""
A_DAY_SECONDS = 86_400


class Bounds(BaseSettings):
    """The bounds, all of them settings (`settings.py`)."""

    model_config = SettingsConfigDict(env_prefix="GUICHET_", extra="ignore")

    max_file_bytes: int = Field(25_000_000, gt=0, description="Size limit of one file.")
    max_files: int = Field(5, gt=0, description="Files in one upload.")
    max_upload_bytes: int = Field(60_000_000, gt=0, description="Size limit of one upload request.")
    max_uploads: int = Field(
        20, gt=0, description="Uploads of a session under way at once, in each process."
    )
    max_body_bytes: int = Field(256_000, gt=0, description="Size limit of any other request.")
    max_json_nesting: int = Field(
        50, gt=0, le=500, description="Brackets within each other in the JSON of a request."
    )
    max_address_bytes: int = Field(
        8_000, gt=0, description="Size limit of the parameters in the address of a `GET`."
    )
    max_document_length: int = Field(10_000, gt=0, description="Characters of a GraphQL document.")
    max_document_tokens: int = Field(1_500, gt=0, description="Tokens of a GraphQL document.")
    max_nesting: int = Field(
        50, gt=0, le=100, description="Brackets within each other in a GraphQL document."
    )
    max_fragments: int = Field(20, ge=0, le=50, description="Fragments in a GraphQL document.")
    max_depth: int = Field(10, gt=0, description="Fields below fields in an operation.")
    max_aliases: int = Field(
        15, ge=0, description="Aliases in an operation, its fragments written out."
    )
    max_fields: int = Field(
        500, gt=0, description="Fields in an operation, its fragments written out."
    )
    max_root_fields: int = Field(10, gt=0, description="Fields of the root in an operation.")
    max_directives: int = Field(20, ge=0, description="Directives in an operation.")
    max_variables: int = Field(50, ge=0, description="Variables of an operation.")
    max_cost: int = Field(
        1_000,
        gt=0,
        description="What an operation may cost: an object 1, below a list once for each of its rows.",
    )
    max_anonymous_cost: int = Field(50, gt=0, description="The same for whoever is not signed in.")
    max_items: int = Field(100, gt=0, description="Items of a list in an argument.")
    max_page: int = Field(100, gt=0, description="Rows of a page.")
    page_size: int = Field(20, ge=0, description="The same where nobody says how many.")
    rate_points: int = Field(
        1_000,
        gt=0,
        description="Points that a session may spend at once; an operation takes what it costs.",
    )
    rate_refill: float = Field(
        50.0, gt=0, description="Points that a session gets back each second."
    )
    rate_requests: int = Field(
        60,
        gt=0,
        description="Requests a minute of strangers from one network address (IPv6: the /64).",
    )
    max_errors: int = Field(3, gt=0, description="Errors told in one answer.")
    execution_seconds: float = Field(
        10.0, gt=0, description="Seconds after which an operation is given up."
    )
    statement_seconds: float = Field(
        5.0,
        gt=0,
        le=A_DAY_SECONDS,
        description="Seconds that PostgreSQL may take for one statement of an operation.",
    )
    lock_seconds: float = Field(
        3.0,
        gt=0,
        le=A_DAY_SECONDS,
        description="Seconds that a statement waits for what another transaction has locked on PostgreSQL.",
    )
    idle_transaction_seconds: float = Field(
        8.0,
        gt=0,
        le=A_DAY_SECONDS,
        description="Seconds that PostgreSQL keeps a transaction open in which nothing happens.",
    )
    max_documents: int = Field(200, gt=0, description="Documents in one claim.")
    max_company_bytes: int = Field(
        10_000_000_000, gt=0, description="Size of a company's documents together."
    )

    @model_validator(mode="after")
    def _usual_pages_are_pages(self) -> Self:
        if self.page_size > self.max_page:
            raise ValueError("GUICHET_PAGE_SIZE is more than GUICHET_MAX_PAGE")
        return self

    @model_validator(mode="after")
    def _what_may_be_asked_can_be_paid(self) -> Self:
        if self.max_cost > self.rate_points:
            raise ValueError(
                "GUICHET_MAX_COST is more than GUICHET_RATE_POINTS: nobody could ever pay it"
            )
        if self.max_upload_bytes > self.rate_points * BYTES_A_POINT:
            raise ValueError(
                "GUICHET_MAX_UPLOAD_BYTES is more than GUICHET_RATE_POINTS can pay: a point for each 500 kB"
            )
        if self.rate_points > self.rate_refill * FILLED_WITHIN:
            raise ValueError(
                "GUICHET_RATE_REFILL is too little: a bucket has to be full again within an hour"
            )
        return self
