#!/usr/bin/env python3
"""Finds links that lead nowhere.

usage: check_links.py [ROOT]

Checks, without any network: relative links and images of every Markdown page, their #anchors
(GitHub's rule for headings, and <a id="...">), and every mention of a page in the comments of
sources and tables ("docs/format.md", "docs/format.md#ledger", "src/base/disk.h"). Prints one line
a dead link and exits 1 when there is any.
"""
import re
import sys
import unicodedata
from pathlib import Path

SKIP = {"build", "node_modules", ".git", "__pycache__"}
FENCE = re.compile(r"^(```|~~~).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+)[^`\n]+?\1")
LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^()\s>]+(?:\([^()\s]*\)[^()\s]*)?)>?(?:\s+\"[^\"]*\")?\s*\)")
REFERENCE = re.compile(r"^\s{0,3}\[[^\]]+\]:\s+<?(\S+?)>?\s*$", re.MULTILINE)
HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
ANCHOR = re.compile(r"<a\s+(?:id|name)=[\"']([^\"']+)[\"']")
MENTION = re.compile(r"\b(docs/[A-Za-z0-9_./-]+\.(?:md|bib))(#[A-Za-z0-9_-]+)?")
SOURCES = {".h", ".cc", ".in", ".py", ".sh", ".toml", ".cmake", ".txt"}


def slug(heading):
    """GitHub's anchor for a heading: lower case, punctuation dropped, spaces to hyphens."""
    heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    kept = [c for c in heading.lower()
            if c in " -_" or unicodedata.category(c)[0] in "LN" or unicodedata.category(c) == "Mn"]
    return "".join(kept).replace(" ", "-")


def blank(found):
    return "\n" * found[0].count("\n")


def anchors_of(text):
    text = FENCE.sub(blank, text)
    anchors, seen = set(ANCHOR.findall(text)), {}
    for heading in HEADING.findall(text):
        name = slug(heading)
        number = seen.get(name, 0)
        seen[name] = number + 1
        anchors.add(name if number == 0 else f"{name}-{number}")
    return anchors


def files_below(root):
    for path in sorted(root.rglob("*")):
        if path.is_file() and not SKIP.intersection(path.relative_to(root).parts):
            yield path


def target_error(target, anchor):
    if not target.exists():
        return "there is no such file"
    if anchor and target.suffix == ".md":
        if anchor not in anchors_of(target.read_text(encoding="utf-8")):
            return f"{target.name} has no heading #{anchor}"
    return None


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def check_page(root, path):
    text = path.read_text(encoding="utf-8")
    text = CODE.sub("", FENCE.sub(blank, text))
    for found in sorted([*LINK.finditer(text), *REFERENCE.finditer(text)], key=lambda f: f.start()):
        link = found[1]
        if re.match(r"[a-z][a-z0-9+.-]*:", link):
            continue
        name, _, anchor = link.partition("#")
        target = path if not name else (root / name[1:] if name[0] == "/" else path.parent / name)
        error = target_error(target, anchor)
        if error:
            yield f"{path.relative_to(root)}:{line_of(text, found.start())}: {link}: {error}"


def check_mentions(root, path):
    text = path.read_text(encoding="utf-8", errors="replace")
    for found in MENTION.finditer(text):
        error = target_error(root / found[1], (found[2] or "").lstrip("#"))
        if error:
            yield f"{path.relative_to(root)}:{line_of(text, found.start())}: {found[0]}: {error}"


def check(root):
    """All dead links below `root`, as "path:line: link: reason", in the order of the files."""
    errors = []
    for path in files_below(root):
        top = path.relative_to(root).parts[0]
        if path.suffix == ".md":
            errors.extend(check_page(root, path))
        elif path.suffix in SOURCES and (top, path.parent.name) != ("tests", "scripts"):
            # This script and its test speak of links that need not exist.
            if path.name != "check_links.py" and "demo" not in path.parts:
                errors.extend(check_mentions(root, path))
    return errors


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    errors = check(root)
    print("\n".join(errors) if errors else "links: all lead somewhere")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
