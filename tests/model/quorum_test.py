#!/usr/bin/env python3
"""Checks the two Promela models whole, with spin, and sees that each planted fault is found: a model in which nothing can
go wrong shows nothing. No bitstate hashing: every state is visited."""
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FAULTS = {"slots": ["PLANT_RELEASE_FIRST", "PLANT_FORGET"],
          "quorum": ["PLANT_COUNT_DEVICES", "PLANT_NO_HOLD", "PLANT_LATE_ABORT", "PLANT_NO_JOIN", "PLANT_TWO_JOINS",
                     "PLANT_DEAF"]}
# Fewer states would mean that a guard grew so narrow that the model does nothing any more.
LEAST_STATES = {"slots": 1_000, "quorum": 500_000}


def run(argv, folder):
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, timeout=240, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{argv[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def check(model, fault=None):
    """Errors, states, depth, and whether the search was cut short."""
    with tempfile.TemporaryDirectory() as folder:
        run(["spin"] + ([f"-D{fault}"] if fault else []) + ["-a", str(HERE / f"{model}.pml")], folder)
        # SAFETY: assertions alone, no cycles; COLLAPSE is lossless.
        run(["gcc", "-O2", "-w", "-DSAFETY", "-DCOLLAPSE", "-DMEMLIM=1024", "-o", "pan", "pan.c"], folder)
        said = run(["./pan", "-m100000"], folder)
    errors = int(re.search(r"errors: (\d+)", said)[1])
    states = int(float(re.search(r"([\d.e+]+) states, stored", said)[1]))
    is_whole = "max search depth too small" not in said and "Search not completed" not in said
    return errors, states, is_whole, "assertion violated" in said


def main():
    wrong = 0
    for model, faults in FAULTS.items():
        errors, states, is_whole, _ = check(model)
        is_good = errors == 0 and is_whole and states >= LEAST_STATES[model]
        print(f"{model}: {states} states, {errors} errors{'' if is_whole else ', not whole'}")
        wrong += not is_good
        for fault in faults:
            errors, states, _, is_assertion = check(model, fault)
            found = errors > 0 and is_assertion
            print(f"{model} with {fault}: {'found' if found else 'NOT FOUND'}")
            wrong += not found
    total = sum(len(faults) for faults in FAULTS.values())
    print(f"{len(FAULTS)} models, {total} planted faults, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
