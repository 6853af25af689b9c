"""Where the value of a condition's variable comes from.

Equal sources hold equal values in a run, whoever reads them. A source is followed through
literals, workflow inputs, list nodes, if/else values read as data, loop items and transforms,
whose expression stands in their place; what lies behind is a value nobody knows."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from flowcheck.dataclass import dataclass
from flowcheck.expressions.evaluate import UNKNOWN, Result, binding
from flowcheck.expressions.parse import parse
from flowcheck.expressions.substitution import resolved
from flowcheck.expressions.tree import Binary, Call, Constant, Expr, Name, Ternary, walk
from flowcheck.graph.sites import InputSite, NodeSite, RefSite
from flowcheck.wire.misspelt import is_misspelt
from flowcheck.wire.values import is_defined, json_key, of_type
from flowcheck.wire.vocabulary import ARRAY_TYPES, WORKFLOW

if TYPE_CHECKING:
    from flowcheck.graph.flow import Flow

SourceKind = Literal["known", "nothing", "input", "changed", "branch", "output", "unclear"]
_TEXTS = frozenset({"string", "file", "model"})
_LARGEST = 200  # parts of an expression that is put in the place of a transform
_ALL = "all"


def sort_of(type: str) -> str:
    """What an input type makes of a value: the text types are one; unknown ones are their own."""
    return "text" if type in _TEXTS else "array" if type in ARRAY_TYPES else type


@dataclass(frozen=True, slots=True)
class Source:
    """id: the variable that stands for it in conditions. sort: as of `sort_of`.

    known: one of `values`, a literal being one. nothing: never given. input: what workflow input
    `name` holds, or `fallback` where it is left out; changed: likewise, but read as another sort,
    so that only whether it is given and not blank is kept. branch: the value that if/else node
    `name` takes. output: what `output` of node `name` is, or whatever else nobody knows (a
    merge of several, a gate); `name` is empty where no node can be named. unclear: cannot be
    read, so that nothing is known about any condition on it.

    given: id of the source that holds the same where a value is given, whatever it falls back to
    where none is: what is asked of such a value is asked of that one."""

    id: str
    kind: SourceKind
    sort: str
    given: str
    name: str = ""
    output: str = ""
    values: tuple[Result, ...] = ()
    fallback: Result = UNKNOWN


class Sources:
    """The sources of a flow by id, made as nodes are read; nodes in topological order."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.by_id: dict[str, Source] = {}
        self._ids: dict[Hashable, str] = {}
        self._transforms: dict[str, Expr] = {}
        self._sizes: dict[int, int] = {}

    def meanings(self, node: NodeSite) -> dict[str, Expr]:
        """What each variable of a node's expressions stands for."""
        found: dict[str, Expr] = {}
        for site in node.inputs:
            if site.name in found:
                found[site.name] = self._named("unclear", "", (node.id, site.name))
            else:
                found[site.name] = self._meaning(node, site)
        return found

    def read_transform(self, node: NodeSite) -> Expr | None:
        """The resolved expression of a transform node, None when it cannot be read; it stands in
        the node's place for what is read after it."""
        text = node.logic.get("transform")
        if node.faulty("logic") or not isinstance(text, str) or not text.strip():
            return None
        tree = parse(text).tree
        if tree is None:
            return None
        meanings = self.meanings(node)
        size = 0
        for part in walk(tree):
            inner = meanings.get(part.name) if isinstance(part, Name) else None
            size += 1 if inner is None else self._sizes.get(id(inner), 1)
        whole = resolved(tree, meanings)
        if size <= _LARGEST and self._is_text(whole):
            self._transforms[node.id] = whole
            self._sizes[id(whole)] = size
        return whole if size <= _LARGEST else None

    def _is_text(self, tree: Expr) -> bool:
        """Whether an expression surely gives a text."""
        waiting = [tree]
        while waiting:
            part = waiting.pop()
            match part:
                case Ternary():
                    waiting += [part.then, part.other]
                case Binary(operator="+"):
                    waiting += [part.left, part.right]
                case Call(function="dyn", args=(inner,)):
                    waiting.append(inner)
                case Name():
                    source = self.by_id.get(part.name)
                    if source is None or source.sort != "text":
                        return False
                case Constant(kind="string"):
                    pass
                case Call(function="string" | "trim" | "lowerAscii" | "upperAscii"):
                    pass
                case _:
                    return False
        return True

    def _meaning(self, node: NodeSite, site: InputSite) -> Expr:
        sort = sort_of(site.type)
        at = (node.id, site.name)
        if site.faulty() or not site.name:
            return self._named("unclear", sort, at)
        value = site.get("value")
        if is_defined(value) and site.ref is not None:
            return self._named("unclear", sort, at)  # which of them counts nobody says (unknown)
        if is_defined(value):
            return self._known(site, value, at)
        if site.items:
            return self._named("output", sort, ("items", *at))
        if site.ref is not None:
            return self._read(node, site, site.ref, sort)
        default = site.get("default")
        if is_defined(default):
            return self._known(site, default, at)
        if is_misspelt("Input", site.raw, "ref", "value", "default", "items"):
            return self._named("unclear", sort, at)
        return self._named("nothing", sort, ("nothing", sort))

    def _known(self, site: InputSite, value: Any, at: Hashable) -> Expr:
        sort = sort_of(site.type)
        result = binding(value)
        if result is UNKNOWN or not of_type(site.type, value):
            return self._named("unclear", sort, at)
        return self._named("known", sort, ("known", json_key(value)), values=(result,))

    def _read(self, node: NodeSite, site: InputSite, ref: RefSite, sort: str) -> Expr:
        if ref.equal is not None:
            key: Hashable = ("gate", ref.node, tuple(ref.conditional), ref.equal, sort)
            return self._named("output", sort, key)
        if ref.conditional:
            key = ("merge", ref.node, tuple(ref.conditional), ref.name, sort)
            return self._named("output", sort, key)
        if ref.node == WORKFLOW:
            return self._input(site, ref.name or "", sort)
        source = self.flow.nodes.get(ref.node or "")
        if source is None:
            return self._named("unclear", sort, (node.id, site.name))
        return self._output(node, source, ref.name or _ALL, sort)

    def _input(self, site: InputSite, name: str, sort: str) -> Expr:
        declared = self.flow.contract_input(name)
        default = site.get("default")
        fallback = binding(default) if is_defined(default) else UNKNOWN
        if self.flow.contract is None:
            return self._named("input", sort, ("input", name, sort), name=name)
        if declared is None:
            return self._named("unclear", sort, ("input", name))
        same = not site.type or sort_of(declared.type) == sort
        kind: SourceKind = "input" if same else "changed"
        sort = sort_of(declared.type) if same else sort
        given = self._named(kind, sort, (name, sort), name=name)
        if fallback is UNKNOWN:
            return given
        key = (name, sort, json_key(default))
        return self._named(kind, sort, key, name=name, fallback=fallback, given=given.name)

    def _output(self, node: NodeSite, source: NodeSite, output: str, sort: str) -> Expr:
        key: Hashable = ("output", source.id, output, sort)
        if source.is_logic and sort == "text":
            return self._named("branch", sort, ("branch", source.id), name=source.id)
        if source.type == "transform" and sort == "text" and source.id in self._transforms:
            return self._transforms[source.id]
        if source.type == "list" and sort == "array":
            items = _list_items(source)
            if items is not None:
                return self._named("known", sort, key, values=(tuple(items),))
        loop = self.flow.loops.get(source.id)
        if loop is not None and output != _ALL and node.id in loop.members:
            key = ("item", source.id, output, sort)
            items = self._items(source, output) if sort == "text" else None
            if items is not None and (loop.count or 0) > len(items):
                return self._named("unclear", sort, key)  # more iterations than items (unknown)
            if items is not None:
                values = tuple(dict.fromkeys(items))
                place = {"name": source.id, "output": output}
                return self._named("known", sort, key, values=values, **place)
        return self._named("output", sort, key, name=source.id, output=output)

    def _items(self, loop: NodeSite, name: str) -> list[str] | None:
        """What an input that a loop walks holds; None when that is not written in the flow."""
        walked = [site for site in loop.inputs if site.name == name]
        if len(walked) != 1 or walked[0].faulty():
            return None
        site = walked[0]
        value = site.get("value")
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            return list(value)
        ref = site.ref
        if is_defined(value) or ref is None or ref.equal is not None or ref.conditional:
            return None
        source = self.flow.nodes.get(ref.node or "")
        return None if source is None or source.type != "list" else _list_items(source)

    def _named(
        self,
        kind: SourceKind,
        sort: str,
        key: Hashable,
        *,
        name: str = "",
        output: str = "",
        values: tuple[Result, ...] = (),
        fallback: Result = UNKNOWN,
        given: str | None = None,
    ) -> Name:
        id = self._ids.get((kind, key))
        if id is None:
            id = self._ids[kind, key] = f"${len(self._ids)}"
            self.by_id[id] = Source(id, kind, sort, given or id, name, output, values, fallback)
        return Name(0, 0, id)

    def given(self, name: str) -> str:
        """The name that stands for what a variable holds where it is given."""
        source = self.by_id.get(name)
        return name if source is None else source.given


def _list_items(node: NodeSite) -> list[str] | None:
    if node.faults or node.get("items") is None:
        return None
    return [item for _, item in node.strings("items")] or None


def unreadable(sources: Mapping[str, Source], names: tuple[str, ...]) -> bool:
    """Whether one of an atom's names is no source, or one that cannot be read."""
    return any(name not in sources or sources[name].kind == "unclear" for name in names)
