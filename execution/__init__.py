"""Breadth-first execution of GraphQL operations, in place of graphql-core's object by object.

The usual executor walks the answer as a tree: for each object, for each of its fields, it calls a resolver and
completes the value. A page of 50 claims with three documents each makes some 1,300 such calls, and each passes
the same layers again: arguments, permissions, awaiting, type checks.

Here one selection is one call. All objects of a level go down together, as a column:

    level 0   [root]                        claims(first: 50) { … }     called once
    level 1   [claim, claim, … x 50]         number        one list comprehension
                                            documents     one call with 50 parents, 50 lists back
    level 2   [document, … x 150]            name          one list comprehension

A permission is decided once for a column, a relation is one statement for all parents, and a plain column of the
row needs no call at all. What the specification says of a single value (lists, nulls, errors with their paths,
abstract types) is done for a whole column as well, and the columns are zipped into objects on the way back up.

    documents.py   texts that are parsed and validated once, kept while they are in use
    building.py    the executor of a document that is known already
    scanning.py    texts that are too deep or too long for the parser
    measure.py     what an operation asks for: depth, aliases, fields, cost
    lists.py       how long the lists in arguments are
    measures.py    the measures of a document, kept with it
    kept.py        values kept by key: so many, so heavy
    selection.py   one field of a selection set with all that does not change: its column, its shape, its arguments
    conditions.py  which variables decide what is selected
    plan.py        what an operation selects, compiled once for each document, and which attributes of rows it reads
    column.py      how a field says that it answers for all its parents at once
    resolving.py   the values of a column, errors in their places
    info.py        what a resolver learns: Strawberry's `Info`, and what is selected below its column
    kinds.py       which columns are plain: most are, and are done without a look at each value
    places.py      where in the answer each object of a level is: paths are made only for errors
    faults.py      errors, in the order and with the null propagation of the specification
    leaves.py      scalars and enums of a column at once
    settling.py    awaitables among the values of a column
    completion.py  a resolved column becomes results: lists, nulls, errors, types
    items.py       the items of a list, whatever a resolver returned for it
    runtime_types.py  which object type a value is of, for interfaces and unions
    shape.py       what a field's type says of its values, taken apart once
    starting.py    an operation that waits for nothing runs without an event loop
    executor.py    the executor itself; what it does not serve, graphql-core's own does

Strawberry puts it in place by `Schema(execution_context_class=BreadthFirstExecutor)`. Fields that know nothing of
columns are resolved one object at a time, by the resolver that graphql-core would have called.
"""

from execution.column import Column
from execution.executor import BreadthFirstExecutor
from execution.info import Info

__all__ = ["BreadthFirstExecutor", "Column", "Info"]
