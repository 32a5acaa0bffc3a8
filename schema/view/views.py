"""Schema views, cached by role and accesses."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from graphql import DocumentNode, GraphQLSchema, build_ast_schema, parse, print_ast

from execution.lru_cache import LRUCache
from i18n import override
from models import Access, Role
from permissions import Viewer
from schema.locks import Locks
from schema.view.narrowing import narrow_document
from schema.view.visibility import Visibility

MAX_VIEWS = 100
"""Capacity of the cache; a view takes some 300 kB."""

Key = tuple[Role | None, frozenset[Access], bool, bool]


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """Requested view: without what is out of reach (`hide`), without deprecated parts."""

    hide: bool = False
    without_deprecated: bool = False


class SchemaViews:
    """Views of a schema."""

    def __init__(self, schema: GraphQLSchema, locks: Locks, sdl: Callable[[], str]) -> None:
        self._schema = schema
        self._locks = locks
        self._sdl = sdl
        self._cache: LRUCache[Key, GraphQLSchema] = LRUCache(MAX_VIEWS)

    def __len__(self) -> int:
        """Number of cached views."""
        return len(self._cache)

    def find(self, viewer: Viewer | None, request: ViewRequest) -> GraphQLSchema | None:
        """Return the view if it is cached."""
        return self._cache.find(_cache_key(viewer, request))

    def make(self, viewer: Viewer | None, request: ViewRequest) -> GraphQLSchema:
        """Return the view as a schema for introspection; a new one takes tenths of a second."""
        found = self.find(viewer, request)
        return found or self._cache.keep(
            _cache_key(viewer, request), build_ast_schema(self._document(viewer, request))
        )

    def print(self, viewer: Viewer | None, request: ViewRequest) -> str:
        """Return the view as SDL, with its locks."""
        return print_ast(self._document(viewer, request))

    def print_all_current(self) -> str:
        """Return the SDL of the whole schema without deprecated parts."""
        visibility = Visibility(self._schema, None, everything=True, without_deprecated=True)
        return print_ast(narrow_document(self._whole, self._schema, visibility, lambda _: None))

    @cached_property
    def _whole(self) -> DocumentNode:
        return parse(self._sdl(), no_location=True)

    def _document(self, viewer: Viewer | None, request: ViewRequest) -> DocumentNode:
        # what a step-up would open counts as visible
        viewer = None if viewer is None else replace(viewer, fresh=True)
        visibility = Visibility(
            self._schema,
            viewer,
            everything=not request.hide,
            without_deprecated=request.without_deprecated,
        )
        missing_rules = {} if request.hide else self._missing_rules(viewer)
        return narrow_document(self._whole, self._schema, visibility, missing_rules.get)

    def _missing_rules(self, viewer: Viewer | None) -> dict[str, str]:
        """Return the missing requirement at each declared coordinate, in English."""
        with override("en"):
            missing = {
                coordinate: rule.missing(viewer) for coordinate, rule in self._locks.declared
            }
        return {
            coordinate: f"Not open to you: {one.message}"
            for coordinate, one in missing.items()
            if one is not None
        }


def _cache_key(viewer: Viewer | None, request: ViewRequest) -> Key:
    role, accesses = (
        (None, frozenset[Access]()) if viewer is None else (viewer.role, viewer.accesses)
    )
    return role, accesses, request.hide, request.without_deprecated
