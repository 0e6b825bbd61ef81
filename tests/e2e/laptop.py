#!/usr/bin/env python3
"""One laptop: what doctor says of it, a change of passphrase, a purge and a rotation. What was copied from the disk before opens
nothing that is written after."""
import os
import shutil
import stat

from _stage import PASSPHRASE, Profile, Stage
from _steps import check, refused
from _store import Store, key_by_passphrase

OTHER = "amber basket candle dune ember fjord"


def lines_of(answer):
    return {row["about"]: row for row in answer.rows() if row["kind"] == "check"}


def ask_doctor(stage, ana):
    """The machine may have swap or what else is red; then the exit says so."""
    folder = stage.root / "data/tocsin/ana"
    answer = ana.cli("doctor", "--privacy", check=False)
    lines = lines_of(answer)
    reds = [about for about, row in lines.items() if row["verdict"] == "red"]
    check(answer.code == (78 if reds else 0), "doctor is red by its exit, too")
    check(all(("todo" in row) == (row["verdict"] != "green") for row in lines.values()), "whatever is not fine says what to do")
    check(lines["file modes"]["verdict"] == "green", "the profile is its owner's alone")
    (folder / "store/key").chmod(0o644)
    opened = lines_of(ana.cli("doctor", "--privacy", check=False))["file modes"]
    (folder / "store/key").chmod(0o600)
    check(opened["verdict"] == "red" and "store/key" in opened["says"], "a key file that others may read is red, by name")
    (stage.root / "home/.bash_history").write_text("ls\necho maple orbit | tocsin unlock\n")
    check(lines_of(ana.cli("doctor", "--privacy", check=False))["shell history"]["verdict"] == "red",
          "a shell that remembers a passphrase is red")
    before = ana.cli("doctor", "--before-action", check=False)
    check(before.code == 78 and lines_of(before)["coalition"]["verdict"] == "red", "before an action: in no coalition yet")
    ana.cli("lock")
    check(lines_of(ana.cli("doctor", "--before-action", check=False))["profile"]["todo"] == "tocsin unlock", "and locked")
    ana.act("unlock")


def change_passphrase(stage, ana):
    """Old and new come on the same descriptor; a wrong old one and a weak new one change nothing."""
    refused(ana.cli("passphrase", passphrase=f"{OTHER}\n{OTHER}", check=False), 77, "E_PASSPHRASE", "a wrong old passphrase")
    refused(ana.cli("passphrase", passphrase=f"{PASSPHRASE}\n{PASSPHRASE}", check=False), 2, "E_INPUT", "the same passphrase again")
    ana.cli("passphrase", passphrase=f"{PASSPHRASE}\n{OTHER}")
    key = stage.root / "data/tocsin/ana/store/key"
    check(stat.S_IMODE(key.stat().st_mode) == 0o600 and not (key.parent / "key.new").exists(), "one key file, and private")
    ana.kill()
    ana.start()
    refused(ana.cli("unlock", passphrase=PASSPHRASE, check=False), 77, "E_PASSPHRASE", "after kill -9 the old passphrase")
    ana.cli("unlock", passphrase=OTHER)
    check(ana.cli("status").row("self")["handle"] == "ana", "the new one opens the same profile")


def purge(stage, ana):
    store = stage.root / "data/tocsin/ana/store"
    refused(ana.cli("purge", passphrase=PASSPHRASE, check=False), 77, "E_PASSPHRASE", "a purge with a wrong passphrase")
    check(not ana.cli("purge", passphrase=OTHER).row("purged")["rotated"], "a purge keeps the key")
    copied = shutil.copytree(store, stage.root / "files/copied")
    check(ana.cli("purge", "--rotate", passphrase=OTHER).row("purged")["rotated"], "a rotation does not")
    check(ana.cli("status").row("self")["handle"] == "ana", "the profile is open and as it was")
    check(sorted(p.name for p in store.parent.iterdir()) == ["store"], "nothing lies beside the store")
    ana.stop()
    mixed = shutil.copytree(store, stage.root / "files/mixed")
    shutil.copy(copied / "key", mixed / "key")
    unlock_key = key_by_passphrase(mixed, OTHER)
    thief = Store(mixed, unlock_key)
    try:
        thief.rows("SELECT count(*) FROM item")
        check(False, "a copied key file opens the rotated store")
    except OSError:
        check(True, "a copied key file does not open the rotated store")
    finally:
        thief.close()
    own = Store(store, key_by_passphrase(store, OTHER))
    check(any(table == "identity" for table, _, _ in own.items()), "its own does")
    own.close()


def body(stage):
    os.umask(0o022)
    ana = Profile(stage, "ana").start()
    ana.act("init", "--rehearsal", typed="understood\nana\n")
    ask_doctor(stage, ana)
    change_passphrase(stage, ana)
    purge(stage, ana)


if __name__ == "__main__":
    with Stage() as the_stage:
        body(the_stage)
