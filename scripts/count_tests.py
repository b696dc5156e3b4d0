#!/usr/bin/env python3
"""Prints the closing line of ./dev test from the results in a folder.

ctest.xml (JUnit, one entry a test program) says which programs ran and how they ended;
<module>_test.xml, written by googletest itself, says how many tests each held. A program without
such a file counts as one test. A program that failed although its own file shows no failure
(a sanitizer report at exit, a crash, a time-out) counts as one failure more. Other *.xml files are
JUnit files of runners outside ctest, whose entries count one each.
Exit code 1 when anything failed or nothing was run.
"""
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def outcome(case):
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    if case.get("status") in ("fail", "failed"):
        return "failed"
    if case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"):
        return "skipped"
    return "passed"


def count(results):
    totals = {"passed": 0, "failed": 0, "skipped": 0}
    ctest = results / "ctest.xml"
    read = {ctest}
    if ctest.exists():
        for program in ElementTree.parse(ctest).iter("testcase"):
            own = outcome(program)
            # googletest writes <program>.xml, and a program is called <module>_test.
            inside = results / f"{program.get('name')}_test.xml"
            if not inside.exists():
                totals[own] += 1
                continue
            read.add(inside)
            failed_inside = 0
            for case in ElementTree.parse(inside).iter("testcase"):
                totals[outcome(case)] += 1
                failed_inside += outcome(case) == "failed"
            if own == "failed" and not failed_inside:
                totals["failed"] += 1
    for other in sorted(set(results.glob("*.xml")) - read):
        for case in ElementTree.parse(other).iter("testcase"):
            totals[outcome(case)] += 1
    return totals


def closing_line(totals):
    line = f"{totals['passed']} passed, {totals['failed']} failed"
    return line + (f", {totals['skipped']} skipped" if totals["skipped"] else "")


def main():
    totals = count(Path(sys.argv[1]))
    print(closing_line(totals))
    return 1 if totals["failed"] or not totals["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
