"""Compares the admin with few and with many releases, on both databases, and prints a table.

python -m tests.benchmarks.desk            # 1,000 against 100,000; takes about ten minutes
python -m tests.benchmarks.desk 100 2000   # other numbers
"""

import sys

from .newsroom import main

if __name__ == "__main__":
    numbers = [int(number) for number in sys.argv[1:]] or [1000, 100_000]
    main(*numbers, "desk")
