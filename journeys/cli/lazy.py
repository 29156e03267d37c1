"""A group that knows its commands by name and one line of help, and imports one only when it is called."""

from collections.abc import Mapping
from importlib import import_module
from typing import cast

import click

Lazy = Mapping[str, tuple[str, str]]
"""Command name → ("module:attribute", one line of help), in the order of the help page."""


class LazyGroup(click.Group):
    """Its help page needs no command's module, so it answers at once however heavy they are."""

    def __init__(self, name: str, *, lazy: Lazy, help: str) -> None:  # noqa: A002 Click's own name for it
        super().__init__(name, help=help)
        self.lazy = lazy
        in_swedish(self)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.lazy and cmd_name not in self.commands:
            self.add_command(in_swedish(_loaded(self.lazy[cmd_name][0])), cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            # Click would look for what was meant among the commands that are loaded already: none.
            raise click.NoSuchCommand(error.command_name, possibilities=self.lazy, ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Kommandon"):
            formatter.write_dl([(name, summary) for name, (_, summary) in self.lazy.items()])


def _loaded(place: str) -> click.Command:
    module, _, attribute = place.partition(":")
    return cast(click.Command, getattr(import_module(module), attribute))


def in_swedish(command: click.Command) -> click.Command:
    """The words of the usage line that Click does not send through gettext, in the whole tree of commands."""
    command.options_metavar = "[FLAGGOR]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "KOMMANDO [ARGUMENT]…"
        for below in command.commands.values():
            in_swedish(below)
    return command
