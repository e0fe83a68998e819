"""How commands are written: a group that loads them when named, help in two languages.

Global options may stand before or after a command; whatever was given is gathered in a `Call`.
click parses; what it shows is said by our own tables, and what it raises is shown elsewhere.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from importlib import import_module
from typing import Any, NoReturn, TypeVar

import click

from nemo_client.app import App, Given
from nemo_client.console import Console
from nemo_client.errors import NemoError, Precondition
from nemo_client.phrases import Lang
from nemo_client.phrases.usage import COMMANDS, DETAILS, HELP, MISTAKES, OPTIONS

F = TypeVar("F", bound=Callable[..., Any])


class Shown(Exception):
    """Not a failure: a text was asked for (`help`, `version`), or stands in for a command."""

    def __init__(self, name: str, text: str, mistake: NemoError | None = None) -> None:
        super().__init__(name)
        self.name, self.text, self.mistake = name, text, mistake


@dataclass(slots=True)
class Call:
    """One run of the command line while it is parsed."""

    console: Console
    make_app: Callable[[Given, Console], App] = App
    given: Given = field(default_factory=Given)
    command: str = "nemo"
    app: App | None = None
    is_answered: bool = False

    @property
    def lang(self) -> Lang:
        """The language to speak."""
        return self.app.lang if self.app else self.given.language(self.console.env)

    def begin(self) -> App:
        """Return the App for what was given."""
        self.given.check(self.lang)
        if self.app is None:
            self.app = self.make_app(self.given, self.console)
        return self.app


class Option(click.Option):
    """An option whose help is a row of the table, under its name."""

    @property
    def key(self) -> str:
        """The row: `prompt_file` for --prompt-file."""
        return max(self.opts, key=len).lstrip("-").replace("-", "_")

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return names and help, in the language of the call."""
        self.help = OPTIONS[self.key].say(_lang(ctx))
        return super().get_help_record(ctx)


def option(*names: str, **attributes: Any) -> Callable[[F], F]:
    """Return a decorator that adds an option."""
    return click.option(*names, cls=Option, **attributes)


def _note(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """Keep a global option, wherever it stood."""
    call = ctx.find_object(Call)
    if call is not None and value not in (None, False):
        call.given = replace(call.given, **{str(param.name): value})


def _show_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        raise Shown("help", ctx.get_help())


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from nemo_client import __version__

        raise Shown("version", __version__)


def _globals(is_hidden: bool) -> list[click.Parameter]:
    def flag(*names: str) -> Option:
        return Option(names, is_flag=True, **shared)

    shared: dict[str, Any] = {
        "callback": _note,
        "expose_value": False,
        "is_eager": True,
        "hidden": is_hidden,
    }
    return [
        flag("--json"),
        flag("--sandbox"),
        Option(("--api-url",), metavar="URL", **shared),
        Option(("--session",), metavar="ID", **shared),
        flag("--new"),
        Option(("--lang",), type=click.Choice(["en", "zh"]), **shared),
        flag("-q", "--quiet"),
        flag("-v", "--verbose"),
        flag("--no-color"),
        flag("--no-input"),
        flag("--debug"),
        _asked(_show_help, "-h", "--help"),
    ]


def _asked(show: Callable[..., None], *names: str) -> Option:
    return Option(names, is_flag=True, callback=show, expose_value=False, is_eager=True)


class Spoken(click.Command):
    """A command that takes the global options too and explains itself in two languages."""

    is_root = False

    def __init__(self, *args: Any, **attributes: Any) -> None:
        attributes["add_help_option"] = False
        super().__init__(*args, **attributes)
        self.params += _globals(is_hidden=not self.is_root)
        if self.is_root:
            self.params.append(_asked(_show_version, "--version"))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, HELP["usage"].say(_lang(ctx)))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command is for."""
        for table in (COMMANDS, DETAILS):
            row = table.get(name_of(ctx))
            if row and (table is COMMANDS or not self.is_root):
                formatter.write_paragraph()
                with formatter.indentation():
                    formatter.write_text(row.say(_lang(ctx)))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        lang = _lang(ctx)
        options = (p for p in self.get_params(ctx) if isinstance(p, Option))
        records = [r for p in options if (r := p.get_help_record(ctx))]
        with formatter.section(HELP["options"].say(lang)):
            formatter.write_dl(records)
        if isinstance(self, click.Group):
            rows = [(name, _short(ctx, name)) for name in self.list_commands(ctx)]
            with formatter.section(HELP["commands"].say(lang)):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what comes last: examples, or where the global options are."""
        text = DETAILS["nemo"] if self.is_root else HELP["everywhere"]
        formatter.write(f"\n{text.say(_lang(ctx))}\n")


class Commands(Spoken, click.Group):
    """A group whose commands are imported when they are named, not before."""

    def __init__(self, *args: Any, table: dict[str, str], **attributes: Any) -> None:
        self.table = table
        attributes = {"callback": _need_command} | attributes
        super().__init__(
            *args,
            subcommand_metavar="COMMAND ...",
            invoke_without_command=True,
            **attributes,
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the table; `_` is for ourselves."""
        return [name for name in self.table if not name.startswith("_")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.table:
            return None
        module, _, attribute = self.table[cmd_name].partition(":")
        found = getattr(import_module(f"nemo_client.cli.{module}"), attribute)
        assert isinstance(found, click.Command)
        return found


@click.pass_context
def _need_command(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        need_command(ctx)


def need_command(ctx: click.Context) -> NoReturn:
    """Show what there is where no command was named."""
    text = MISTAKES["missing_command"].say(_lang(ctx))
    raise Shown(name_of(ctx), ctx.get_help(), Precondition("usage", text))


class Root(Commands):
    """`nemo` itself."""

    is_root = True


def command(
    name: str, cls: type[Spoken] = Spoken, **attributes: Any
) -> Callable[[Callable[..., Any]], click.Command]:
    """Return a decorator that makes a command of a function: it gets the App, returns an Answer.

    As a group (`cls`), it is what is done where no command of it is named.
    """

    def decorate(perform: Callable[..., Any]) -> click.Command:
        @wraps(perform)  # which carries the options over
        def run(**given: Any) -> Any:
            ctx = click.get_current_context()
            call = ctx.find_object(Call)
            assert call is not None
            if ctx.invoked_subcommand is not None:
                return None
            call.command = name_of(ctx)
            return perform(call.begin(), **given)

        return click.command(name, cls=cls, **attributes)(run)

    return decorate


def name_of(ctx: click.Context) -> str:
    """Return which command this is: `auth status`, or `nemo` for the root."""
    return ctx.command_path.partition(" ")[2] or "nemo"


def nearest(mistake: click.UsageError) -> str | None:
    """Return what was most likely meant by a command or an option that there is not."""
    from difflib import get_close_matches

    ctx = mistake.ctx
    if ctx is None:
        return None
    if isinstance(mistake, click.NoSuchOption):
        options = [name for param in ctx.command.params for name in param.opts]
        return next(iter(get_close_matches(mistake.option_name, options, 1)), None)
    name = getattr(mistake, "command_name", None)
    if name is None or not isinstance(ctx.command, Commands):
        return None
    inside = [path for path in COMMANDS if path.endswith(f" {name}")] if ctx.parent is None else []
    return next(iter(inside or get_close_matches(name, ctx.command.list_commands(ctx), 1)), None)


def given_early(argv: Sequence[str]) -> Given:
    """Return the options that matter even where the rest cannot be understood."""
    own = list(argv[: argv.index("--")] if "--" in argv else argv)
    lang = next((v for n, v in itertools.pairwise(own) if n == "--lang"), None)
    lang = next((a.partition("=")[2] for a in own if a.startswith("--lang=")), lang)
    return Given(json="--json" in own, debug="--debug" in own, lang=lang)


def _lang(ctx: click.Context) -> Lang:
    call = ctx.find_object(Call)
    assert call is not None
    return call.lang


def _short(ctx: click.Context, name: str) -> str:
    path = name_of(ctx)
    row = COMMANDS[name if path == "nemo" else f"{path} {name}"]
    return row.say(_lang(ctx))
