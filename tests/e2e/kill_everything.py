#!/usr/bin/env python3
"""After the mandate every daemon is killed (kill -9, relays too). They start again, people unlock, and the story goes on to the
certified call: nothing that a command acknowledged is lost, on no laptop."""
import json

from _coalition import ORGS, Coalition, pause
from _stage import PASSPHRASE, Stage
from _steps import Papers, approvals, check, refused, start_relay

STORED = "stored elsewhere before the power went"
UNSENT = "typed in the very second before"
INSIDE = "drivers only, before the power went"


def found(stage):
    c = Coalition(stage)
    for i in (1, 2):
        start_relay(c, f"relay-{i}")
    for slug in ORGS:
        for handle in ORGS[slug][1]:
            c.make_profile(handle)
    c.found_coalition(c.found_orgs())
    c.join_member("kim")
    return c


def reach_mandate(c):
    """Reports, a drill that was answered, a proposal with its mandate."""
    ana = c.people["ana"]
    c.rosters()
    reports = {s: c.people[ORGS[s][1][0]].cli("draft", "report").row("draft")["id"] for s in ORGS if ORGS[s][2]}
    practice = ana.cli("drill", "run", "--action", "stoppage").row("draft")["id"]
    two = c.delegates("drivers") + c.delegates("plumbers")
    Papers(c, [(reports[s], "report", c.delegates(s)) for s in reports] + [(practice, "proposal", two)]).confirm_all(PASSPHRASE)
    c.wait_state(ana, practice, "proposal", "MANDATED")
    drill = ana.cli("drill", "run", practice).row("draft")["id"]
    proposal = c.propose()
    four = two + c.delegates("choir") + c.delegates("tenants")
    Papers(c, [(drill, "call", two), (proposal, "proposal", four)]).confirm_all(PASSPHRASE)
    for slug in ORGS:
        p = c.delegates(slug)[0]
        c.wait_state(p, drill, "call", "CALLED")
        p.cli("ack", drill, "reviewed")
    c.wait_state(ana, proposal, "proposal", "MANDATED")
    pause(6)  # the hold of the rehearsal charter
    return proposal


def kill_all(c):
    processes = [p.daemon for p in c.people.values()] + [r.daemon for r in c.relays]
    for process in processes:
        process.kill()
    for process in processes:
        process.wait()
    return len(processes)


def start_all(c):
    for p in c.relays + list(c.people.values()):
        p.start()
    locked = [p.cli("status", check=False).row("daemon")["state"] for p in c.people.values()]
    check(locked == ["locked"] * len(locked), "every laptop starts locked; the relays open themselves")
    for p in c.people.values():
        p.cli("unlock", passphrase=PASSPHRASE)


def pledged(profile):
    return profile.cli("roster", "show").rows()


def body(c):
    ana, bo, chi, kim = (c.people[h] for h in ("ana", "bo", "chi", "kim"))
    reach_mandate(c)
    check(c.draft_call(90).code == 0, "after the mandate and its hold a call is drafted")
    papers = Papers(c, [(c.call, "call", [ana, chi])])
    ana.cli("send", "assembly", "--wait", "stored", "--timeout", "30s", typed=STORED + "\n")
    papers.confirm_all(PASSPHRASE)
    pledges = [{"worker": f"drivers-transport-metro-{i:03d}", "ask": "stop_work", "text_id": "risk-1", "card_ref": f"late-{i}"}
               for i in range(6, 60, 7)]
    ana.cli("pledge", "record", "--lines", typed="".join(json.dumps(line) + "\n" for line in pledges))
    roster = pledged(ana)
    bo.cli("send", "org", typed=INSIDE + "\n")
    chi.cli("send", "assembly", typed=UNSENT + "\n")
    count = kill_all(c)
    check(count == 13, "13 daemons ended by kill -9, two of them relays, right behind the last acknowledgement")

    start_all(c)
    check(pledged(ana) == roster, "the pledges recorded just before are on the laptop that took them")
    check(STORED in ana.cli("read", "assembly").out, "the sender still has the message that was stored elsewhere")
    check(UNSENT in chi.cli("read", "assembly").out, "the sender still has the message that nobody had acknowledged")
    check(INSIDE in bo.cli("read", "org").out, "and the one in its own organization")
    for p in c.all_delegates():
        p.wait(lambda p=p: all(text in p.cli("read", "assembly").out for text in (STORED, UNSENT)), "both messages")
    check(True, "both messages reach all ten delegates")
    kim.wait(lambda: INSIDE in kim.cli("read", "org").out, "the organization's message")
    check(True, "the organization's message reaches its member")

    for p in c.all_delegates():
        p.wait(lambda p=p: approvals(p, c.call) == {"drivers": 1, "plumbers": 1}, "both sign-offs")
    check(True, "the two sign-offs given just before are known to all ten delegates")
    Papers(c, [(c.call, "call", [bo, c.people["dee"]] + c.delegates("choir"))]).confirm_all(PASSPHRASE)
    for p in c.all_delegates() + [kim]:
        c.wait_state(p, c.call, "call", "CALLED")
    check(True, "the call is certified on every delegate's laptop and on a member's")
    certificate, charter = c.stage.file("certificate"), c.stage.file("north-river.charter")
    bo.cli("export", c.call, "-o", str(certificate))
    verified = kim.cli("verify", str(certificate), "--charter", str(charter)).row("verified")
    check(verified["outcome"] == "VALID", "the certificate is valid by the charter alone")
    refused(kim.cli("export", c.call, "-o", str(certificate), check=False), 3, "E_MISSING",
            "a member's laptop, which was sent no readiness reports, writes no certificate that would prove nothing")


if __name__ == "__main__":
    with Stage() as stage:
        body(found(stage))
