#!/usr/bin/env python3
"""What is refused says so: to a program as one JSON object, to a person with what to do, and with the profiles that run."""
import json
import subprocess

from _stage import BIN, Profile, Stage
from _steps import check


def main():
    stage = Stage()
    try:
        rehearsal = Profile(stage, "rehearsal").start()
        junk = str(stage.file("junk.draft", "no proof"))
        nowhere = str(stage.file("nowhere.draft"))
        wrong = (["show", junk], ["show", nowhere], ["words", junk], ["words", nowhere], ["show"], ["frob"], ["ack", "c41d"],
                 ["status", "--since", "x"], ["relay", "check"])
        for words in wrong:
            told = rehearsal.cli(*words, check=False)
            refusals = [json.loads(line) for line in told.out.splitlines()]
            check(told.code != 0 and len(refusals) == 1 and refusals[0]["kind"] == "refusal" and refusals[0]["exit"] == told.code,
                  f"tocsin {' '.join(words[:1] + ['FILE'] * (len(words) > 1))} --json is refused as one JSON object")
            check(refusals[0]["remedy"] and "\n-> " in "\n" + told.err, "with what would mend it, there and on the screen")
        env = dict(stage.env, PASSPHRASE="x")
        told = subprocess.run([BIN / "tocsin", "--json", "status"], env=env, capture_output=True, text=True, check=False)
        check(json.loads(told.stdout)["code"] == "E_USAGE", "also a passphrase in the environment")

        other = Profile(stage, "default").cli("status", check=False, as_json=False)
        check(other.code == 75 and "profile default" in other.err and "tocsin --profile rehearsal" in other.err,
              "where another profile's daemon runs, the refusal names it and how to ask it")
        rehearsal.stop()
        none = Profile(stage, "default").cli("status", check=False, as_json=False)
        check(none.code == 75 and "tocsind --profile default" in none.err, "where none runs it says how to start one")

        page = rehearsal.cli("help", as_json=False).out
        check(page == rehearsal.cli("--help", as_json=False).out and "tocsin COMMAND --help" in page, "tocsin help is the help page")
    finally:
        stage.close()


if __name__ == "__main__":
    main()
