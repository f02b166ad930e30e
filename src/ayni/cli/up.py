"""`ayni up`: start the node on this computer, and print and open a sign-in link."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ayni.messages import choose_language

if TYPE_CHECKING:
    from ayni.messages import Catalogue

__all__ = ["up"]


@click.command("up", short_help="Start Ayni's pages on this computer.")
@click.option("--folder", metavar="DIR", type=click.Path(path_type=Path), help="Where the node keeps its files.")
@click.option("--host", metavar="ADDRESS", help="Where to listen (default: 127.0.0.1, this computer only).")
@click.option("--port", metavar="NUMBER", type=click.IntRange(1, 65535), help="Where to listen (default: 8731).")
@click.option("--open-to-others", is_flag=True, help="Say that other computers may reach the node at --host.")
@click.option("--no-open", is_flag=True, help="Print the sign-in link without opening a browser.")
@click.option("--link", "only_link", is_flag=True, help="Print a new sign-in link for the administrator, and end.")
@click.option("--lang", metavar="TAG", help="Language of what is printed: en, fr, sw or ar.")
def up(
    *,
    folder: Path | None,
    host: str | None,
    port: int | None,
    open_to_others: bool,
    no_open: bool,
    only_link: bool,
    lang: str | None,
) -> int:
    """Start the node: its pages and the work behind them, until Ctrl+C.

    On first use its folder is made ($AYNI_FOLDER, else ayni in your data folder). The printed link signs the
    administrator in once.
    """
    from ayni.node.folder import default_folder, make_folder
    from ayni.node.supervisor import Supervisor, new_link
    from ayni.words import catalogue

    words = catalogue(choose_language(lang))
    opened = make_folder(folder.expanduser().absolute() if folder else default_folder())
    host, port = host or opened.settings.host, port or opened.settings.port
    if only_link:
        click.echo(new_link(opened, host=host, port=port))
        return 0
    open_to_others = open_to_others or opened.settings.open_to_others
    with Supervisor(opened, host=host, port=port, open_to_others=open_to_others) as node:
        click.echo(words("up.starting", folder=str(opened.path)))
        node.run(lambda address: _ready(address, words, open_it=not no_open))
        click.echo(words("up.stopped"))
    return 0


def _ready(address: str, words: Catalogue, *, open_it: bool) -> None:
    click.echo(words("up.ready"))
    click.echo(f"\n    {address}\n")
    click.echo(words("up.once"))
    click.echo(words("up.stop"))
    sys.stdout.flush()
    if open_it and _has_display():
        import webbrowser

        webbrowser.open(address)


def _has_display() -> bool:
    """Tell whether a browser could show itself; a text browser in this terminal would be in the way."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
