#!/usr/bin/env python3
"""Files in channels: three megabytes from one laptop to the others, while the sender's and the receiver's processes die by kill -9
in the middle; what was sent is not sent twice, what came is kept, and what is saved is byte by byte what was sent."""
import hashlib
import json
import os
import random
import signal
import subprocess

from _stage import BIN, Failed, Stage
from _steps import SmallCoalition, check, found, refused, start_relay

ORGS = {"plumbers": {"ana": ["ana"], "bo": ["bo"]}, "tenants": {"chi": ["chi"], "dee": ["dee"]}}
BYTES = 3 * 1024 * 1024 + 17
CHUNKS = -(-BYTES // 60_000)


def files(profile, channel):
    return [row for row in profile.cli("read", channel).rows() if row["kind"] == "file"]


def have(profile, channel="assembly"):
    return sum(row["have"] for row in files(profile, channel))


def is_complete(profile, channel="assembly"):
    return any(row["state"] == "complete" for row in files(profile, channel))


def begin_to_send(profile, path):
    """As a user does it in another window."""
    argv = [str(BIN / "tocsin"), "--profile", profile.name, "--json", "send", "assembly", "--file", str(path)]
    profile.stage.seen_argv.append(argv)
    return subprocess.Popen(argv, env=profile.stage.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True)


def stop_in_the_middle(profile, path):
    """The command is halted when the journal tells of the first chunk: a command that nothing halts is through in a blink."""
    cursor = profile.cli("status").row("self")["cursor"]
    argv = [str(BIN / "tocsin"), "--profile", profile.name, "--json", "watch", "--since", "0"]
    with subprocess.Popen(argv, env=profile.stage.env, stdout=subprocess.PIPE, text=True) as watching:
        try:
            watching.stdout.readline()  # it listens
            sending = begin_to_send(profile, path)
            for line in watching.stdout:
                event = json.loads(line)
                if event["event"] == "file.new" and event["cursor"] > cursor:
                    break
            sending.send_signal(signal.SIGSTOP)
        finally:
            watching.kill()
    return sending


def body(stage):
    c = SmallCoalition(stage, "Four at a Table", ORGS)
    start_relay(c, "relay")
    for people in ORGS.values():
        for name in people:
            c.new_person(name)
    found(c)
    c.join("tenants", "nia")
    ana, bo, chi, dee, nia = (c.people[n] for n in ("ana", "bo", "chi", "dee", "nia"))

    content = random.Random(7).randbytes(BYTES)
    path = stage.file("secret folder/minutes of the night.pdf", content)

    sending = stop_in_the_middle(ana, path)
    ana.kill()
    sending.send_signal(signal.SIGCONT)
    said = sending.communicate(timeout=60)[0]
    check(sending.returncode == 75 and "parts are sent" in said, "the sender's daemon dies in the middle, and the command says so")
    ana.start().act("unlock")
    before = have(ana)
    check(0 < before < CHUNKS, "what was sent is known after kill -9")

    sending = begin_to_send(ana, path)
    chi.wait(lambda: have(chi) >= 2, "the first parts arrive")
    chi.kill()
    said = sending.communicate(timeout=120)[0]
    check(sending.returncode == 0 and f'"sent_now":{CHUNKS - before}' in said, "the same command sends the rest and nothing twice")
    chi.start().act("unlock")
    check(have(chi) >= 2, "what came is here after kill -9")

    for p in (chi, bo):
        p.watch(lambda event: event["event"] == "file.complete", "the whole file", timeout=180)
    check(is_complete(chi) and is_complete(bo), "the file is complete at a laptop that died and at one that did not")
    row = files(chi, "assembly")[0]
    check(len(files(chi, "assembly")) == 1 and row["file_name"] == path.name and row["size"] == BYTES and row["author_handle"] == "ana",
          "one message tells its name, size and author")
    check("secret folder" not in chi.cli("read", "assembly", as_json=False).out, "and not where it lay")

    for p in (chi, ana):
        to = stage.root / "files" / f"saved by {p.name}"
        saved = p.cli("read", "assembly", "--save", str(files(p, "assembly")[0]["cursor"]), "-o", str(to))
        check(saved.row("file_saved")["size"] == BYTES, f"{p.name} saves it")
        check(hashlib.sha256(to.read_bytes()).digest() == hashlib.sha256(content).digest(), "byte by byte")
        check(to.stat().st_mode & 0o777 == 0o600, "readable by its owner alone")
    refused(chi.cli("read", "assembly", "--save", str(row["cursor"]), "-o", str(to), check=False), 2, "E_FILE", "saving over a file")
    refused(nia.cli("read", "assembly", "--save", "1", "-o", str(to) + "x", check=False), 2, "E_NOT_FOUND",
            "a member who is in no assembly has nothing of it")

    again = ana.cli("send", "assembly", "--file", str(path), "--wait", "stored", timeout=180).row("file_sent")
    check(again["sent_now"] == 0 and again["relays"] >= 1, "sent once more it waits until others hold all of it, and sends nothing")

    small = stage.file("agenda.txt", "one\ntwo\n")
    sent = dee.cli("send", "org", "assembly", "--file", str(small)).rows()
    check([row["sent_now"] for row in sent] == [1, 1], "a small file goes to two channels, a line for each")
    nia.wait(lambda: is_complete(nia, "org"), "the small file")
    check(True, "a member has it on the organization's channel")

    c.join("tenants", "olu")
    olu = c.people["olu"]
    dee.wait(lambda: any(row["person"] == "olu" and row["has_keys"] for row in dee.cli("who", "org").rows()), "the newcomer's keys")
    check(dee.cli("send", "org", "--file", str(small)).row("file_sent")["sent_now"] == 0 and not files(olu, "org"),
          "who comes in later has nothing of it")
    dee.cli("send", "org", "--file", str(small), "--again")
    olu.wait(lambda: is_complete(olu, "org"), "the small file, sent again")
    check(len(files(nia, "org")) == 1, "until it is sent again, which is no second file to the others")

    cut_off(stage, ana, chi)
    os.mkfifo(stage.root / "files" / "pipe")
    link = stage.root / "files" / "link"
    link.symlink_to(path)
    for name, code, what in (("pipe", "E_FILE", "a pipe"), ("link", "E_FILE", "a link"), ("nowhere", "E_FILE", "no file")):
        refused(ana.cli("send", "assembly", "--file", str(stage.root / "files" / name), check=False), 2, code, what)
    refused(ana.cli("send", "assembly", "--file", str(stage.file("empty", "")), check=False), 2, "E_EMPTY", "an empty file")
    big = stage.root / "files" / "big"
    with open(big, "wb") as out:
        out.truncate(25 * 1024 * 1024 + 1)
    refused(ana.cli("send", "assembly", "--file", str(big), check=False), 2, "E_SIZE", "a file over 25 MiB")


def cut_off(stage, sender, reader):
    """The sender goes off for good with half of a file told."""
    path = stage.file("half.bin", random.Random(8).randbytes(BYTES))
    sending = stop_in_the_middle(sender, path)
    sending.kill()
    sending.communicate()

    def half(profile):
        return [row for row in files(profile, "assembly") if row["file_name"] == "half.bin"][0]
    if half(sender)["state"] == "complete":
        raise Failed("the whole file left before the command could be killed")
    reader.wait(lambda: any(row["file_name"] == "half.bin" for row in files(reader, "assembly")), "its first part comes")
    reader.wait(lambda: half(reader)["have"] == half(sender)["have"], "as much as was sent")
    missing, cursor = half(reader)["chunks"] - half(reader)["have"], half(reader)["cursor"]
    answer = reader.cli("read", "assembly", "--save", str(cursor), "-o", str(stage.root / "half"), check=False)
    refused(answer, 75, "E_MISSING", "saving a file that has not come whole")
    check(f"{missing} of its {half(reader)['chunks']} parts" in answer.out + answer.err, f"and it says that {missing} parts are missing")


if __name__ == "__main__":
    with Stage() as stage:
        body(stage)
