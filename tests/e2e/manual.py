#!/usr/bin/env python3
"""The manual's pages as the distribution's own readers see them: rendered without a warning, within 80 columns."""
import os
import pathlib
import subprocess
import sys

TOCSIN = pathlib.Path(os.environ["TOCSIN_BIN"]) / "tocsin"
PAGES = ("tocsin", "tocsind", "tocsin-charter", "tocsin-drafts")


def complaints(name):
    page = subprocess.run([TOCSIN, "man", name], check=True, capture_output=True).stdout
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "MANWIDTH": "80", "MANROFFSEQ": ""}
    read = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", "-"], input=page, capture_output=True, env=environment)
    for line in read.stderr.decode().splitlines():
        yield f"man: {line}"
    if read.returncode != 0 or not read.stdout:
        yield f"man ended with {read.returncode}"
    lint = subprocess.run(["mandoc", "-Tlint", "-Wwarning"], input=page, capture_output=True, env=environment)
    for line in lint.stdout.decode().splitlines():
        yield line
    shown = subprocess.run(["mandoc", "-Tutf8", "-Owidth=80"], input=page, capture_output=True, env=environment).stdout.decode()
    for line in shown.splitlines():
        # A letter, a backspace and the letter again is bold on paper.
        plain = ""
        for c in line:
            plain = plain[:-1] if c == "\b" else plain + c
        if len(plain) > 80:
            yield f"wider than 80: {plain}"


def main():
    failed = [f"{name}: {complaint}" for name in PAGES for complaint in complaints(name)]
    for complaint in failed:
        print(complaint)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
