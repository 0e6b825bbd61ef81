#!/usr/bin/env python3
"""A volunteer tends a box: he lets it drain, which loses nothing and cuts nobody off, bounds its disk, shuts out who abuses it by
numbers and bands alone, and gives it another key."""
import json

from _stage import PASSPHRASE, Stage
from _steps import SmallCoalition, check, found, refused, start_relay

ORGS = {"plumbers": {"ana": ["ana"], "bo": ["bo"]}, "tenants": {"chi": ["chi"]}}


def status(box):
    return box.cli("relay", "status").row("relay_status")


def says(profile, text):
    profile.cli("send", "assembly", typed=text + "\n")


def hears(profile, text):
    profile.wait(lambda: text in profile.cli("read", "assembly").out, f"'{text}'")


def stops(*profiles):
    for p in profiles:
        p.stop()


def opens(*profiles):
    for p in profiles:
        p.start().cli("unlock", passphrase=PASSPHRASE)


def laptop_links(box):
    return [row for row in box.cli("relay", "status").rows() if row["kind"] == "loud_link" and row["role"] == "laptop"]


def drains(stage, people, old, mill):
    ana, bo, chi = people
    stops(chi, mill)
    says(ana, "kept by the old box alone")
    hears(bo, "kept by the old box alone")
    stops(ana, bo)
    told = old.cli("relay", "drain", as_json=False).out
    check("choose other relays" in told and "relay drain --off" in told, "relay drain says what follows and how to undo it")
    check(status(old)["held_by_relays"] == 0 and "Leave it on" in old.cli("relay", "status", as_json=False).out,
          "while no other holds all that it holds, relay status says to leave it on")
    mill.start()
    old.wait(lambda: status(old)["held_by_relays"] == 1, "the other relay has fetched all")
    check("may be switched off" in old.cli("relay", "status", as_json=False).out, "when another relay has it, it may be switched off")
    old.kill()
    opens(*people)
    hears(chi, "kept by the old box alone")
    check(True, "with the box gone, who was away gets the message from the other relay")

    old.start()
    check(status(old)["state"] == "draining", "after kill -9 and a restart it still drains")
    mill.kill()
    for p in people:
        p.wait(lambda p=p: [row["label"] for row in p.cli("relay", "check", check=False).rows() if row.get("linked")] == ["box1"],
               "a link to the old box alone")
    ana.act("freeze", "bo")
    chi.wait(lambda: any(row.get("kind") == "freeze" for row in chi.cli("status").rows()), "the freeze")
    says(ana, "there is no other box")
    hears(chi, "there is no other box")
    check(ana.cli("status").row("mesh")["unstored"] > 0, "with no other relay it carries a freeze and a message, and no receipt of it counts")
    check(not old.cli("relay", "drain", "--off").row("drain")["draining"], "relay drain --off: it stays")
    mill.start()
    stops(ana)  # whose wait for the box that was gone would be long
    opens(ana)
    ana.wait(lambda: ana.cli("status").row("mesh")["unstored"] == 0, "receipts that count")
    check(status(old)["state"] == "carrying", "and its receipts count again")


def is_bounded(box):
    refused(box.cli("relay", "quota", "--disk", "100MiB", check=False), 2, "E_RANGE", "a quota that would refuse nearly everything")
    refused(box.cli("relay", "quota", "--disk", "4", check=False), 2, "E_USAGE", "a size without a unit")
    box.cli("relay", "quota", "--disk", "1GiB")
    box.kill()
    box.start()
    quota = box.cli("relay", "quota").row("quota")
    check(quota["disk_bytes"] == 1 << 30 and quota["takes"] == "all", "a quota is there after kill -9")
    check("quota 1 GiB, under a quarter" in box.cli("relay", "status", as_json=False).out, "relay status tells how full it is, in bands")
    check("disk_bytes" not in box.cli("relay", "quota", "--off").row("quota"), "and --off takes it back")


def shuts_out(box, ana, chi):
    says(ana, "and another")
    box.wait(lambda: len(laptop_links(box)) == 1, "ana's link alone")
    number = laptop_links(box)[0]["number"]
    text = box.cli("relay", "status", as_json=False).out + box.cli("relay", "status").out
    check("127.0.0.1" not in text and all(len(line) <= 80 or line.startswith("{")
                                                                              for line in text.splitlines()),
          "relay status has no address, and fits 80 columns")
    for row in map(json.loads, box.cli("relay", "status").out.splitlines()):
        check(not any(isinstance(v, str) and len(v) >= 16 and set(v) <= set("0123456789abcdef") for v in row.values()),
              f"nor an id: {row['kind']}")
    refused(box.cli("relay", "block", str(number + 50), check=False), 2, "E_NOT_FOUND", "a number that names no link")
    block = box.cli("relay", "block", str(number), "--for", "2h").row("block")
    check(block["number"] == number and "until" in block, "relay block closes the link under its number")
    ana.wait(lambda: ana.cli("relay", "check", check=False).code == 75, "ana is out")
    refused(box.cli("relay", "block", str(number), check=False), 2, "E_NOT_FOUND", "a number whose link has ended")
    box.kill()
    box.start()
    stops(ana)
    opens(chi, ana)
    chi.wait(lambda: chi.cli("relay", "check", check=False).code == 0, "chi's link")
    check(box.cli("relay", "block", "--list").row("block")["number"] == number, "the box restarted still knows whom it shuts out")
    check(ana.cli("relay", "check", check=False).code == 75, "ana's laptop stays out while chi's comes in")
    box.cli("relay", "block", str(number), "--off")
    stops(ana)
    opens(ana)
    ana.wait(lambda: ana.cli("relay", "check", check=False).code == 0, "ana's link")
    check("Nothing to show" in box.cli("relay", "block", "--list", as_json=False).out, "relay block --off lets in again")


def rotates(box, ana, chi):
    """The box was copied, say; its operator cannot tell by whom."""
    old = {row["label"]: row["link_key"] for row in chi.cli("relay", "list").rows() if row["kind"] == "relay"}["box1"]
    card = box.cli("relay", "rotate-key").row("relay_card")["text"]
    box.kill()
    box.start()
    check(box.cli("relay", "rotate-key").row("relay_card")["text"] == card, "after kill -9 relay rotate-key shows the same new card")
    chi.act("relay", "admit", "--label", "box1 anew", typed=card + "\n")
    box.wait(lambda: status(box)["rotation"] == "both", "a list with both keys")
    box.kill()
    box.start()
    for p in (ana, chi):
        p.wait(lambda p=p: {"box1", "box1 anew"} <= {row.get("label") for row in p.cli("relay", "check", check=False).rows()
                                                     if row.get("linked")}, "links under both keys")
    check(True, "laptops link to it under the old key and the new one")
    refused(box.cli("relay", "rotate-key", "--off", check=False), 2, "E_CONFLICT", "a new key that a delegate has vouched for")
    chi.act("relay", "drop", old[:8])
    box.wait(lambda: status(box)["rotation"] == "none", "the list without the old key")
    check(box.cli("relay", "card").row("relay_card")["text"] == card, "when a delegate drops the old key, the new card is the card")
    says(chi, "under the new key")
    hears(ana, "under the new key")
    check(True, "and nobody was cut off")


def body(stage):
    c = SmallCoalition(stage, "Two Together", ORGS)
    old, mill = start_relay(c, "old"), start_relay(c, "mill")
    for people in ORGS.values():
        for name in people:
            c.new_person(name)
    found(c)
    people = [c.people[name] for name in ("ana", "bo", "chi")]
    for p in people:
        p.wait(lambda p=p: all(row.get("linked") for row in p.cli("relay", "check", check=False).rows()), "links to both relays")
    for verb in (("drain",), ("quota",), ("block", "--list"), ("rotate-key",), ("status",)):
        refused(people[0].cli("relay", *verb, check=False), 2, "E_ROLE", f"relay {verb[0]} asked of a laptop")
    drains(stage, people, old, mill)
    is_bounded(old)
    stops(mill, people[1], people[2])
    shuts_out(old, people[0], people[2])
    rotates(old, people[0], people[2])


if __name__ == "__main__":
    with Stage() as stage:
        body(stage)
