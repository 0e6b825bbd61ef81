#!/usr/bin/env python3
"""From a proposal to a certificate without a link: six laptops that never reach each other, and files that are carried between
them. No relay is started, no peer is added, nobody listens."""
from _coalition import last_three, pause
from _stage import Stage
from _steps import SmallCoalition, check, found

ORGS = {"millers": {"ana": ["ana"], "bo": ["bo"]}, "choir": {"chi": ["chi"], "dee": ["dee"]}, "bakers": {"eli": ["eli"], "fay": ["fay"]}}
FIRST = "ana"


def carry(c, subject, reader, writer):
    """One laptop writes what it knows of the object, another takes it in."""
    path = c.file(f"stick/{subject[:8]}.{writer}.{reader}")
    path.parent.mkdir(parents=True, exist_ok=True)
    c.people[writer].cli("export", subject, "--draft", "-o", str(path))
    c.people[reader].cli("import", str(path))


def sign_by_stick(c, subject, join=()):
    """The first laptop's file goes to each, who reads, signs, and gives it back."""
    for name, p in c.people.items():
        if name != FIRST:
            carry(c, subject, name, FIRST)
        shown = p.cli("review", subject).row("review")
        typed = f'{last_three(shown["words"])}\n{shown["org"]} {shown["action"]}\n'
        extra = ("--join",) if shown.get("is_target") and join else ()
        p.act("confirm", subject, "--approve", *extra, typed=typed)
        if name != FIRST:
            carry(c, subject, FIRST, name)


def body(stage):
    c = SmallCoalition(stage, "Mill Street", ORGS)
    for devices in ORGS.values():
        for names in devices.values():
            for name in names:
                c.new_person(name)
    found(c)
    check(c.charter.exists(), "six laptops found a coalition by files alone")
    first = c.people[FIRST]
    proposal = c.rally_proposal()
    check(c.people["chi"].cli("status", proposal, check=False).code != 0, "what one laptop drafts, no other hears of")
    sign_by_stick(c, proposal)
    check(c.state(first, proposal, "proposal") == "MANDATED", "signed by stick, the proposal has its mandate")
    for name in c.people:
        if name != FIRST:
            carry(c, proposal, name, FIRST)
            check(c.state(c.people[name], proposal, "proposal") == "MANDATED", f"and {name} counts the same")
    pause(3)  # the hold, on every laptop's own clock
    c.rally_call(45)
    sign_by_stick(c, c.call, join=True)
    certificate = c.file("call.cert")
    first.cli("export", c.call, "-o", str(certificate))
    for name, p in c.people.items():
        if name != FIRST:
            p.cli("import", str(certificate))
        check(c.state(p, c.call, "call") in ("CALLED", "IN_EFFECT"), f"{name} holds the certificate")
    verified = c.people["fay"].cli("verify", str(certificate), "--charter", str(c.charter)).row("verified")
    check(verified["outcome"] == "VALID", "and it is proved by the first charter, without a network")
    roads = [row for p in c.people.values() for way in ("peer", "relay") for row in p.cli(way, "list").rows()]
    check(not roads, "no laptop knows a relay or a peer to this hour")


if __name__ == "__main__":
    with Stage() as stage:
        body(stage)
