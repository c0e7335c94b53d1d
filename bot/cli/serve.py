"""`faqbot serve`: the pages, the widget and the API."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bot.cache import locate
from bot.cli.common import knowledge_option


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for every one of this machine."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that answer.")
@knowledge_option
def serve(host: str, port: int, workers: int, knowledge: Path | None) -> None:
    """Serve the chat page, the FAQ page, the widget and the API.

    The knowledge is read again when its files change; while they are broken the last good one goes on answering.
    FAQBOT_ORIGINS says which sites may embed the bot, FAQBOT_RATE how often it may be asked, FAQBOT_PROXIES and FAQBOT_HOSTS
    whom it believes.
    """
    from bot.preparing import prepare
    from bot.web import serving
    from bot.web.settings import Settings

    Settings.of(os.environ)  # wrong ones end it here rather than in the workers
    place = locate(knowledge)
    has_admin = _checked()
    prepare(place)
    _free(host, port)
    click.echo(f"faqbot answers at {serving.address(host, port)} (Ctrl-C stops it)", err=True)
    if has_admin:
        click.echo(f"the editor's pages are at {serving.address(host, port)}admin/", err=True)
    serving.serve(place, host, port, workers)


def _checked() -> bool:
    """Fail here, with a clear message, where a worker could not start; whether there are editor's pages."""
    from bot.store.database import Database
    from bot.store.memory import mode, retention
    from bot.web import admin, logs

    if mode() != "off":
        Database().close()
    retention()
    logs.access()
    return admin.secret() is not None


def _free(host: str, port: int) -> None:
    """Fail with a clear message where the address cannot be listened on."""
    import socket

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise click.UsageError(
            f"Cannot listen on {host} port {port}: {error.strerror}. Expected a free --port and an own --host."
        ) from None
