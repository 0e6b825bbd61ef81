#!/usr/bin/env python3
"""The disk of a sealed laptop is full: what comes is refused and never called stored, the laptop stays locked and says so, and when
there is room again nothing is lost. It takes root to make a small disk; without it the story says that it is absent."""
import ctypes
import os

from _stage import PASSPHRASE, Stage
from _steps import SmallCoalition, check, found, laptops, start_relay

ORGS = {"plumbers": {"ana": ["ana"], "bo": ["bo"]}, "tenants": {"chi": ["chi"]}}
TEXT = "when there was no room"


def small_disk(path):
    """Seen by this story's processes alone, and gone with them."""
    libc = ctypes.CDLL(None, use_errno=True)
    path.mkdir(mode=0o700, parents=True)
    private = 1 << 18 | 1 << 14  # MS_PRIVATE, MS_REC
    return libc.unshare(0x00020000) == 0 and libc.mount(b"none", b"/", None, private, None) == 0 and \
        libc.mount(b"tmpfs", str(path).encode(), b"tmpfs", 0, b"size=64m,mode=0700") == 0


def fill(path):
    with open(path, "wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(65536))
        except OSError:
            pass


def state_of(profile):
    return profile.cli("status", check=False).row("daemon")


def body(stage):
    home = stage.root / "data/tocsin/chi"
    (stage.root / "data/tocsin").mkdir(mode=0o700)
    if os.getuid() != 0 or not small_disk(home):
        print("--  a full disk: absent, it takes root to make a small one", flush=True)
        return
    c = SmallCoalition(stage, "Full Barn Accord", ORGS)
    relay = start_relay(c, "relay-1")
    for name in ("ana", "bo", "chi"):
        c.new_person(name)
    found(c)
    ana, chi = c.people["ana"], c.people["chi"]
    check(chi.cli("lock").row("daemon")["state"] == "sealed", "locked, and receiving")
    relay.wait(lambda: laptops(relay) == 3, "all linked")
    fill(home / "ballast")
    # More than fits into the page that the file has.
    ana.cli("send", "assembly", "--wait", "stored", typed=TEXT + " hay" * 1500 + "\n")
    chi.wait(lambda: state_of(chi)["state"] == "locked", "the end of receiving")
    state = state_of(chi)
    check(state["full"] and state["waiting"] <= 1 and chi.daemon.poll() is None,
          "what came found no room: none of it is kept, it is only locked now, says that it is full, and runs on")
    check((home / "spool").stat().st_size < 4096, "of the torn entry nothing is left")
    relay.wait(lambda: laptops(relay) == 2, "its link to end")
    check("spool_failed" in chi.log.read_text(), "the log has a code for it")
    (home / "ballast").unlink()
    chi.cli("unlock", passphrase=PASSPHRASE)
    chi.wait(lambda: TEXT in chi.cli("read", "assembly").out, "the message")
    check(True, "with room again and unlocked it fetches what it never said it had")
    check(chi.cli("lock").row("daemon")["state"] == "sealed", "and can be sealed again")


if __name__ == "__main__":
    with Stage() as the_stage:
        body(the_stage)
