"""How many rows a page has that nobody gives a size: the deployment's to say, and printed in the schema."""

from graphql import GraphQLObjectType, GraphQLSchema


def set_page_size(schema: GraphQLSchema, size: int) -> None:
    """Give every argument `first` this default."""
    for kind in schema.type_map.values():
        for field in kind.fields.values() if isinstance(kind, GraphQLObjectType) else ():
            if (argument := field.args.get("first")) is not None:
                argument.default_value = size
