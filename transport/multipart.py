"""Reading of uploads by the GraphQL multipart request specification, within the limits."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from errors import RequestError, Unavailable
from i18n import gettext
from settings import Limits
from transport.body import (
    GraphQLRequest,
    bad_request,
    bounded,
    operation_of,
    parse_json,
    too_large,
)


class _Parser(MultiPartParser):
    """Starlette's parser, which stops at the first byte of a file over the limit."""

    max_file_size = 0
    spool_max_size = 64 * 1024
    """Bytes of a file in memory; hundreds of slow uploads may hold theirs for minutes."""

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        super().on_part_data(data, start, end)
        file = self._current_part.file
        if file is not None:
            received = (file.size or 0) + sum(
                len(chunk)
                for part, chunk in self._file_parts_to_write
                if part is self._current_part
            )
            if received > self.max_file_size:
                raise too_large(
                    gettext("A file may have at most %(count)s bytes.", count=self.max_file_size)
                )

    def close_files(self) -> None:
        """Close every file that was begun: the form has only those that are complete."""
        for file in self._files_to_close_on_error:
            file.close()


async def read_multipart(
    request: Request, limits: Limits, open_files: AsyncExitStack
) -> GraphQLRequest:
    """Return the operation of a `multipart/form-data` body, with its files in the variables.

    The files are temporary and are closed with `open_files`.
    """
    parser = _Parser(
        request.headers,
        bounded(request, limits.max_upload_bytes),
        max_files=limits.max_files,
        max_fields=2,
        max_part_size=limits.max_body_bytes,
    )
    parser.max_file_size = limits.max_file_bytes
    open_files.push_async_callback(asyncio.to_thread, parser.close_files)
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise _as_request_error(error.message, limits) from None
    except (UnicodeDecodeError, LookupError, ValueError):
        raise bad_request(gettext("The multipart body is malformed.")) from None
    except OSError as error:
        raise Unavailable(
            gettext("Documents cannot be stored at the moment: try again later.")
        ) from error
    return operation_of(_operations_with_files(form, limits))


def _operations_with_files(form: FormData, limits: Limits) -> Any:
    """Return the `operations` of a form, with each file where `map` says."""
    operations = parse_json(form.get("operations"), "`operations`", limits)
    places = parse_json(form.get("map"), "`map`", limits)
    if not isinstance(places, dict):
        raise bad_request(gettext("`map` must be an object whose values are lists of paths."))
    # one part may stand for several files
    if sum(len(paths) for paths in places.values() if isinstance(paths, list)) > limits.max_files:
        raise too_large(
            gettext("Upload between 1 and %(most)s files at once.", most=limits.max_files)
        )
    for name, paths in places.items():
        file = form.get(name)
        if not isinstance(file, UploadFile) or not isinstance(paths, list):
            raise bad_request(
                gettext("`map` names a file that was not sent, or gives no list of paths for it.")
            )
        for path in paths:
            _put(operations, path, file)
    return operations


def _as_request_error(message: str, limits: Limits) -> RequestError:
    """Return the error for a message of the parser."""
    if message.startswith("Too many files"):
        return too_large(
            gettext("Upload between 1 and %(most)s files at once.", most=limits.max_files)
        )
    if message.startswith("Too many fields"):
        return bad_request(
            gettext(
                "A multipart request has the fields `operations` and `map`, and files with a "
                "`filename`."
            )
        )
    return bad_request(gettext("The multipart body is malformed: %(fault)s", fault=message))


def _put(operations: Any, path: Any, file: UploadFile) -> None:
    """Put a file at a path such as `variables.files.0`, which must hold null."""
    if not isinstance(path, str):
        raise bad_request(gettext("Each path in `map` must be a string."))
    *steps, last = (
        int(step) if step.isascii() and step.isdigit() and len(step) < 4 else step
        for step in path.split(".")
    )
    try:
        holder = operations
        for step in steps:
            holder = holder[step]
        if steps[:1] != ["variables"] or holder[last] is not None:
            raise LookupError
        holder[last] = file
    except (LookupError, TypeError):
        raise bad_request(
            gettext("Each path in `map` must point to a null in `variables`.")
        ) from None
