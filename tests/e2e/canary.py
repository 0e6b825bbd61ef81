#!/usr/bin/env python3
"""Names, messages, demands and the passphrase of a short story are words that occur nowhere else. They are then looked for: in every
packet on the loopback, in every file of every profile, in logs, arguments and environments. On the laptops they are found again,
but only with the key."""
import os
import pathlib
import random
import socket
import threading
import time

from _stage import PASSPHRASE, Stage
from _steps import Papers, SmallCoalition, check, found, on_screen, start_relay
from _store import Store, key_by_passphrase

# Another run beside this one says other words.
TAG = "".join(random.SystemRandom().choices("bcdfghjklmnpqrstvwxz", k=7))
CANARIES = {
    "handle": f"quill{TAG}", "member": f"fern{TAG}", "organization": f"brindle{TAG}", "coalition": f"Ottervane {TAG} Accord",
    "message": f"the zephyrlantern {TAG} opens at dusk", "org message": f"bring the wobblesprocket {TAG}",
    "demand": f"a tarnwater {TAG} settlement", "worker": f"Ludovica {TAG} Marzipan", "contact": f"marzipan{TAG}@example.org",
    "unit": f"the gristle {TAG} yard", "passphrase": PASSPHRASE,
}
ORGS = {CANARIES["organization"]: {CANARIES["handle"]: ["one"], "bo": ["two"]}, "tenants": {"chi": ["three"]}}


class Capture(threading.Thread):
    """All that crosses the loopback, as the kernel sees it; each packet once (a loopback shows it twice)."""

    def __init__(self):
        super().__init__(daemon=True)
        self.wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.wire.setsockopt(socket.SOL_SOCKET, 33, 64 * 1024 * 1024)  # SO_RCVBUFFORCE: drop nothing
        self.wire.bind(("lo", 0))
        self.wire.settimeout(0.2)
        self.packets, self.bytes, self.ended = [], 0, False

    def run(self):
        while not self.ended:
            try:
                packet, where = self.wire.recvfrom(1 << 18)
            except TimeoutError:
                continue
            if where[2] != socket.PACKET_OUTGOING:
                self.packets.append(packet)
                self.bytes += len(packet)

    def stop(self):
        self.ended = True
        self.join()
        dropped = int.from_bytes(self.wire.getsockopt(263, 6, 8)[4:8], "little")  # SOL_PACKET, PACKET_STATISTICS
        self.wire.close()
        return dropped


class Sampling(threading.Thread):
    """Arguments and environment of every process of the story, again and again while it is told."""

    def __init__(self, stage):
        super().__init__(daemon=True)
        self.stage, self.seen, self.processes, self.ended = stage, {}, set(), False

    def run(self):
        mark = str(self.stage.root).encode()
        while not self.ended:
            for folder in pathlib.Path("/proc").iterdir():
                if not folder.name.isdigit() or int(folder.name) == os.getpid():
                    continue
                try:
                    both = [(folder / name).read_bytes() for name in ("cmdline", "environ")]
                except OSError:
                    continue
                if mark in both[1] and b"tocsin" in both[0]:
                    self.processes.add(folder.name)
                    self.seen[both[0], both[1]] = True
            time.sleep(0.02)

    def stop(self):
        self.ended = True
        self.join()


def spellings(text):
    """As typed, and as protocols and files like to write it."""
    raw = text.encode()
    return {raw, raw.lower(), raw.upper(), text.encode("utf-16-le"), raw.hex().encode()}


def found_in(blob):
    lowered = blob.lower()
    return [name for name, text in CANARIES.items() if any(s in blob or s.lower() in lowered for s in spellings(text))]


def tell(stage):
    """Founding, a member, a list of workers, messages, a proposal, a call."""
    c = SmallCoalition(stage, CANARIES["coalition"], ORGS)
    start_relay(c, "relay-1")
    start_relay(c, "relay-2")
    for people in ORGS.values():
        for handle, (name,) in people.items():
            c.new_person(name, handle)
    found(c)
    one, two, three = (c.people[n] for n in ("one", "two", "three"))
    c.join(CANARIES["organization"], "four", CANARIES["member"])
    four = c.people["four"]
    row = f'w-1,"{CANARIES["worker"]}",{CANARIES["contact"]},public/town,"{CANARIES["unit"]}"\n'
    one.cli("roster", "import", str(c.file("workers.csv", "ref,name,contact,cell,unit\n" + row)))
    check(CANARIES["worker"] in on_screen(one, "roster", "list"), "the list knows the worker")
    one.cli("pledge", "record", "w-1", "--ask", "rally", "--text-id", "risk-1")
    one.cli("send", "assembly", "--wait", "stored", typed=CANARIES["message"] + "\n")
    one.cli("send", "org", "--wait", "stored", typed=CANARIES["org message"] + "\n")  # who admitted knows that four is there
    three.wait(lambda: CANARIES["message"] in three.cli("read", "assembly").out, "the message")
    four.wait(lambda: CANARIES["org message"] in four.cli("read", "org").out, "the organization's message")
    c.demand = CANARIES["demand"]
    proposal = c.rally_proposal()
    Papers(c, [(proposal, "proposal", [one, two, three])]).confirm_all(PASSPHRASE)
    one.wait(lambda: c.rally_call(60, check=False).code == 0, "a mandate and the end of its hold")
    Papers(c, [(c.call, "call", [one, two, three])]).confirm_all(PASSPHRASE)
    c.wait_state(four, c.call, "call", "CALLED")
    return c


def look_at_files(stage, c):
    check(set(found_in(c.file("workers.csv").read_bytes())) == {"worker", "contact", "unit"}, "a search of files finds what is there")
    looked = size = 0
    for path in stage.root.rglob("*"):
        if not path.is_file() or stage.file("") in path.parents:
            continue
        blob = path.read_bytes()
        looked, size = looked + 1, size + len(blob)
        where = found_in(blob) + found_in(str(path.relative_to(stage.root)).encode())
        if where:
            check(False, f"no canary in {path}: {where}")
    logs = sorted((stage.root / "logs").iterdir())
    check(len(logs) == 6 and all(log.stat().st_size for log in logs),
          f"no canary in any of {looked} files of six profiles ({size >> 20} MiB): databases, relay stores, keys, six logs")
    data = stage.root / "data" / "tocsin"
    for relay in c.relays:
        store = Store(data / relay.name / "store", (data / relay.name / "unlock-key").read_bytes())
        blobs = [value for _, _, value in store.items()] + [key for _, key, _ in store.items()] + store.envelopes()
        store.close()
        check(len(blobs) > 20 and not any(found_in(blob) for blob in blobs), f"none in the store of {relay.name}, opened with its key")
    expected = {"one": {"handle", "organization", "coalition", "message", "org message", "demand"},
                "three": {"handle", "organization", "coalition", "message", "demand"},
                "four": {"member", "organization", "coalition", "org message", "demand"}}
    for name, wanted in expected.items():
        folder = data / name / "store"
        store = Store(folder, key_by_passphrase(folder, PASSPHRASE))
        seen = {canary for _, _, value in store.items() for canary in found_in(value)}
        store.close()
        check(wanted <= seen and "passphrase" not in seen, f"on laptop {name}, with its passphrase: {', '.join(sorted(seen))}")
        # Of workers not even laptop one has a word outside its campaign's key, one seal deeper.
        others = {"one": set(), "three": {"org message"}, "four": {"message"}}
        never = others[name] | {"worker", "contact", "unit"}
        check(not never & seen, f"and on {name} nothing of other rooms, and of workers nothing but under the campaign's key")


def body(stage):
    capture = Capture() if os.getuid() == 0 else None
    sampling = Sampling(stage)
    for thread in filter(None, (capture, sampling)):
        thread.start()
    c = tell(stage)
    sampling.stop()
    if capture:
        # The capture hears: what is said in clear on the loopback is found (and what the kernel answers quotes it).
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as open_talk:
            open_talk.sendto(b"in clear: " + CANARIES["message"].encode(), ("127.0.0.1", 9))
        time.sleep(0.5)
        dropped = capture.stop()
        talk = [p for p in capture.packets if found_in(p)]
        check(talk and all(b"in clear: " in p for p in talk), "the capture finds a text that is sent in clear on purpose")
        ports = {int(relay.listen.rsplit(":")[1]) for relay in c.relays}
        ours = [p for p in capture.packets if len(p) > 54 and p[23] == 6 and
                ports & {int.from_bytes(p[34:36], "big"), int.from_bytes(p[36:38], "big")}]
        check(dropped == 0 and len(ours) > 200, f"of all {len(capture.packets)} packets ({capture.bytes >> 10} KiB, {len(ours)} of "
              "them to and from the relays) none other holds a canary")
        streams = {}
        for p in ours:
            offset = 14 + 20 + (p[46] >> 4) * 4
            streams.setdefault(p[26:38], []).append((int.from_bytes(p[38:42], "big"), p[offset:]))
        joined = [b"".join(piece for _, piece in sorted(pieces)) for pieces in streams.values()]
        check(not any(found_in(stream) for stream in joined), f"nor do the {len(joined)} streams that they make up")
    else:
        print("--  packets: absent, it takes root to capture them", flush=True)
    blobs = [part for both in sampling.seen for part in both]
    check(len(sampling.processes) >= 6 and not any(found_in(blob) for blob in blobs),
          f"no canary in arguments or environment of {len(sampling.processes)} processes, daemons among them")
    check(not any(found_in("\0".join(argv).encode()) for argv in stage.seen_argv),
          f"nor in the arguments of all {len(stage.seen_argv)} commands that were given")
    for p in list(c.people.values()) + c.relays:
        p.stop()
    look_at_files(stage, c)


if __name__ == "__main__":
    with Stage() as stage:
        body(stage)
