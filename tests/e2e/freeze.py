#!/usr/bin/env python3
"""A delegate's laptop is stolen between mandate and call. One colleague freezes it: it reads nothing new and signs nothing, the call
is made without it and its certificate verifies, and the thaw of two others brings it back. A relay is dropped, a member removed."""
from _coalition import last_three, pause
from _stage import PASSPHRASE, Stage
from _steps import Papers, SmallCoalition, check, found, refused, start_relay

ORGS = {"plumbers": {"ana": ["ana"], "bo": ["bo"], "cal": ["cal"]}, "tenants": {"dee": ["dee"], "eli": ["eli"]},
        "readers": {"fay": ["fay"]}}


class TwoSign(SmallCoalition):
    signers = 2


def says(profile, channel, text):
    profile.cli("send", channel, typed=text + "\n")


def hears(profile, channel, text):
    profile.wait(lambda: text in profile.cli("read", channel).out, f"'{text}'")


def in_assembly(profile):
    return {row["person"] for row in profile.cli("who", "assembly").rows() if row.get("kind") == "member"}


def envelopes(profile):
    return profile.cli("status").row("mesh")["envelopes"]


def live(profile, verb, subject, extra=()):
    """Review, then the act with words, organization and action."""
    profile.wait(lambda: profile.cli("show", subject, check=False).code == 0, f"{subject[:8]} arrives")
    shown = profile.cli("review", subject).row("review")
    typed = f'{last_three(shown["words"])}\n{shown["org"]} {shown["action"]}\n'
    return profile.act(verb, subject, *extra, typed=typed)


def body(stage):
    c = TwoSign(stage, "Three Together", ORGS)
    relay = start_relay(c, "relay")
    for people in ORGS.values():
        for name in people:
            c.new_person(name)
    found(c)
    ana, bo, cal, dee, eli, fay = (c.people[name] for name in ("ana", "bo", "cal", "dee", "eli", "fay"))
    c.join("plumbers", "gus")
    gus = c.people["gus"]
    # With his first word come his prekeys, to which the next epoch's seed is sealed; who has none there is left out.
    says(gus, "org", "gus is with us")
    for p in (ana, bo, cal):
        hears(p, "org", "gus is with us")

    c.rally_proposal()
    Papers(c, [(c.proposal, "decision", [ana, bo, cal, dee, eli])]).confirm_all(PASSPHRASE)
    for p in (ana, cal, dee, bo):
        c.wait_state(p, c.proposal, "proposal", "MANDATED")
    check(in_assembly(dee) == {"ana", "bo", "cal", "dee", "eli", "fay"}, "all sign a proposal: there is a mandate")

    freeze = ana.act("freeze", "bo").row("freeze")
    check(freeze["state"] == "STANDS" and freeze["person"] == "bo", "ana freezes bo's laptop: no review, only her passphrase")
    for p in (ana, cal, dee, eli, fay):
        p.wait(lambda p=p: "bo" not in in_assembly(p), "bo is out of the assembly")
    bo.wait(lambda: any(row.get("kind") == "freeze" for row in bo.cli("status").rows()), "bo's own laptop tells")
    says(dee, "assembly", "the keys of the hall are with me")
    for p in (ana, cal, eli, fay):
        hears(p, "assembly", "the keys of the hall are with me")
    says(cal, "org", "bo's laptop is gone")
    for p in (ana, gus):
        hears(p, "org", "bo's laptop is gone")
    count = max(envelopes(p) for p in (ana, gus))
    bo.wait(lambda: envelopes(bo) >= count, "bo's laptop holds all that the others hold")
    read = bo.cli("read", "assembly").out + bo.cli("read", "org", check=False).out
    check("keys of the hall" not in read and "laptop is gone" not in read,
          "it fetches every envelope and reads neither what the assembly nor what its organization says now")

    check(all(c.state(p, c.proposal, "proposal") == "MANDATED" for p in (ana, cal, dee)), "ana and cal carry the mandate alone")
    pause(2)
    c.rally_call(600)
    papers = Papers(c, [(c.call, "decision", [ana, cal, dee, eli])])
    for p in (ana, dee, eli):
        papers.confirm(p, c.call, passphrase=PASSPHRASE)
    check(c.state(dee, c.call, "call") == "OPEN", "one of two is not enough to join")
    refused(bo.act("freeze", "nobody", check=False), 2, "E_NOT_FOUND", "the frozen laptop may still freeze, if it names somebody")
    refused(bo.cli("drill", "run", check=False), 4, "E_FROZEN", "but it signs nothing that would count")
    papers.confirm(cal, c.call, passphrase=PASSPHRASE)
    for p in (ana, cal, dee, eli):
        c.wait_state(p, c.call, "call", "CALLED")
    proof = stage.file("call.cert")
    dee.cli("export", c.call, "-o", str(proof))
    verified = dee.cli("verify", str(proof), "--charter", str(c.charter)).row("verified")
    check(verified["outcome"] == "VALID", "the call is made without bo, and its certificate is valid for anybody")
    gus.wait(lambda: c.state(gus, c.call, "call") == "CALLED", "members hear of it")

    thaw = live(cal, "thaw", freeze["id"]).row("signed")
    check((thaw["have"], thaw["need"]) == (1, 2), "cal asks for the thaw: one of two")
    check("bo" not in in_assembly(dee), "which is not enough")
    live(ana, "confirm", thaw["id"], ("--approve",))
    for p in (ana, cal, dee, eli, fay):
        p.wait(lambda p=p: "bo" in in_assembly(p), "bo is in the assembly again")
    says(dee, "assembly", "welcome back")
    hears(bo, "assembly", "welcome back")
    check("keys of the hall" not in bo.cli("read", "assembly").out,
          "two others thaw bo, who reads again, and not what was said meanwhile")
    says(bo, "assembly", "it was in the tram")
    hears(fay, "assembly", "it was in the tram")

    check("gus" in ana.act("roll", "remove", "gus").row("removed")["person"], "a member's device is removed")
    cal.wait(lambda: "gus" not in {row.get("person") for row in cal.cli("roll", "list").rows()}, "cal's roll has no gus")
    dropped = ana.act("relay", "drop", "box1").row("relay_dropped")
    check(dropped["label"] == "box1", "and the relay is dropped")
    dee.wait(lambda: not any(row.get("label") == "box1" for row in dee.cli("relay", "list").rows()), "dee's list has no box1")
    check(not [row for row in dee.cli("evidence").rows() if row.get("kind") == "evidence"], "no honest laptop left evidence")


if __name__ == "__main__":
    with Stage() as the_stage:
        body(the_stage)
