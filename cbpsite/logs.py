"""What is left out of the log."""

import logging
import re

_TOKEN = re.compile(r"(?<=/preview/)[^/\s]+")


class WithoutTokens(logging.Filter):
    """Addresses of previews are secrets (docs/adr/0018)."""

    def filter(self, record) -> bool:
        text = record.getMessage()
        if "/preview/" in text:
            record.msg, record.args = _TOKEN.sub("…", text), ()
        return True
