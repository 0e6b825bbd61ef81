#!/usr/bin/env python3
"""A relay that a delegate vouched for after the founding carries three organizations alone, delivers to a laptop that was off when
the sender was on, and its store, opened with its own key, shows nobody a channel key or a readable record."""
from collections import Counter

from _stage import PASSPHRASE, Stage
from _steps import SmallCoalition, check, found, new_relay, start_relay
from _store import Store, key_by_passphrase

ORGS = {"plumbers": {"ana": ["ana"], "bo": ["bo"]}, "tenants": {"chi": ["chi"], "dee": ["dee"]}, "readers": {"eli": ["eli"]}}
RELAY_TABLES = {"link_keys", "mesh_list", "receipts", "events", "peers", "upkeep"}


def hear(c, text, channel, names):
    for name in names:
        p = c.people[name]
        p.wait(lambda p=p: text in p.cli("read", channel).out, f"'{text}'")


def stop_all(profiles):
    for p in profiles:
        p.stop()


def held_at(profile):
    return profile.cli("status").row("mesh")["envelopes"]


def linked_to(profile, label):
    # Asked until it holds: before that, exit 75 is the answer.
    return any(row.get("label") == label and row["linked"] for row in profile.cli("relay", "check", check=False).rows())


def body(stage):
    c = SmallCoalition(stage, "Three Together", ORGS)
    first = start_relay(c, "relay")
    for people in ORGS.values():
        for name in people:
            c.new_person(name)
    found(c)
    ana, bo, chi, dee, eli = (c.people[n] for n in ("ana", "bo", "chi", "dee", "eli"))

    box = new_relay(stage, "box")
    card = box.cli("relay", "card").row("relay_card")["text"]
    grant = bo.act("relay", "admit", "--label", "mill", typed=card + "\n").row("grant")["text"]
    box.cli("relay", "grant", typed=grant + "\n")
    for p in c.people.values():
        p.wait(lambda p=p: linked_to(p, "mill"), "a link to the new relay")
    check(True, "relay card, relay admit, relay grant: all five laptops of three organizations link to the new relay")
    first.kill()
    coalition_id = bytes.fromhex(chi.cli("status").row("coalition")["coalition"])

    said = {"ana": "the press at dawn", "chi": "we bring the banners", "eli": "and we the songs"}
    for name, text in said.items():
        c.people[name].cli("send", "assembly", typed=text + "\n")
    for text in said.values():
        hear(c, text, "assembly", c.people)
    check(True, "with the founding's relay dead it alone carries messages of three organizations to all")

    dee.stop()
    # All that a laptop hears of the others came over the box, which stored it first.
    before = held_at(eli)
    late = "for dee, who sleeps"
    chi.cli("send", "org", typed=late + "\n")
    ana.cli("send", "assembly", typed=late + " too\n")
    eli.wait(lambda: held_at(eli) >= before + 2, "both envelopes")
    stop_all([ana, bo, chi, eli])
    box.wait(lambda: box.cli("relay", "status").row("relay_status")["laptops"] == "none", "every link has ended")
    check(True, "one laptop was off when two messages were sent; now every other laptop is off")
    dee.start().cli("unlock", passphrase=PASSPHRASE)
    hear(c, late, "org", ["dee"])
    hear(c, late + " too", "assembly", ["dee"])
    check(True, "back again it gets both from the relay, while their senders are off")
    stop_all([dee, box])

    data = stage.root / "data" / "tocsin"
    store = Store(data / "box" / "store", (data / "box" / "unlock-key").read_bytes())
    counts = Counter(table for table, _, _ in store.items())
    envelopes = store.envelopes()
    check(set(counts) <= RELAY_TABLES and len(envelopes) >= 5,
          f"its store, opened with its own key: {len(envelopes)} envelopes, and " +
          ", ".join(f"{n} {table}" for table, n in sorted(counts.items())) + "; no epoch, chain, channel or record")
    values = [value for _, _, value in store.items()]
    check(None not in values, "every sealed row opens with its slot's key: nothing is left unread")
    store.close()

    folder = data / "dee" / "store"
    theirs = Store(folder, key_by_passphrase(folder, PASSPHRASE))
    records = [value for table, _, value in theirs.items() if table == "records"]
    check(any(late.encode() in value for value in records), "the same reader finds the text in the store of a laptop, with its key")
    keys = [value for table, _, value in theirs.items() if table in ("epochs", "chains")]
    theirs.close()
    pieces = set().union(*map(pieces_of, keys)) - {coalition_id}  # which is no secret
    check(len(pieces) > 500 and not any(pieces & pieces_of(value) for value in values + envelopes),
          f"of the {len(keys)} rows of channel keys on that laptop no 32 bytes are anywhere in the relay's store")
    texts = [text.encode() for text in (*said.values(), late, c.name, "plumbers", "tenants", "readers")]
    check(not any(text in value for value in values + envelopes for text in texts),
          "and nothing there reads as a message or an organization")


def pieces_of(value):
    return {value[at:at + 32] for at in range(len(value) - 31)}


if __name__ == "__main__":
    with Stage() as stage:
        body(stage)
