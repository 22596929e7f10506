"""The `vez` command: look at a station and act on it from a shell, for support and for scripts."""

from shared.cli.commands import main

__all__ = ["main"]
