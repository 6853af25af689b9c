"""CEL expressions of logic and transform nodes: what they say, and what is wrong with them.

Everything here works on strings and small types; nothing knows about flows."""

from flowcheck.expressions.absent import NullFailure, null_failures
from flowcheck.expressions.check import TypeFinding, check, result_type
from flowcheck.expressions.fold import constant
from flowcheck.expressions.functions import UnknownFunction, unknown_functions
from flowcheck.expressions.names import Variable, mentions, variables
from flowcheck.expressions.parse import Parsed, parse
from flowcheck.expressions.spelling import double_quoted, normalised
from flowcheck.expressions.tokens import SyntaxProblem
from flowcheck.expressions.tree import Expr
from flowcheck.expressions.types import Type
from flowcheck.expressions.values import Failed, Known, Result, Value
from flowcheck.expressions.words import is_bare_word

__all__ = [
    "Expr",
    "Failed",
    "Known",
    "NullFailure",
    "Parsed",
    "Result",
    "SyntaxProblem",
    "Type",
    "TypeFinding",
    "UnknownFunction",
    "Value",
    "Variable",
    "check",
    "constant",
    "double_quoted",
    "is_bare_word",
    "mentions",
    "normalised",
    "null_failures",
    "parse",
    "result_type",
    "unknown_functions",
    "variables",
]
