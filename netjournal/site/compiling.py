"""Templates compiled for speed: the same output by less of Jinja's machinery.

A site's pages print a million values and call half a million macros, and most of their time went into asking each value whether
it is HTML already, and each function whether it wants the context. Jinja lets an environment bring a code generator of its own;
what this one does not know is compiled as ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from keyword import iskeyword
from types import BuiltinFunctionType, MethodType
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

_special = re.compile("[&<>\"']").search
as_markup: Callable[[str], Markup] = partial(str.__new__, Markup)  # Markup(…) would ask whether it is HTML


def shown(value: Any) -> str:
    """`value` as it is printed: Jinja's escape() for a piece of output."""
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    if kind is str and not _special(value):
        return value  # type: ignore[no-any-return]
    return str(value) if kind is int else escape(value)


class PlainMacro(Macro):
    """A macro that is called with what it declares; in other calls it is as any."""

    def __init__(self, *words: Any) -> None:
        super().__init__(*words)
        special = self.catch_kwargs or self.catch_varargs or self.caller or "caller" in self.arguments
        self._is_plain = self._default_autoescape and not special

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        lacking = self._argument_count - len(args)
        if lacking < 0 or not self._is_plain:
            return super().__call__(*args, **kwargs)
        if lacking:
            if kwargs:
                named = self.arguments[len(args) :]
                if not kwargs.keys() <= set(named):
                    return super().__call__(*args, **kwargs)
                args += tuple(kwargs.get(name, missing) for name in named)
            else:
                args += (missing,) * lacking
        elif kwargs:
            return super().__call__(*args, **kwargs)
        return as_markup(self._func(*args))


DIRECT = frozenset((PlainMacro, MethodType, BuiltinFunctionType, type(cache(shown))))  # what never wants the context


class Compiler(CodeGenerator):
    """Prints by `shown`, looks attributes up without a detour and calls what wants no context itself."""

    def write_commons(self) -> None:
        super().write_commons()
        for name in ("shown", "direct", "partial", "PlainMacro"):
            self.writeline(f"{name} = environment.{name}")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        self.write("Plain")
        super().macro_def(macro_ref, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        self.write("(nj_v if (nj_v := getattr(nj_o := ")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}, missing)) is not missing else environment.getattr(nj_o, {node.attr!r}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if forward_caller or node.dyn_args is not None or node.dyn_kwargs is not None or any(iskeyword(k.key) for k in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        inside = [f", {name}={name}" for name in self._inside(frame)]
        self.write("(nj_f if (nj_f := ")
        self.visit(node.node, frame)
        self.write(f").__class__ in direct else partial(context.call, nj_f{''.join(inside)}))(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _inside(self, frame: Frame) -> list[str]:
        return ["_loop_vars"] * bool(frame.loop_frame) + ["_block_vars"] * bool(frame.block_frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("shown(")
