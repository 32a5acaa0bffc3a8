"""Default of the argument `first`: a setting of the deployment, printed in the schema."""

from graphql import GraphQLObjectType, GraphQLSchema


def set_page_size(schema: GraphQLSchema, size: int) -> None:
    """Set the default of every argument `first`."""
    for kind in schema.type_map.values():
        for field in kind.fields.values() if isinstance(kind, GraphQLObjectType) else ():
            if (argument := field.args.get("first")) is not None:
                argument.default_value = size
