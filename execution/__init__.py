"""Breadth-first execution of GraphQL operations, in place of graphql-core's object by object.

graphql-core walks the response as a tree: for each object, for each of its fields, it calls a
resolver and completes the value. A page of 50 claims with three documents each makes some 1,300
such calls, and each passes the same layers: arguments, permissions, awaiting, type checks.

Here one selection is one call. All objects of a level are executed together, as a column:

    level 0   [root]                    claims(first: 50) { … }     called once
    level 1   [claim, claim, … x 50]    number        one list comprehension
                                        documents     one call with 50 parents, 50 lists back
    level 2   [document, … x 150]       name          one list comprehension

A permission is decided once for a column, a relation is one statement for all parents, and a plain
column of the row needs no call at all. Value completion (lists, nulls, errors with their paths,
abstract types) is done for a whole column as well, and the columns are zipped into objects.

    documents.py          cache of texts that are parsed and validated once
    build_executor.py     executor of a document that is already known
    token_scan.py         tokens and nesting of a text before it is parsed
    operation_metrics.py  metrics of an operation: depth, aliases, fields, cost
    metrics_collector.py  collector of an operation's metrics from its selections
    metrics_cache.py      cache of a document's metrics, by page sizes
    list_arguments.py     lengths of the lists in arguments
    lru_cache.py          LRU cache bounded by entries and by weight
    selection.py          one field of a selection set with its column, type and arguments
    conditions.py         variables of `@skip` and `@include`
    plan.py               compiled selections of an operation, and the attributes that they read
    plan_cache.py         cache of plans, by operation and by the variables of its conditions
    column.py             metadata by which a field resolves all its parents at once
    column_resolution.py  resolution of a column: permissions, arguments, one call for all parents
    resolving.py          values of a column, errors included
    info.py               Strawberry's `Info`, and the attributes read below a column
    value_types.py        classification of values by type: most columns need no look at a value
    response_paths.py     response paths, computed only for errors
    field_errors.py       field errors in order, with the specification's null propagation
    leaves.py             serialization of scalars and enums by columns
    awaiting.py           awaitables among the values of a column
    completion.py         value completion of a column: lists, nulls, errors, types
    value_completion.py   completion of the values one by one, where a column is not plain
    list_items.py         items of a list, from any iterable of a resolver
    runtime_types.py      object types of values of interfaces and unions
    output_type.py        output type of a field, analysed once
    eager_start.py        execution without an event loop if nothing is awaited
    executor.py           the executor; graphql-core's own executes what this one does not

Strawberry installs it by `Schema(execution_context_class=BreadthFirstExecutor)`. Fields without a
column are resolved one object at a time, by the resolver that graphql-core would have called.
"""

from execution.column import Column
from execution.executor import BreadthFirstExecutor
from execution.info import Info

__all__ = ["BreadthFirstExecutor", "Column", "Info"]
