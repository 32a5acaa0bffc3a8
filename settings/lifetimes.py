"""Lifetimes of sessions, codes and links: the part of the settings that are durations."""

from datetime import timedelta

from pydantic import BaseModel, Field

A_YEAR = timedelta(days=366)


class Lifetimes(BaseModel):
    """Durations, in ISO 8601 in the environment, such as `PT30M`."""

    session_idle: timedelta = Field(
        timedelta(minutes=30),
        gt=timedelta(0),
        le=A_YEAR,
        description="Idle time-out of a session (ISO 8601 duration).",
    )
    session_lifetime: timedelta = Field(
        timedelta(hours=12),
        gt=timedelta(0),
        le=A_YEAR,
        description="Lifetime of a session.",
    )
    step_up_lifetime: timedelta = Field(
        timedelta(minutes=15),
        gt=timedelta(0),
        le=A_YEAR,
        description="Time for which a second factor is fresh enough for `@needs(stepUp: true)`.",
    )
    code_lifetime: timedelta = Field(
        timedelta(minutes=5),
        gt=timedelta(0),
        le=A_YEAR,
        description="Lifetime of a one-time code.",
    )
    change_lifetime: timedelta = Field(
        timedelta(minutes=10),
        gt=timedelta(0),
        le=A_YEAR,
        description="Lifetime of an unfinished change of the second factor.",
    )
    factor_reset_lifetime: timedelta = Field(
        timedelta(days=3),
        gt=timedelta(0),
        le=A_YEAR,
        description="Time in which the second manager must approve the reset of a second factor.",
    )
    reset_lifetime: timedelta = Field(
        timedelta(minutes=30),
        gt=timedelta(0),
        le=A_YEAR,
        description="Lifetime of a password link.",
    )
    invitation_lifetime: timedelta = Field(
        timedelta(days=7),
        gt=timedelta(0),
        le=A_YEAR,
        description="Lifetime of an invitation.",
    )
    download_lifetime: timedelta = Field(
        timedelta(minutes=5),
        gt=timedelta(0),
        le=A_YEAR,
        description="Lifetime of a download link.",
    )
    idempotency_lifetime: timedelta = Field(
        timedelta(hours=24),
        gt=timedelta(0),
        le=A_YEAR,
        description="Lifetime of the stored response to an operation with an idempotency key.",
    )
