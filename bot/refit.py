"""`python -m bot.refit PLACE`: fit the index of a knowledge and keep it. A running server does this in a child process, so that
the memory which fitting takes goes with the child."""

from __future__ import annotations

import sys

from bot.cache import open_index
from bot.errors import BotError

if __name__ == "__main__":
    try:
        open_index(sys.argv[1])
    except BotError as error:
        sys.exit(str(error))
