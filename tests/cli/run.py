#!/usr/bin/env python3
"""Runs the command line's tests: scripts a person can read, one a file (tests/cli/*.txt).

usage: run.py [--bin FOLDER] [--junit FILE] [SCRIPT ...]

  # what this shows                 comment
  [env NAME=value]                  for the commands that follow
  [skip unless COMMAND]             leaves the script out when the shell command fails
  --- file letter.txt               makes a file, up to the line "--- end"
  $ depone read letter.txt          a shell command; "> " at the start of a line continues it
  3 claims                          standard output, line by line; none listed: must be empty
  ! error: ...letter.txt...         standard error: must hold such lines, in this order
  [exit 3]                          the exit code when it is not 0

"..." inside a line stands for any text, a line "..." for any lines. Each script runs in an empty
folder of its own, which is HOME as well, with the programs of --bin (or $DEPONE_BIN) first on PATH,
no terminal, and $SOURCE naming the repository. Commands share that folder and nothing else.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HERE = Path(__file__).resolve().parent
LIMIT_SECONDS = 300


class Step:
    """One command with what it should print and how it should end."""

    def __init__(self, line, command):
        self.line, self.command = line, command
        self.out, self.err, self.exit = [], [], 0


class BadScript(Exception):
    pass


def parse(text):
    """The script's actions in order: ("env", name, value), ("skip", command),
    ("file", name, text) and ("step", Step)."""
    actions, step = [], None
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        directive = re.fullmatch(r"\[(env|skip unless|exit) (.+)\]", line)
        if line.startswith("--- file "):
            start = number
            while number < len(lines) and lines[number] != "--- end":
                number += 1
            if number == len(lines):
                raise BadScript(f"line {start}: the file has no --- end")
            actions.append(("file", line[9:], "\n".join(lines[start:number]) + "\n"))
            number += 1
            step = None
        elif directive and directive[1] == "env":
            actions.append(("env", *directive[2].split("=", 1)))
        elif directive and directive[1] == "skip unless":
            actions.append(("skip", directive[2]))
        elif directive:
            if step is None:
                raise BadScript(f"line {number}: [exit] belongs after a command")
            step.exit = int(directive[2])
        elif line.startswith("$ "):
            step = Step(number, line[2:])
            actions.append(("step", step))
        elif line.startswith("> ") and step and not step.out and not step.err:
            step.command += "\n" + line[2:]
        elif line.startswith("#") or not line.strip():
            if not line.strip():
                continue
        elif step is None:
            raise BadScript(f"line {number}: output without a command: {line}")
        elif line.startswith("! "):
            step.err.append(line[2:])
        else:
            step.out.append(line)
    return actions


def pattern(line):
    return re.compile(".*".join(re.escape(part) for part in line.split("...")))


def matches_all(expected, actual):
    """Whether `actual` lines are exactly the expected ones, "..." standing for any lines."""
    if not expected:
        return not actual
    if expected[0] == "...":
        return any(matches_all(expected[1:], actual[skip:]) for skip in range(len(actual) + 1))
    return bool(actual) and bool(pattern(expected[0]).fullmatch(actual[0])) and \
        matches_all(expected[1:], actual[1:])


def matches_in_order(expected, actual):
    """Whether every expected line occurs, in order, with any lines between."""
    rest = iter(actual)
    return all(any(pattern(line).fullmatch(other) for other in rest) for line in expected)


def lines_of(output):
    """Non-empty lines: blank ones are a matter of layout, not of contract."""
    return [line.rstrip() for line in output.decode("utf-8", "replace").split("\n") if line.strip()]


def run_step(step, folder, environment):
    """None, or why the command did not do what the script says."""
    try:
        done = subprocess.run(["bash", "-c", step.command], cwd=folder, env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT_SECONDS,
                              check=False)
    except subprocess.TimeoutExpired:
        return f"line {step.line}: $ {step.command}\n  still running after {LIMIT_SECONDS} s"
    out, err = lines_of(done.stdout), lines_of(done.stderr)
    wrong = []
    if done.returncode != step.exit:
        wrong.append(f"  exit {done.returncode}, expected {step.exit}")
    if not matches_all([line.rstrip() for line in step.out], out):
        wrong.append("  output expected:\n" + "\n".join("    " + line for line in step.out))
    if not matches_in_order(step.err, err):
        wrong.append("  errors expected:\n" + "\n".join("    " + line for line in step.err))
    if not wrong:
        return None
    wrong.append("  output was:\n" + "\n".join("    " + line for line in out[:60]))
    wrong.append("  errors were:\n" + "\n".join("    " + line for line in err[:60]))
    return f"line {step.line}: $ {step.command}\n" + "\n".join(wrong)


def run_script(path, programs):
    """("passed", ""), ("skipped", why) or ("failed", why)."""
    try:
        actions = parse(path.read_text(encoding="utf-8"))
    except (BadScript, ValueError) as error:
        return "failed", str(error)
    if not any(kind == "step" for kind, *_ in actions):
        return "failed", "the script runs no command"
    with tempfile.TemporaryDirectory(prefix="depone-cli-") as folder:
        # The programs forbid debuggers, and LeakSanitizer is one; the unit tests look for leaks.
        environment = {"PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin", "HOME": folder,
                       "LC_ALL": "C.UTF-8", "SOURCE": str(HERE.parents[1]),
                       "ASAN_OPTIONS": "detect_leaks=0"}
        for kind, *rest in actions:
            if kind == "env":
                environment[rest[0]] = rest[1]
            elif kind == "file":
                target = Path(folder) / rest[0]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(rest[1], encoding="utf-8")
            elif kind == "skip":
                if subprocess.run(["bash", "-c", rest[0]], cwd=folder, env=environment, check=False,
                                  stdin=subprocess.DEVNULL, capture_output=True).returncode:
                    return "skipped", f"needs: {rest[0]}"
            else:
                why = run_step(rest[0], folder, environment)
                if why:
                    return "failed", why
    return "passed", ""


def junit(results):
    cases = []
    for name, (outcome, why) in results:
        inside = {"passed": "", "skipped": f"<skipped message={quoteattr(why)}/>",
                  "failed": f'<failure message="script failed">{escape(why)}</failure>'}[outcome]
        cases.append(f'<testcase classname="cli" name={quoteattr(name)}>{inside}</testcase>')
    text = "<testsuites><testsuite name=\"cli\">" + "".join(cases) + "</testsuite></testsuites>\n"
    # XML has no place for the other control characters.
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", text)


def main():
    arguments = argparse.ArgumentParser(description="Runs tests/cli/*.txt against built programs.")
    arguments.add_argument("--bin", default=os.environ.get("DEPONE_BIN", "build/release/bin"))
    arguments.add_argument("--junit")
    arguments.add_argument("scripts", nargs="*", type=Path)
    options = arguments.parse_args()
    programs = Path(options.bin).resolve()
    scripts = options.scripts or sorted(HERE.glob("*.txt"))
    results = []
    for path in scripts:
        outcome, why = "failed", f"{programs} holds no depone; build it first"
        if (programs / "depone").exists():
            outcome, why = run_script(path, programs)
        results.append((path.stem, (outcome, why)))
        print(f"{outcome:8}{path.name}" + (f"\n{why}" if why else ""), flush=True)
    if options.junit:
        Path(options.junit).parent.mkdir(parents=True, exist_ok=True)
        Path(options.junit).write_text(junit(results), encoding="utf-8")
    failed = sum(outcome == "failed" for _, (outcome, _) in results)
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main())
