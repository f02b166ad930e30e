"""The command line: finds the command, runs it, and turns whatever goes wrong into words and an exit status.

Commands live in one module each and are imported when they are asked for, so that help stays fast.
Exit status: 0 done; 1 an act failed or was refused; 2 what was given could not be used; 70 a fault in
Ayni itself (EX_SOFTWARE of sysexits.h); 130 interrupted; 141 the reader of a pipe went away.
Help is in English; reports and errors are in the asked language.
"""

from __future__ import annotations

import errno
import importlib
import json
import os
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from ayni import __version__
from ayni.errors import ActError, AyniError
from ayni.messages import choose_language

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COMMANDS", "main"]

COMMANDS = {
    "check": ("ayni.cli.check:check", "Say what is in a file, who could be recognised, and what to do first."),
    "up": ("ayni.cli.up:up", "Start Ayni's pages on this computer."),
    "protect": ("ayni.cli.protect:protect", "Make a table safe to share, or suggest the plan that would."),
    "law": ("ayni.cli.law:law", "Say whether data may go to another country, and what it would take."),
    "kit": ("ayni.cli.kit:kit", "Write a folder for a USB stick that installs Ayni without a network."),
    "doctor": ("ayni.cli.doctor:doctor", "Look whether this installation is in order."),
}
"""Commands in the order help shows them: where each is defined, and its summary."""

_INTERNAL = 70
_INTERRUPTED = 130
_PIPE_CLOSED = 141


class LazyGroup(click.Group):
    """A group that imports a command when it is run or its help is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """Name the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - Click's signature
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        command = getattr(importlib.import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(COMMANDS[cmd_name][0])
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ayni", message="%(prog)s %(version)s")
@click.option("--lang", metavar="TAG", help="Language of reports and errors: en, fr, sw or ar.")
@click.pass_context
def ayni(ctx: click.Context, lang: str | None) -> None:
    """Check what is in a dataset before anyone shares it. Nothing leaves this computer."""
    if lang is not None:
        ctx.default_map = {name: {"lang": choose_language(lang)} for name in COMMANDS}


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line with `arguments` (else the process's own) and exit with its status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    # NumPy's linear algebra is not used; its threads would spin up at import, a tenth of a small check.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _open_closed_streams()
    try:
        status = _run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        status = _PIPE_CLOSED
    except OSError as error:
        _drop_output()
        status = _show(_recognise(error), given)
    sys.exit(status)


def _open_closed_streams() -> None:
    """Where a stream was closed (`>&-`) what is written to it goes nowhere."""
    # Python leaves None there, whatever typeshed says.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - open until the end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - open until the end


def _drop_output() -> None:
    """Let what could not be written go: the interpreter would complain when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(given: list[str]) -> int:
    try:
        # Not `ayni.main(…)`: Click would answer a closed pipe itself, as a failure.
        with ayni.make_context("ayni", given) as context:
            result = ayni.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except BrokenPipeError:
        raise
    except (KeyboardInterrupt, click.Abort):
        return _INTERRUPTED
    except click.ClickException as error:
        return _show_usage_error(error, given)
    except AyniError as error:
        return _show(error, given)
    except Exception as error:
        if os.environ.get("AYNI_DEBUG") == "1":
            raise
        return _show(_recognise(error), given)
    return result if isinstance(result, int) else 0


class _UnexpectedError(AyniError):
    """A fault in Ayni itself."""

    exit_status = _INTERNAL


def _recognise(error: Exception) -> AyniError:
    """Name an exception nobody expected; its message is left out, as it may quote data."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return ActError("disk-full")
    if isinstance(error, MemoryError):
        return ActError("memory-exhausted")
    return _UnexpectedError("unexpected", kind=type(error).__name__)


def _show(error: AyniError, given: list[str]) -> int:
    """Write an error to stderr, as words or as one JSON object, and return its exit status."""
    from ayni.words import catalogue

    words = catalogue(_language(given))
    code = f"error.{error.code}"
    message = words(code, **error.facts) if code in words else str(error)
    if "--json" in given:
        problem = {"code": error.code, "message": message, "facts": error.facts}
        click.echo(json.dumps(problem, ensure_ascii=False), err=True)
    else:
        click.echo(f"ayni: {message}", err=True)
    return error.exit_status


def _show_usage_error(error: click.ClickException, given: list[str]) -> int:
    if "--json" in given:
        problem = {"code": "usage", "message": error.format_message(), "facts": {}}
        click.echo(json.dumps(problem, ensure_ascii=False), err=True)
    else:
        error.show()
    return error.exit_code


def _language(given: list[str]) -> str:
    """Find the language that was asked for, even where the arguments could not be understood."""
    asked = None
    for position, argument in enumerate(given):
        if argument == "--lang":
            asked = given[position + 1] if position + 1 < len(given) else None
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    try:
        return choose_language(asked)
    except AyniError:
        return choose_language(None)
