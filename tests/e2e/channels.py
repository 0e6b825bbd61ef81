#!/usr/bin/env python3
"""Channels that delegates make: two organizations' delegates among themselves, and everybody. Who is not in one neither reads nor
writes there nor learns that it exists; members of other organizations are let in by their own delegates' laptops."""
from _stage import PASSPHRASE, Stage
from _steps import SmallCoalition, check, found, refused, start_relay

ORGS = {"plumbers": {"ana": ["ana"], "bo": ["bo"]}, "tenants": {"chi": ["chi"], "dee": ["dee"]}, "readers": {"eli": ["eli"]}}


def say(profile, channel, text, *options):
    return profile.cli("send", channel, *options, typed=text + "\n")


def hears(profile, channel, text):
    profile.wait(lambda: text in profile.cli("read", channel, check=False).out, f"'{text}'")


def knows(profile, name):
    return any(row.get("name") == name and row["has_keys"] for row in profile.cli("channel", "list").rows())


def all_in(profile, channel):
    return all(row["has_keys"] for row in profile.cli("who", channel).rows())


def body(stage):
    c = SmallCoalition(stage, "Three Together", ORGS)
    start_relay(c, "relay")
    for people in ORGS.values():
        for name in people:
            c.new_person(name)
    found(c)
    c.join("tenants", "nia")
    ana, bo, chi, dee, eli, nia = (c.people[n] for n in ("ana", "bo", "chi", "dee", "eli", "nia"))

    made = ana.cli("channel", "new", "tours", "plumbers:delegates", "tenants:delegates")
    check(made.row("channel")["members"] == 4, "a channel for the delegates of two organizations")
    for p in (bo, chi, dee):
        p.wait(lambda p=p: knows(p, "tours"), "the new channel's keys")
    dee.kill()
    say(chi, "tours", "the bus leaves at six")
    hears(ana, "tours", "the bus leaves at six")
    hears(bo, "tours", "the bus leaves at six")
    dee.start().act("unlock")
    hears(dee, "tours", "the bus leaves at six")
    check(True, "all four read it, one of them after kill -9")
    check(not knows(eli, "tours") and not knows(nia, "tours"), "a third organization and a member do not learn that it exists")
    refused(say_unchecked(eli, "tours", "let me in"), 2, "E_NOT_FOUND", "writing to it from outside")
    shown = chi.cli("channel", "show", "tours")
    check({row["org_slug"] for row in shown.rows() if row["kind"] == "channel_part"} == {"plumbers", "tenants"},
          "its parts are shown to whoever is in it")
    check(shown.row("channel")["author_handle"] == "ana", "and who made it")

    ana.cli("channel", "new", "everybody", "--everyone")
    for p in c.people.values():
        p.wait(lambda p=p: knows(p, "everybody"), "the keys of a channel for everybody")
    ana.wait(lambda: all_in(ana, "everybody"), "everybody in")
    say(ana, "everybody", "one for all", "--wait", "stored")
    hears(nia, "everybody", "one for all")
    say(nia, "everybody", "heard")
    hears(ana, "everybody", "heard")
    check(True, "a member of another organization reads and writes where everybody is")

    c.join("readers", "olu")
    olu = c.people["olu"]
    olu.wait(lambda: knows(olu, "everybody"), "the keys, having come later")
    check("one for all" not in olu.cli("read", "everybody").out, "who comes later comes in by itself, and reads nothing of before")

    refused(ana.cli("channel", "new", "tours", "plumbers:delegates", check=False), 2, "E_NAME", "a name that is taken")
    refused(ana.cli("channel", "new", "spies", "tenants:delegates", check=False), 2, "E_NOT_MEMBER", "a channel without its maker")
    refused(ana.cli("channel", "new", "spies", "tenants:friends", check=False), 2, "E_NOT_FOUND", "a part that does not exist")
    refused(nia.cli("channel", "new", "mine", "tenants:members", check=False), 77, "E_NOT_ALLOWED", "a channel made by a member")
    refused(ana.cli("channel", "show", "spies", check=False), 2, "E_NOT_FOUND", "a channel that is not there")


def say_unchecked(profile, channel, text):
    return profile.cli("send", channel, typed=text + "\n", check=False)


if __name__ == "__main__":
    with Stage() as stage:
        body(stage)
