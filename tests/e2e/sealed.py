#!/usr/bin/env python3
"""A laptop is locked and goes on receiving. Its daemon's memory then holds no key of a channel, a person or the mesh, no name and no
text; what came is in a file that only the store's key opens, outlives kill -9, and is read at unlock while everybody else is off."""
import os
import shutil

from _stage import PASSPHRASE, Stage
from _steps import SmallCoalition, check, found, laptops, refused, start_relay
from _store import Store, key_by_passphrase

ORGS = {"plumbers": {"ana": ["ana"], "bobolink": ["bo"], "cal": ["cal"]}, "tenants": {"chi": ["chi"]}}
NAME = "Saltmarsh Kestrel Accord"
BEFORE, DURING, AFTER = "the heron before the lock", "the bittern while it is locked", "the plover after the restart"
SECRET_TABLES = {"identity", "device_keys", "epochs", "chains", "records", "mesh_keys", "invites", "spool_keys"}


def memory_of(process):
    """All that this process can read of its own; root may, though it is not dumpable."""
    pieces = []
    with open(f"/proc/{process.pid}/maps", encoding="ascii") as maps, open(f"/proc/{process.pid}/mem", "rb") as memory:
        for line in maps:
            where, rights = line.split()[:2]
            if not rights.startswith("r") or line.rstrip().endswith(("[vvar]", "[vsyscall]", "[vdso]")):
                continue
            start, end = (int(part, 16) for part in where.split("-"))
            try:
                memory.seek(start)
                pieces.append(memory.read(end - start))
            except OSError:  # a guard page
                pass
    return b"\0".join(pieces)


def secrets_of(stage, profile):
    """(what is secret, what is public) of its store, in pieces: every run of 32 bytes has one of 16 whole."""
    folder = stage.root / "data/tocsin" / profile.name / "store"
    copied = shutil.copytree(folder, stage.root / "files" / f"copy-of-{profile.name}-{len(stage.seen_argv)}")
    store = Store(copied, key_by_passphrase(copied, PASSPHRASE))
    secret, public = {}, b""
    for table, _, value in store.items():
        if table in SECRET_TABLES:
            for at in range(0, len(value) - 15, 16):
                if len(set(value[at:at + 16])) > 8:
                    secret[value[at:at + 16]] = table
        elif table != "link_keys":
            public += value
    public += b"".join(store.envelopes()) + b"".join(b"".join(row) for row in store.rows("SELECT id, route FROM envelope"))
    own = next(value for table, key, value in store.items() if table == "link_keys" and key == b"\x01")[:32]
    store.close()
    return {piece: table for piece, table in secret.items() if piece not in public}, own


def own_key(stage, profile):
    return secrets_of(stage, profile)[1]


def look_at_memory(stage, profile, before):
    secret, own = secrets_of(stage, profile)
    texts = [text.encode() for text in (NAME, BEFORE, DURING, "bobolink", "Plumbers Local", "Tenants Local")]
    open_found = {table for piece, table in secret.items() if piece in before}
    check({"identity", "mesh_keys"} <= open_found and any(text in before for text in texts),
          f"the search finds in an open daemon's memory what is there: {', '.join(sorted(open_found))}, names")
    now = memory_of(profile.daemon)
    left = sorted({table for piece, table in secret.items() if piece in now})
    check(not left, f"of {len(secret)} pieces of keys and records none is in a sealed daemon's memory{': ' + str(left) if left else ''}")
    there = [text for text in texts if text in now]
    check(not there, f"nor a name or a text{': ' + str(there) if there else ''}")
    check(own in now, "its link key is: it is what it links with")


def state_of(profile):
    return profile.cli("status", check=False).row("daemon")


def waits(profile, count):
    profile.wait(lambda: state_of(profile).get("waiting", 0) >= count, f"{count} envelopes in the spool")


def body(stage):
    c = SmallCoalition(stage, NAME, ORGS)
    relay = start_relay(c, "relay-1")
    for people in ORGS.values():
        for handle, (name,) in people.items():
            c.new_person(name, handle)
    found(c)
    ana, bo, chi = (c.people[n] for n in ("ana", "bo", "chi"))
    chi.cli("send", "assembly", "--wait", "stored", typed=BEFORE + "\n")
    bo.wait(lambda: BEFORE in bo.cli("read", "assembly").out, "the message")
    open_memory = memory_of(bo.daemon) if os.getuid() == 0 else None
    links = laptops(relay)

    locked = bo.cli("lock").row("daemon")
    check(locked["state"] == "sealed" and locked["waiting"] == 0, "lock: closed, and it goes on receiving")
    relay.wait(lambda: laptops(relay) == links, "its link is back")
    for words in (("send", "assembly"), ("read", "assembly"), ("who", "assembly")):
        refused(bo.cli(*words, typed="x\n", check=False), 77, "E_LOCKED", f"{words[0]} on a sealed laptop")
    chi.cli("send", "assembly", "--wait", "stored", typed=DURING + "\n")
    waits(bo, 1)
    check(state_of(bo)["waiting"] <= 3, "what it held before is not fetched again")
    check(state_of(bo)["urgent"] == 0, "nothing of it is urgent")
    ana.act("freeze", "cal")
    bo.wait(lambda: state_of(bo)["urgent"] >= 1, "something urgent")
    screen = " ".join(bo.cli("status", check=False, as_json=False).out.replace("REHEARSAL", "").split())
    check("envelopes wait" in screen and "marked urgent" in screen and "cal" not in screen,
          "a colleague is frozen: status tells that something urgent waits, and not what")
    if open_memory:
        look_at_memory(stage, bo, open_memory)
    else:
        print("--  memory: absent, it takes root to read it", flush=True)
    spool = stage.root / "data/tocsin/bo/spool"
    size = spool.stat().st_size
    check(size < 256 * 1024, f"the spool holds what came since, not all that the mesh holds: {size} bytes")

    bo.kill()
    bo.start()
    after = state_of(bo)
    check(after["state"] == "locked" and after["waiting"] >= 1, "after kill -9 it is locked, links to nobody, and the spool is there")
    for p in (ana, chi, relay):
        p.stop()
    bo.cli("unlock", passphrase=PASSPHRASE)
    bo.wait(lambda: DURING in bo.cli("read", "assembly").out, "the message that came while it was locked")
    check(True, "at unlock it reads what came, while relay and sender are off")
    bo.wait(lambda: not spool.exists(), "the spool to be cleared")

    relay.start()
    chi.start().cli("unlock", passphrase=PASSPHRASE)
    offline = bo.cli("lock", "--offline").row("daemon")
    check(offline["state"] == "locked" and not spool.exists(), "lock --offline: no spool")
    if open_memory:
        check(own_key(stage, bo) not in memory_of(bo.daemon), "and no link key in memory")
    relay.wait(lambda: laptops(relay) == 1, "one link")
    check(True, "and no link: the relay sees only the other laptop")
    chi.cli("send", "assembly", typed=AFTER + "\n")
    bo.cli("unlock", passphrase=PASSPHRASE)
    bo.wait(lambda: AFTER in bo.cli("read", "assembly").out, "the next message")
    check(True, "back again it gets what was sent meanwhile")


if __name__ == "__main__":
    with Stage() as the_stage:
        body(the_stage)
