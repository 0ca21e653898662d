"""Parse conditions by recursive descent; :mod:`.expression` gives the grammar.

Own code rather than Python's ``ast``: a column may be a path such as ``rivalry.eu-russia``, which Python
reads as attributes and a difference; a message names the letter at fault and what to write for the signs of
other languages; and nesting is bounded before anything is built.
"""

from collections.abc import Mapping, Sequence
from typing import NoReturn

import numpy as np

from ...model.arguments import parse_truth
from ...model.errors import InputError
from ...model.parameters.lookup import hint
from ..labels import outcome_hint
from .tokens import Token, condition_fault, tokenize
from .tree import COMPARE, Comparison, Constant, Kind, Name, Node, Pair, Prefix, Share, column_names

DEEPEST = 30
"""Most parentheses and signs inside each other."""
WORDS = ("and", "or", "not")
SHARE = "share"


class Parser:
    """Parses one condition; faults of meaning are collected, a fault of form ends the parsing."""

    def __init__(
        self,
        text: str,
        option: str,
        columns: Sequence[str],
        texts: Mapping[str, Sequence[str]],
        *,
        shares: bool,
    ) -> None:
        self.text, self.option, self.columns, self.texts = text, option, columns, texts
        self.shares = shares
        self.faults: list[str] = []
        self.tokens = tokenize(text, option, columns)
        self.next = self.depth = 0

    def record_fault(self, what: str) -> None:
        """Record a fault of meaning."""
        self.faults.append(condition_fault(self.option, self.text, what))

    def raise_fault(self, what: str) -> NoReturn:
        """Raise a fault of form."""
        raise InputError(condition_fault(self.option, self.text, what))

    def peek(self) -> Token:
        """Return the next token without consuming it."""
        return self.tokens[self.next]

    def take(self, *words: str) -> str | None:
        """Consume the next token if it is one of the given words, and return it in lower case."""
        token = self.peek()
        text = token.text.lower()
        if token.what == "text" or text not in words:
            return None
        self.next += 1
        return text

    def raise_unexpected(self, expected: str) -> NoReturn:
        """Raise a fault of form for the next token."""
        token = self.peek()
        found = (
            f"found {token.text} at letter {token.at + 1}"
            if token.what != "end"
            else "but the condition ends"
        )
        self.raise_fault(f"expected {expected}, {found}")

    def parse(self) -> Node:
        """Parse the whole condition."""
        tree = self.parse_or()
        if self.peek().text in COMPARE:
            self.raise_fault("one comparison at a time: join two with and")
        if self.peek().what != "end":
            self.raise_unexpected("and, or, or the end")
        return self.require_kind(tree, "truth", "the condition")

    def count_nesting(self) -> None:
        """Count a nesting level; the limit keeps any text from exhausting the stack."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.raise_fault(f"more than {DEEPEST} parentheses and signs inside each other")

    def parse_or(self) -> Node:
        """Parse conditions joined by ``or``."""
        tree = self.parse_and()
        while self.take("or"):
            tree = Pair("or", *self.require_pair(tree, self.parse_and(), "truth", "or"))
        return tree

    def parse_and(self) -> Node:
        """Parse conditions joined by ``and``."""
        tree = self.parse_not()
        while self.take("and"):
            tree = Pair("and", *self.require_pair(tree, self.parse_not(), "truth", "and"))
        return tree

    def parse_not(self) -> Node:
        """Parse a comparison, with any number of ``not`` before it."""
        if not self.take("not"):
            return self.parse_comparison()
        self.count_nesting()
        part = self.parse_not()
        self.depth -= 1
        return Prefix("not", self.require_kind(part, "truth", "not"))

    def parse_comparison(self) -> Node:
        """Parse a sum, or a comparison of two sums."""
        left = self.parse_sum()
        sign = self.take(*COMPARE)
        if sign is None:
            return left
        right = self.parse_sum()
        found = Comparison(sign, left, right)
        self.check_comparison(found)
        return found

    def parse_sum(self) -> Node:
        """Parse products that are added or subtracted."""
        tree = self.parse_product()
        while sign := self.take("+", "-"):
            tree = Pair(sign, *self.require_pair(tree, self.parse_product(), "number", sign))
        return tree

    def parse_product(self) -> Node:
        """Parse operands that are multiplied or divided."""
        tree = self.parse_operand()
        while sign := self.take("*", "/"):
            tree = Pair(sign, *self.require_pair(tree, self.parse_operand(), "number", sign))
        return tree

    def parse_operand(self) -> Node:
        """Parse an operand: a signed one, one in parentheses, a share, or a single token."""
        if self.take("-"):
            self.count_nesting()
            part = self.parse_operand()
            self.depth -= 1
            return Prefix("-", self.require_kind(part, "number", "-"))
        if self.take("("):
            return self.parse_to_closing()
        if self.peek().text.lower() == SHARE and self.tokens[self.next + 1].text == "(":
            return self.parse_share()
        return self.parse_token()

    def parse_to_closing(self) -> Node:
        """Parse the content of parentheses, after the opening one, to the closing one."""
        self.count_nesting()
        tree = self.parse_or()
        if not self.take(")"):
            self.raise_unexpected("a closing parenthesis")
        self.depth -= 1
        return tree

    def parse_share(self) -> Node:
        """Parse ``share(...)``."""
        if not self.shares:
            self.raise_fault("share(...) is of many runs, and here each is asked by itself: leave it out")
        self.next += 2
        return Share(self.require_kind(self.parse_to_closing(), "truth", SHARE))

    def parse_token(self) -> Node:
        """Parse a number, a text, null or the name of a column."""
        token = self.peek()
        if token.what not in {"number", "text", "name"} or token.text.lower() in WORDS:
            self.raise_unexpected("a column, a number or a text")
        self.next += 1
        if token.what == "number":
            return self.build_number(token)
        if token.what == "text":
            return Constant(token.text[1:-1])
        if token.text.lower() == "null":
            return Constant(None)
        return self.build_name(token.text)

    def build_number(self, token: Token) -> Node:
        """Build the node of a number, and refuse one that overflows a float."""
        value = float(token.text)
        if not np.isfinite(value):
            self.raise_fault(f"{token.text} at letter {token.at + 1} is too large a number")
        return Constant(value)

    def build_name(self, name: str) -> Node:
        """Build the node of a column; report an unknown one."""
        if name not in self.columns and (truth := parse_truth(name)) is not None:
            return Constant(float(truth))  # a switch that varies is a column of 0 and 1
        if name not in self.columns:
            self.record_fault(f"unknown column {name}{self.advise_column(name)}")
            return Name(name, "unknown")
        return Name(name, "text" if name in self.texts else "number")

    def advise_column(self, name: str) -> str:
        """Compose the end of a message on an unknown column: how a regime or strategy is asked, or a name."""
        column = next((column for column, known in self.texts.items() if name in known), None)
        if column is None:
            return outcome_hint(name, self.columns)
        test = f"{column} == '{name}'"
        return f"; that is a {column}: write " + (f"share({test}) < 0.5" if self.shares else test)

    def require_pair(self, left: Node, right: Node, kind: Kind, sign: str) -> tuple[Node, Node]:
        """Check that both sides of an operator have the kind that it needs, and return them."""
        return self.require_kind(left, kind, sign), self.require_kind(right, kind, sign)

    def require_kind(self, node: Node, kind: Kind, by: str) -> Node:
        """Return a node, and report it if it is not of the kind needed."""
        if node.kind not in {kind, "unknown"}:
            need = "a comparison" if kind == "truth" else "numbers"
            self.record_fault(f"{by} needs {need}, found {describe_part(node)}")
        return node

    def check_comparison(self, found: Comparison) -> None:
        """Check that two sides can be compared, and that texts are possible values of their columns."""
        kinds = {found.left.kind, found.right.kind}
        if "unknown" in kinds:
            return
        if not any(True for _ in column_names(found)):
            self.record_fault(f"{found} compares no column")
        elif "truth" in kinds:
            self.record_fault(f"{found} compares a comparison; join comparisons with and, or, not")
        elif kinds - {"number"} and found.sign not in {"==", "!="}:
            self.record_fault(f"{found.sign} compares numbers; a text or null takes == or !=")
        elif len(kinds - {"null"}) > 1:
            left, right = describe_part(found.left), describe_part(found.right)
            self.record_fault(f"{found} compares {left} with {right}")
        else:
            self.check_text(found.left, found.right)
            self.check_text(found.right, found.left)

    def check_text(self, node: Node, other: Node) -> None:
        """Report a text that is not a possible value of the column it is compared with."""
        if isinstance(node, Name) and isinstance(other, Constant) and isinstance(other.value, str):
            known = self.texts[node.name]
            if other.value not in known:
                near = hint(other.value, known) or f"; there are {', '.join(known)}"
                self.record_fault(f"{node.name} is never {other}{near}")


def describe_part(node: Node) -> str:
    """Format a node with its kind, for messages."""
    kind = {"number": "a number", "text": "text", "truth": "a comparison", "null": "nothing"}
    return f"{node} ({kind.get(node.kind, 'unknown')})"
