"""Parts of Strawberry's schema that never run here, each refused with a reason.

What is accepted and ignored is a trap.
"""

from typing import Any, NoReturn

from strawberry import Schema as StrawberrySchema

NEVER_CALLED = {
    "extensions": "Strawberry extensions are never called here, since `Schema.execute` runs "
    "operations itself: extend schema/api.py.",
    "directives": "Custom operation directives are never called here, since an extension of "
    "Strawberry's runs them.",
    "exception_handlers": "Exception handlers are never called here: schema/error_format.py "
    "formats all errors.",
    "subscription": "There are no subscriptions yet: neither the schema nor the transport runs "
    "them.",
}
"""Options of Strawberry's schema, with the reason why each is refused."""


class AsyncOnlySchema(StrawberrySchema):
    """Strawberry's schema without what would be ignored, or would pass by the limits."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Take Strawberry's `query`, `mutation` and options by name.

        Raises `TypeError` for those that are never called here.
        """
        if len(args) > 2:
            raise TypeError(
                "Give the schema's options by name: only `query` and `mutation` come by position."
            )
        for name, reason in NEVER_CALLED.items():
            if options.get(name):
                raise TypeError(reason)
        super().__init__(*args, **options)

    def execute_sync(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise `NotImplementedError`: Strawberry's own would run an operation without limits."""
        raise NotImplementedError("`execute_sync` would pass by all limits: await `execute`.")

    async def subscribe(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise `NotImplementedError`: there are no subscriptions."""
        raise NotImplementedError(
            "There are no subscriptions yet, and Strawberry's own `subscribe` would pass by all "
            "limits."
        )

    async def stream(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Raise `NotImplementedError`: Strawberry's own runs operations without limits."""
        raise NotImplementedError("`stream` would pass by all limits: await `execute`.")
