#!/usr/bin/env python3
"""A second laptop of the same person, on real daemons: a delegate brings her own, a steward brings a member's whose voice he knows.
One person stays one voice, one laptop goes without the other, and a freeze shuts out the person with all of them."""
from _coalition import last_three, pause
from _stage import Profile, Stage
from _steps import SmallCoalition, approvals, check, found, refused, start_relay
from negatives import armoured, expired, opened

ORGS = {"millers": {"ana": ["ana"], "bo": ["bo"]}, "choir": {"chi": ["chi"], "dee": ["dee"]}}


def link_by(steward, *person):
    return steward.act("device-link", "new", *person).row("device_link")["text"]


def uses(laptop, text, **options):
    return laptop.act("device-link", "use", typed=text + "\n", **options)


def asks(c, steward, laptop, text):
    """The laptop's words, once its request has reached the steward."""
    since = steward.cli("status").row("self")["cursor"]
    told = uses(laptop, text).row("accepted")
    steward.watch(lambda e: e.get("event") == "join.asked", "the laptop's request", since)
    return told


def admit(steward, words, **options):
    return steward.act("admit", typed=words + "\n", **options)


def laptop(c, name):
    """Named by whoever unpacked it; whose it is, the link says."""
    return c.new_person(name, "new laptop")


def devices_of(profile, person, *verb):
    rows = profile.cli(*(verb or ("roll", "list"))).rows()
    return sorted(row["device"] for row in rows if row["kind"] == "member" and row["person"] == person)


def sign(c, profiles, subject):
    for p in profiles:
        shown = c.review(p, subject)
        p.act("confirm", subject, "--approve", typed=f'{last_three(shown["words"])}\n{shown["org"]} {shown["action"]}\n')


def texts_of_both_kinds(c, ana, new):
    link, invite = link_by(ana), ana.act("invite").row("invite")["text"]
    check(link.startswith("TOCSIN-DEVICE-1:") and invite.startswith("TOCSIN-INVITE-1:"), "a device link and an invite begin differently")
    swapped = new.cli("accept", typed=link + "\n", passphrase=None, check=False)
    refused(swapped, 77, "E_NOT_ALLOWED", "a device link given to accept")
    check("device-link use" in swapped.out + swapped.err, "and the answer names its own verb")
    swapped = uses(new, invite, check=False)
    refused(swapped, 77, "E_NOT_ALLOWED", "an invite given to device-link use")
    check("tocsin accept" in swapped.out + swapped.err, "and the answer names its own verb")
    refused(uses(new, armoured("TOCSIN-DEVICE-1:", opened(invite)[1]), check=False), 5, "E_DECODE", "an invite dressed up as a device link")
    dressed = new.cli("accept", typed=armoured("TOCSIN-INVITE-1:", opened(link)[1]) + "\n", check=False)
    refused(dressed, 5, "E_DECODE", "a device link dressed up as an invite")
    refused(uses(new, expired(link), check=False), 5, "E_EXPIRED", "a device link whose time is over")
    refused(new.cli("device-link", "use", link, check=False), 2, "", "a device link as an argument")
    refused(ana.cli("device-link", "new", passphrase="wrong wrong wrong", check=False), 77, "E_PASSPHRASE",
            "a device link without the passphrase")
    for row in ana.cli("invite", "list").rows():
        ana.cli("invite", "cancel", row["tag"])


def who_may(c, ana, kim):
    told = kim.act("device-link", "new", check=False)
    refused(told, 77, "E_DELEGATE", "a plain member lets no laptop in, not even the own one")
    check("device-link new kim" in told.out + told.err, "and is told what to ask a steward for")
    refused(ana.act("device-link", "new", "nobody", check=False), 2, "E_NOT_FOUND", "a second laptop of nobody")


def a_delegate_brings_her_own(c, ana, ana2):
    told = asks(c, ana, ana2, link_by(ana))
    check(told["second_device_of"] == "ana", "the new laptop says whose it is")
    refused(admit(ana, " ".join(reversed(told["words"].split())), check=False), 2, "E_WORDS", "wrong words")
    done = admit(ana, told["words"]).row("admitted")
    check(done["person"] == "ana" and done["signs_by_manifest"], "the right ones admit it, and say that a manifest lets it sign")
    ana2.wait(lambda: c.has_keys(ana2, 1), "the welcome")
    own = ana2.cli("status").row("self")
    check(own["handle"] == "ana" and not own["is_delegate"], "it is ana's, and signs nothing yet")
    check(len(devices_of(ana, "ana")) == 2, "the roll has two laptops of ana")
    screen = ana.cli("roll", "list", as_json=False).out
    check("further laptop" in screen, "and says so on the screen")
    ana2.cli("send", "org", typed="from the second laptop\n")
    for p in (ana, c.people["bo"]):
        p.wait(lambda p=p: "from the second laptop" in p.cli("read", "org").out, "the message")
    check(True, "what it writes is read under her name")


def a_manifest_lets_it_sign(c, ana, bo, ana2):
    ids = {person: ", ".join(f'"{device[:16]}"' for device in devices_of(ana, person)) for person in ("ana", "bo")}
    people = ", ".join('{ handle = "%s", devices = [%s] }' % (h, ids[h]) for h in ("ana", "bo"))
    toml = c.file("manifest2.toml", f'name = "Millers Local"\nk = 2\nlife = "90d"\ndelegates = [{people}]\n')
    manifest = ana.cli("draft", "manifest", str(toml)).row("draft")["id"]
    sign(c, [ana, bo], manifest)
    check(c.state(ana, manifest, "manifest") == "DRAFT", "both delegates approve; the laptop itself has not signed yet")
    sign(c, [ana2], manifest)
    for name in ("ana", "bo", "chi", "ana2"):
        p = c.people[name]
        p.wait(lambda p=p: c.state(p, manifest, "manifest") == "IN_FORCE", "the manifest is in force")
    ana2.wait(lambda: c.has_keys(ana2, 2), "the assembly's keys")
    check(ana2.cli("status").row("self")["is_delegate"], "with its own signature the second laptop is a delegate's")


def two_laptops_are_one_voice(c, ana, bo, ana2):
    proposal = c.rally_proposal()
    sign(c, [ana, ana2], proposal)
    bo.wait(lambda: approvals(bo, proposal).get("millers") == 1, "ana's approval")
    both = bo.cli("show", proposal, check=False)
    check(both.code == 0 and approvals(ana2, proposal) == {"millers": 1}, "who approves from two laptops is counted once")
    check(c.state(bo, proposal, "proposal") == "DRAFT", "so her organization's two have not approved")
    sign(c, [bo], proposal)
    bo.wait(lambda: approvals(bo, proposal) == {"millers": 2}, "two persons")
    check(c.state(bo, proposal, "proposal") != "DRAFT", "a second person makes two")


def a_steward_brings_a_members(c, bo, kim, kim2):
    told = asks(c, bo, kim2, link_by(bo, "kim"))
    done = admit(bo, told["words"]).row("admitted")
    check(done["person"] == "kim" and not done["signs_by_manifest"], "a member's second laptop is in with the steward's word alone")
    kim2.wait(lambda: c.has_keys(kim2, 1), "the welcome")
    refused(bo.act("roll", "remove", "kim", check=False), 2, "E_CONFLICT", "a removal that could mean either laptop")
    lost = kim2.cli("status").row("self")["device"]
    bo.act("roll", "remove", lost[:16])
    kept = kim.cli("status").row("self")["device"]
    for p in (bo, kim):
        p.wait(lambda p=p: devices_of(p, "kim", "who", "org") == [kept], "one laptop of kim")
    kim.cli("send", "org", typed="the other laptop is gone\n")
    bo.wait(lambda: "the other laptop is gone" in bo.cli("read", "org").out, "kim's message")
    pause(3)
    check("the other laptop is gone" not in kim2.cli("read", "org").out, "the removed laptop reads nothing further, the other one does")


def strangers(c, bo, kim):
    """Neither words of somebody else nor a name gets a stranger in."""
    lou = laptop(c, "lou")
    told = asks(c, bo, lou, link_by(bo, "kim"))
    for _ in range(3):
        refused(admit(bo, " ".join(reversed(told["words"].split())), check=False), 2, "E_WORDS", "wrong words at admit")
    refused(admit(bo, told["words"], check=False), 75, "E_NOT_FOUND", "after three of them the right ones come too late")

    thief, text = laptop(c, "thief"), link_by(bo, "kim")
    asks(c, bo, lou, text)
    stolen = uses(thief, text).row("accepted")["words"]
    pause(3)
    refused(admit(bo, stolen, check=False), 2, "E_WORDS", "a device link that another laptop has used")

    eve, since = c.new_person("eve", "kim"), bo.cli("status").row("self")["cursor"]
    words = eve.cli("accept", typed=bo.act("invite").row("invite")["text"] + "\n").row("accepted")["words"]
    bo.watch(lambda e: e.get("event") == "join.asked", "the stranger's request", since)
    refused(admit(bo, words, check=False), 2, "E_CONFLICT", "a newcomer under a name that somebody has")
    check(devices_of(bo, "kim") == [kim.cli("status").row("self")["device"]], "kim has the one laptop as before")
    check(not any(c.has_keys(p, 1) for p in (lou, thief, eve)), "no stranger has a key")


def a_freeze_takes_them_all(c, ana, bo, ana3):
    told = asks(c, ana, ana3, link_by(ana))
    admit(ana, told["words"])
    ana3.wait(lambda: c.has_keys(ana3, 1), "the welcome")
    bo.wait(lambda: len(devices_of(bo, "ana", "who", "org")) == 3, "three laptops of ana")
    bo.act("freeze", "ana")
    for channel in ("org", "assembly"):
        check(devices_of(bo, "ana", "who", channel) == [], f"a freeze takes every laptop of hers out of {channel}")
    refused(bo.act("device-link", "new", "ana", check=False), 4, "E_FROZEN", "and no further one comes in")


def body(stage):
    c = SmallCoalition(stage, "Mill Street", ORGS)
    start_relay(c, "relay-1")
    for devices in ORGS.values():
        for names in devices.values():
            for name in names:
                c.new_person(name)
    found(c)
    kim = c.join("millers", "kim") and c.people["kim"]
    ana, bo = c.people["ana"], c.people["bo"]
    ana2 = laptop(c, "ana2")
    texts_of_both_kinds(c, ana, ana2)
    who_may(c, ana, kim)
    a_delegate_brings_her_own(c, ana, ana2)
    a_manifest_lets_it_sign(c, ana, bo, ana2)
    two_laptops_are_one_voice(c, ana, bo, ana2)
    a_steward_brings_a_members(c, bo, kim, laptop(c, "kim2"))
    strangers(c, bo, kim)
    a_freeze_takes_them_all(c, ana, bo, laptop(c, "ana3"))


if __name__ == "__main__":
    with Stage() as stage:
        body(stage)
