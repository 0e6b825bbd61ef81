#!/usr/bin/env python3
"""Plants bugs that would cost people their jobs into a copy of the tree, one at a time, and sees a test find each:
`scripts/test planted`. A bug that no test finds is a failure here. By hand, since each costs a build of a few files."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUGS = [
    ("the audience check on send is skipped", "core/channel/choice.cpp",
     "if (is_subset(*candidate.audience, current)) out.push_back(candidate);", "if (!current.empty()) out.push_back(candidate);",
     "core_channel_test", []),
    ("devices are counted instead of persons", "core/coalition/tally.cpp",
     "of_person.try_emplace(std::pair{ballot.voter.org, ballot.voter.delegate}, ballot);",
     "of_person.try_emplace(std::pair{ballot.voter.org, DelegateId{Reader{device.view()}.array<16>()}}, ballot);",
     "core_coalition_test", []),
    ("bytes are released before the commit", "core/node/batch.cpp",
     "TRY_VOID(store.commit());", "static_cast<void>(store.commit());", "core_node_test", []),
    # The simulator too must notice, by what is lost or said twice after a crash.
    ("bytes are released before the commit", "core/node/batch.cpp",
     "TRY_VOID(store.commit());", "static_cast<void>(store.commit());", "sim", ["--seeds", "12", "--repeats", "0"]),
]


def main():
    with tempfile.TemporaryDirectory(prefix="tocsin-planted-") as folder:
        copy = pathlib.Path(folder) / "main"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns("build", ".git"))
        if (ROOT.parent / "shared").exists():
            (pathlib.Path(folder) / "shared").symlink_to(ROOT.parent / "shared")
        subprocess.run(["cmake", "--preset", "dev"], cwd=copy, check=True, stdout=subprocess.DEVNULL)
        missed = 0
        for what, path, good, bad, target, arguments in BUGS:
            source = copy / path
            text = source.read_text()
            if good not in text:
                print(f"MISSED  {what}: its place in {path} has changed, plant it anew")
                missed += 1
                continue
            source.write_text(text.replace(good, bad))
            subprocess.run(["cmake", "--build", "build/dev", "--target", target], cwd=copy, check=True, stdout=subprocess.DEVNULL)
            run = subprocess.run([copy / "build/dev" / target, *arguments], cwd=copy, capture_output=True, text=True)
            source.write_text(text)
            found = run.returncode != 0
            missed += not found
            said = run.stdout.splitlines() + run.stderr.splitlines()
            first = next((line for line in said if line.startswith(("seed ", "aborted in seed")) or "FAILED" in line), "")
            print(f"{'found ' if found else 'MISSED'}  {what}  ({target}) {first}", flush=True)
        print(f"{len(BUGS) - missed} passed, {missed} failed")
        return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
