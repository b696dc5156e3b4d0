#!/usr/bin/env python3
"""Keeps every #include to the floors of docs/architecture.md.

usage: check_floors.py [ROOT]

A module includes its own folder and strictly lower floors; siblings exchange only `model` types.
apps/ stand on top, apps/verify on base and crypto alone: the verifier shares no code with what it
verifies. A third-party header is included only by the modules named for it. Prints one line a
violation and exits 1 when there is any. tests/scripts/check_floors_test.py shows that it catches
what it should.
"""
import re
import sys
from pathlib import Path

# Lowest floor first. `model` lies on floor 1 with the others, and text may use it.
FLOORS = [
    ["base"],
    ["crypto", "text", "math", "model"],
    ["names"],
    ["ledger", "extract", "reading", "lineage", "linkage", "estimate", "overlap", "rules",
     "screening"],
    ["vault", "findings", "dossier"],
    ["casework"],
]
LEVEL = {module: floor for floor, modules in enumerate(FLOORS) for module in modules}
SIDEWAYS = {("text", "model")}

# What each app may see of src/; an app not listed may use casework and everything below.
APPS = {
    "apps/verify": {"base", "crypto"},
    "apps/extract": {"base", "model", "text", "extract"},
}

# Beginning of a third-party header -> modules that may include it. "*": any.
THIRD_PARTY = [
    ("fmt/", {"*"}),
    ("nlohmann/", {"base"}),
    ("sodium", {"crypto"}),
    ("openssl/", {"crypto"}),
    ("unicode/", {"text"}),
    ("libstemmer", {"text"}),
    ("re2/", {"text", "reading", "linkage"}),
    ("Eigen/", {"math"}),
    ("poppler", {"extract"}),
    ("gumbo", {"extract"}),
    ("seccomp", {"extract"}),
    ("linux/seccomp", {"extract"}),
    ("sqlite3", {"vault"}),
    ("pugixml", {"screening"}),
    ("toml++/", {"base"}),
    ("CLI/", {"apps/cli"}),
    ("emmintrin.h", {"linkage"}),
    ("immintrin.h", {"linkage"}),
]

# Headers of the operating system and the C library are written <sys/stat.h>; those of C++ have
# no ending and need no table.
SYSTEM = re.compile(r"^(sys|linux|arpa|netinet)/|^[a-z_0-9]+$|^(cerrno|errno|fcntl|unistd|termios|"
                    r"signal|poll|sched|dirent|spawn|pthread|malloc|string|stdlib|stdio)\.h$")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include(?:_next)?[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def may_use_module(place, other):
    if place == other:
        return True
    if place in APPS:
        return other in APPS[place]
    if place.startswith("apps/"):
        return True
    if (place, other) in SIDEWAYS:
        return True
    return LEVEL[other] < LEVEL[place]


def third_party_error(place, header):
    for beginning, modules in THIRD_PARTY:
        if header.startswith(beginning):
            if "*" in modules or place in modules:
                return None
            return f"{header} belongs to {', '.join(sorted(modules))}, not to {place}"
    if SYSTEM.match(header):
        return None
    return f"{header} is in no table: add it to THIRD_PARTY with the one module that wraps it"


def include_error(place, folder, header, quoted):
    """Why `place` (a module, or apps/<name>) may not include `header`; None when it may."""
    first = header.split("/", 1)[0]
    if first in (".", ".."):
        return f"{header}: write the path from src/, so that the floor shows"
    if header.startswith("apps/"):
        own = "/".join(header.split("/")[:2])
        return None if own == place else f"{header}: apps share nothing with one another"
    if first in ("reference", "tests", "fuzz", "bench"):
        return f"{header}: only tests, fuzz and bench may use it"
    if "/" in header and first in LEVEL:
        if may_use_module(place, first):
            return None
        return f"{place} may not include {header}: {first} is not below it"
    if quoted and "/" not in header and (folder / header).exists() and place.startswith("apps/"):
        return None
    return third_party_error(place, header)


def check(root):
    """All violations below `root`, as "path:line: reason", sorted."""
    errors = []
    for top in ("src", "apps"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix not in (".h", ".cc", ".c", ".hpp", ".inc"):
                continue
            relative = path.relative_to(root)
            place = relative.parts[1] if top == "src" else "/".join(relative.parts[:2])
            if top == "src" and place not in LEVEL:
                errors.append(f"{relative}:1: module {place} has no floor: add it to FLOORS")
                continue
            text = COMMENT.sub(lambda found: "\n" * found[0].count("\n"),
                               path.read_text(encoding="utf-8", errors="replace"))
            for found in INCLUDE.finditer(text):
                error = include_error(place, path.parent, found[2], found[1] == '"')
                if error:
                    line = text.count("\n", 0, found.start(2)) + 1
                    errors.append(f"{relative}:{line}: {error}")
    return errors


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    errors = check(root)
    print("\n".join(errors) if errors else "floors: all includes go down")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
