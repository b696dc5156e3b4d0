#!/usr/bin/env python3
"""rapidfuzz over the surnames of a CSV of bench/linkage_bench's generator: nanoseconds a pair.

usage: rapidfuzz_peer.py RECORDS.csv        (needs: pip install rapidfuzz numpy)

Every one of 2,000 surnames with every one of 2,000 others in one call to compiled code, one thread,
which is its fastest way: one text is prepared and compared with many. Prints one line.
"""
import csv
import itertools
import sys
import time

import numpy
import rapidfuzz
from rapidfuzz.distance import JaroWinkler, Levenshtein
from rapidfuzz.process import cdist


def main():
    with open(sys.argv[1], newline="") as file:
        rows = itertools.islice(csv.DictReader(file), 4000)
        names = [row["surname"] for row in rows if 0 < len(row["surname"]) <= 16]
    left, right = names[:len(names) // 2], names[len(names) // 2:]
    parts = []
    for name, scorer, kind in (("Jaro-Winkler", JaroWinkler.similarity, numpy.float32),
                               ("Levenshtein", Levenshtein.distance, numpy.uint8)):
        cdist(left[:10], right, scorer=scorer, dtype=kind, workers=1)
        start = time.process_time()
        cdist(left, right, scorer=scorer, dtype=kind, workers=1)
        spent = time.process_time() - start
        parts.append(f"{name} {spent / len(left) / len(right) * 1e9:.1f} ns a pair")
    print(f"rapidfuzz {rapidfuzz.__version__}: {', '.join(parts)}")


if __name__ == "__main__":
    main()
