"""What holds at one coordinate of the schema, for the viewer, and for one object where its ID is given."""

from collections.abc import Sequence
from dataclasses import dataclass

import strawberry

from errors import BadUserInput
from permissions import Anyone
from resolvers.context import Info
from resolvers.decision import Reason as ReasonRow
from resolvers.decision import decide_each
from schema.decision import Reason
from schema.field import column, field
from schema.permission import RuleEntry, RuleType
