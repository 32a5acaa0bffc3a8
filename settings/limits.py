"""Limits of requests, operations and time: the one object that schema and transport work by."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

BYTES_A_POINT = 500_000
"""Bytes of an upload for a point of the rate limiter: 1,000 points are half a gigabyte."""
FULL_WITHIN = 3_600
"""Seconds after which an unused bucket is removed, so it must be full by then."""
A_DAY_SECONDS = 86_400


class Limits(BaseModel):
    """Limits, each with its default.

    `Settings` inherits them, so that each has an environment variable, and makes this object of
    them once (`Settings.limits`). Without the environment: `Limits(max_depth=3)`.
    """

    model_config = ConfigDict(frozen=True)

    max_file_bytes: int = Field(25_000_000, gt=0, description="Size limit of one file.")
    max_files: int = Field(5, gt=0, description="Files in one upload.")
    max_upload_bytes: int = Field(60_000_000, gt=0, description="Size limit of one upload request.")
    max_uploads: int = Field(
        20, gt=0, description="Concurrent uploads of a session, in each process."
    )
    max_body_bytes: int = Field(256_000, gt=0, description="Size limit of any other request.")
    max_json_nesting: int = Field(
        50, gt=0, le=500, description="Nesting of brackets in the JSON of a request."
    )
    max_address_bytes: int = Field(
        8_000, gt=0, description="Size limit of the query string of a `GET`."
    )
    max_document_length: int = Field(10_000, gt=0, description="Characters of a GraphQL document.")
    max_document_tokens: int = Field(1_500, gt=0, description="Tokens of a GraphQL document.")
    max_nesting: int = Field(
        50, gt=0, le=100, description="Nesting of brackets in a GraphQL document."
    )
    max_fragments: int = Field(20, ge=0, le=50, description="Fragments in a GraphQL document.")
    max_depth: int = Field(10, gt=0, description="Depth of the fields in an operation.")
    max_aliases: int = Field(
        15, ge=0, description="Aliases in an operation, with its fragments expanded."
    )
    max_fields: int = Field(
        500, gt=0, description="Fields in an operation, with its fragments expanded."
    )
    max_root_fields: int = Field(10, gt=0, description="Root fields of an operation.")
    max_directives: int = Field(20, ge=0, description="Directives in an operation.")
    max_variables: int = Field(50, ge=0, description="Variables of an operation.")
    max_cost: int = Field(
        1_000,
        gt=0,
        description="Cost of an operation: an object costs 1, below a list once for each of its "
        "rows.",
    )
    max_anonymous_cost: int = Field(
        50, gt=0, description="Cost of an operation of an anonymous caller."
    )
    max_items: int = Field(100, gt=0, description="Items of a list in an argument or a variable.")
    max_page: int = Field(100, gt=0, description="Rows of a page.")
    page_size: int = Field(20, ge=0, description="Rows of a page without the argument `first`.")
    rate_points: int = Field(
        1_000,
        gt=0,
        description="Points of a session's token bucket; an operation takes its cost.",
    )
    rate_refill: float = Field(
        50.0, gt=0, description="Points that are added to a session's bucket each second."
    )
    rate_requests: int = Field(
        60,
        gt=0,
        description="Anonymous requests a minute from one network address (IPv6: the /64).",
    )
    max_errors: int = Field(3, gt=0, description="Errors in one response.")
    execution_seconds: float = Field(
        10.0, gt=0, description="Seconds after which an operation is cancelled."
    )
    statement_seconds: float = Field(
        5.0,
        gt=0,
        le=A_DAY_SECONDS,
        description="Statement time-out of PostgreSQL, in seconds.",
    )
    lock_seconds: float = Field(
        3.0,
        gt=0,
        le=A_DAY_SECONDS,
        description="Lock time-out of PostgreSQL, in seconds.",
    )
    idle_transaction_seconds: float = Field(
        8.0,
        gt=0,
        le=A_DAY_SECONDS,
        description="Time-out of an idle transaction of PostgreSQL, in seconds.",
    )
    max_documents: int = Field(200, gt=0, description="Documents in one claim.")
    max_company_bytes: int = Field(
        10_000_000_000, gt=0, description="Size limit of all documents of a company together."
    )

    @model_validator(mode="after")
    def _default_page_is_allowed(self) -> Self:
        if self.page_size > self.max_page:
            raise ValueError("GUICHET_PAGE_SIZE is more than GUICHET_MAX_PAGE")
        return self

    @model_validator(mode="after")
    def _allowed_costs_can_be_paid(self) -> Self:
        if self.max_cost > self.rate_points:
            raise ValueError(
                "GUICHET_MAX_COST is more than GUICHET_RATE_POINTS: nobody could ever pay it"
            )
        if self.max_upload_bytes > self.rate_points * BYTES_A_POINT:
            raise ValueError(
                "GUICHET_MAX_UPLOAD_BYTES is more than GUICHET_RATE_POINTS can pay: a point for "
                "each 500 kB"
            )
        if self.rate_points > self.rate_refill * FULL_WITHIN:
            raise ValueError(
                "GUICHET_RATE_REFILL is too little: a bucket has to be full again within an hour"
            )
        return self


DEFAULT_LIMITS = Limits()
"""Limits of a schema that is built without settings."""
