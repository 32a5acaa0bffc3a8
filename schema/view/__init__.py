"""The schema as each viewer has it: all of it with what it needs (*annotate*), or only what the viewer can reach (*hide*).

Only introspection and the printed SDL are ever narrowed. Execution knows the whole schema, so that whoever asks for
a field that was hidden still reads why not and whom to ask, and never "no such field".
"""

from schema.view.views import SchemaViews, ViewRequest

__all__ = ["SchemaViews", "ViewRequest"]
