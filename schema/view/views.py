"""The schemas as viewers have them, each made once for a role and its accesses."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from graphql import DocumentNode, GraphQLSchema, build_ast_schema, parse, print_ast

from execution.lru_cache import LRUCache
from i18n import override
from models import Access, Role
from permissions import Viewer
from schema.locks import Locks
from schema.view.narrowing import narrowed
from schema.view.reach import Reach

VIEWS = 100
"""Some 300 kB each."""

Key = tuple[Role | None, frozenset[Access], bool, bool]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which schema is wanted: only what the viewer can reach (`hides`), and without what is deprecated."""

    hides: bool = False
    without_deprecated: bool = False


class Views:
    """The schema as each viewer has it."""

    def __init__(self, schema: GraphQLSchema, locks: Locks, sdl: Callable[[], str]) -> None:
        self._schema = schema
        self._locks = locks
        self._sdl = sdl
        self._kept: LRUCache[Key, GraphQLSchema] = LRUCache(VIEWS)

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)

    def find(self, viewer: Viewer | None, wanted: Wanted) -> GraphQLSchema | None:
        """The view, where it was made already."""
        return self._kept.find(_key(viewer, wanted))

    def make(self, viewer: Viewer | None, wanted: Wanted) -> GraphQLSchema:
        """The view as a schema for introspection; making one takes some tenths of a second."""
        found = self.find(viewer, wanted)
        return found or self._kept.keep(
            _key(viewer, wanted), build_ast_schema(self._document(viewer, wanted))
        )

    def print(self, viewer: Viewer | None, wanted: Wanted) -> str:
        """The view as SDL, with its locks."""
        return print_ast(self._document(viewer, wanted))

    def print_all_current(self) -> str:
        """The whole schema without what is deprecated, for nobody in particular."""
        reach = Reach(self._schema, None, everything=True, without_deprecated=True)
        return print_ast(narrowed(self._whole, self._schema, reach, lambda _: None))

    @cached_property
    def _whole(self) -> DocumentNode:
        return parse(self._sdl(), no_location=True)

    def _document(self, viewer: Viewer | None, wanted: Wanted) -> DocumentNode:
        viewer = (
            None if viewer is None else replace(viewer, fresh=True)
        )  # whoever can prove it again can reach it
        reach = Reach(
            self._schema,
            viewer,
            everything=not wanted.hides,
            without_deprecated=wanted.without_deprecated,
        )
        lacks = {} if wanted.hides else self._lacks(viewer)
        return narrowed(self._whole, self._schema, reach, lacks.get)

    def _lacks(self, viewer: Viewer | None) -> dict[str, str]:
        """What the viewer lacks at each coordinate that was declared with a rule: said in English, as all descriptions are."""
        with override("en"):
            missing = {
                coordinate: rule.missing(viewer) for coordinate, rule in self._locks.declared
            }
        return {
            coordinate: f"Not open to you: {one.message}"
            for coordinate, one in missing.items()
            if one is not None
        }


def _key(viewer: Viewer | None, wanted: Wanted) -> Key:
    role, accesses = (
        (None, frozenset[Access]()) if viewer is None else (viewer.role, viewer.accesses)
    )
    return role, accesses, wanted.hides, wanted.without_deprecated
