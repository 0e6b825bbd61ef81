#!/usr/bin/env python3
"""Completion in real shells: each reads the script that the program prints and is asked what it would offer."""
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile

TOCSIN = pathlib.Path(os.environ["TOCSIN_BIN"]) / "tocsin"
FAILED = []

# What was typed, the last word perhaps unfinished, and what must and must not be offered.
ASKED = [
    (["cha"], {"charter", "chart", "channel"}, {"card", "--json"}),
    (["charter", ""], {"show", "lint", "diff", "finish"}, {"import"}),
    (["charter", "d"], {"diff"}, {"show"}),
    (["--profile", "river", "charter", "l"], {"lint"}, {"show"}),
    (["--profile", ""], {"river", "hill"}, {"charter"}),
    (["charter", "finish", "--"], {"--relay", "--charter", "--json"}, {"--approve"}),
    (["join", "c41d", "--"], {"--approve", "--decline"}, {"--form"}),
    (["end", "c41d", "--form", ""], {"settled", "return"}, {"met"}),
    (["end", "c41d", "--form", "settled", "--outcome", ""], {"met", "part", "unmet"}, {"settled"}),
    (["completion", ""], {"bash", "zsh", "fish"}, {"charter"}),
    (["ack", "c41d", "c"], {"cascaded", "committed"}, {"out"}),
    (["invite", ""], {"list", "cancel"}, {"charter"}),
]


def script_of(shell):
    return subprocess.run([TOCSIN, "completion", shell], check=True, capture_output=True, text=True).stdout


def bash(script, words):
    typed = " ".join(shlex.quote(word) for word in ["tocsin", *words])
    asked = f'source {script}; COMP_WORDS=({typed}); COMP_CWORD={len(words)}; _tocsin; printf "%s\\n" "${{COMPREPLY[@]}}"'
    return ["bash", "--norc", "-c", asked]


def zsh(script, words):
    """compadd filters by what is typed; in its place stands one that prints all it is handed."""
    typed = " ".join(shlex.quote(word) for word in ["tocsin", *words])
    asked = (f"compdef() {{ :; }}; _files() {{ :; }}; compadd() {{ shift; print -l -- $@; }}; source {script}; "
             f"words=({typed}); CURRENT={len(words) + 1}; _tocsin")
    return ["zsh", "-f", "-c", asked]


def fish(script, words):
    line = " ".join(["tocsin", *words])
    return ["fish", "--no-config", "-c", f"source {script}; complete -C {shlex.quote(line)}"]


def offered(shell, command, words, home):
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "TERM": "dumb"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=home, timeout=60)
    if done.returncode != 0 and done.stderr:
        FAILED.append(f"{shell} {words}: {done.stderr.strip()}")
    found = {line.split("\t")[0] for line in done.stdout.splitlines()}
    return {word for word in found if word.startswith(words[-1])}


def main():
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        for profile in ("river", "hill"):
            (home / "data" / "tocsin" / profile).mkdir(parents=True)
        for shell, run in (("bash", bash), ("zsh", zsh), ("fish", fish)):
            script = home / f"tocsin.{shell}"
            script.write_text(script_of(shell))
            for words, wanted, unwanted in ASKED:
                found = offered(shell, run(script, words), words, home)
                if missing := wanted - found:
                    FAILED.append(f"{shell} {words}: does not offer {sorted(missing)}, but {sorted(found)}")
                if found & unwanted:
                    FAILED.append(f"{shell} {words}: offers {sorted(found & unwanted)}")
    for complaint in FAILED:
        print(complaint)
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
