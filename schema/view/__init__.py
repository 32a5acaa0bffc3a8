"""Views of the schema: annotated with what a viewer lacks, or without what is out of reach.

Only introspection and the printed SDL are narrowed. Execution knows the whole schema, so that a
query for a hidden field is refused with the reason and whom to ask, never with "no such field".
"""

from schema.view.views import SchemaViews, ViewRequest

__all__ = ["SchemaViews", "ViewRequest"]
