#!/usr/bin/env python3
"""The story that scripts/demo tells: five organizations, ten delegates' laptops, three members', two relays, from roster files
through a drill to a call that anybody can verify, on real processes over loopback. Every step is checked; the first that
does not hold ends the story with exit 1."""
import sys
import time

import _coalition
from _coalition import ORGS, Coalition, Failed, pause
from _stage import PASSPHRASE, Stage

WIDTH = 78
BEGUN = time.monotonic()
CHAPTERS = 0


def chapter(title):
    global CHAPTERS
    CHAPTERS += 1
    print(f"\n{CHAPTERS}. {title}  [{time.monotonic() - BEGUN:.0f} s]", flush=True)


def say(text):
    line = "  "
    for word in text.split():
        if len(line) + len(word) + 1 > WIDTH:
            print(line, flush=True)
            line = "  "
        line += (" " if line.strip() else " ") + word
    print(line, flush=True)


def screen(profile, *words, passphrase=False, typed="", code=0):
    """Shows a command and what a person sees, and checks its exit code."""
    print(f"\n    {profile.name}$ tocsin {' '.join(words)}")
    answer = (profile.act if passphrase else profile.cli)(*words, typed=typed, as_json=False, check=False)
    for line in (answer.out + answer.err).rstrip().splitlines():
        print(f"    {line}")
    print(flush=True)
    check(answer.code == code, f"tocsin {words[0]} ended with {answer.code}, not {code}")
    return answer


def check(holds, what):
    if not holds:
        raise Failed(what)


def found(stage):
    c = Coalition(stage, say)
    chapter("Two relays, ten laptops")
    say("Volunteers start two relays on rented boxes; each sets itself up. Ten delegates of five organizations make keys on their "
        "own laptops, each with a passphrase that never leaves the laptop.")
    c.start_relays()
    for slug in ORGS:
        for handle in ORGS[slug][1]:
            c.make_profile(handle)
    screen(c.people["ana"], "status")
    chapter("Five organizations, one charter")
    say("Each organization's two delegates sign its manifest. The five manifest cards go into one charter: who belongs, and which "
        "rule decides what. All ten read it, type its six words and sign. Nothing of this needs a network: files go round.")
    c.found_coalition(c.found_orgs())
    screen(c.people["chi"], "charter", "show")
    chapter("Three members join by invite")
    say("An invite is handed over in person. The newcomer reads out six words, the delegate types them.")
    for handle in _coalition.MEMBERS:
        c.join_member(handle)
    screen(c.people["ana"], "who", "org")
    return c


def own_channels(c):
    chapter("A channel of their own, and one list on two laptops")
    ana, bo = c.delegates("drivers")
    gil = c.delegates("tenants")[0]
    screen(ana, "channel", "new", "tours", "drivers:delegates", "tenants:delegates")
    gil.wait(lambda: any(row.get("name") == "tours" for row in gil.cli("channel", "list").rows()), "the new channel")
    gil.cli("send", "tours", typed="we lend you the bus\n")
    ana.wait(lambda: "the bus" in ana.cli("read", "tours").out, "a message in it")
    check(c.people["chi"].cli("read", "tours", check=False).code == 2, "who is not in it must not learn that it exists")
    say("Nobody else learns that it exists. The drivers' two delegates now share their list of workers, each by an own step, so that "
        "one lost laptop is not a lost list.")
    ana.cli("channel", "new", "list", "drivers:delegates")
    bo.wait(lambda: any(row.get("name") == "list" for row in bo.cli("channel", "list").rows()), "the channel of the list")
    bo.act("roster", "share", "list")
    screen(ana, "roster", "share", "list", passphrase=True)
    bo.wait(lambda: counts(bo) == counts(ana), "the list on the other laptop")


def counts(profile):
    """Assessments stay with whose they are, so these are left out."""
    return [(row["cell"], row["eligible"], row["pledged"]) for row in profile.cli("roster", "show").rows() if row["kind"] == "cell"]


def prepare(c):
    chapter("Rosters, pledges, tests: names stay at home")
    rows = c.rosters()
    check(rows >= 400, f"{rows} roster rows")
    say(f"{rows} fictional workers in five rosters; most have pledged, two structure tests were held. A report publishes rounded "
        "counts, signed by two delegates of the organization. No name is in it.")
    c.reports()
    chi = c.people["chi"]
    chi.wait(lambda: sum(1 for r in chi.cli("chart").rows() if r.get("kind") == "chart" and r.get("eligible")) >= 2, "the reports")
    screen(chi, "chart")
    chapter("They talk")
    said = "the tarnwater depot meets at six"
    c.people["ana"].cli("send", "assembly", "--wait", "stored", "--timeout", "30s", typed=said + "\n")
    c.people["chi"].cli("send", "org", typed="plumbers only: bring the keys\n")
    jo, lee, mia = c.people["jo"], c.people["lee"], c.people["mia"]
    jo.wait(lambda: said in jo.cli("read", "assembly").out, "the message reaches another organization")
    lee.wait(lambda: "bring the keys" in lee.cli("read", "org").out, "the message reaches a member")
    check("bring the keys" not in mia.cli("read", "org").out, "another organization must not read it")
    screen(jo, "read", "assembly")
    own_channels(c)
    chapter("A drill")
    say("The same screens and words, marked EXERCISE. Nobody is called; the stoppage rule asks for a recent drill.")
    drill = c.drill()
    screen(c.people["ana"], "drill", "report", drill)
    return drill


def decide(c):
    chapter("A proposal, and what is missing")
    proposal = c.propose()
    ana = c.people["ana"]
    c.sign(proposal, ["drivers"])
    early = c.draft_call(60, check=False)
    check(early.code == 3, "a call before the mandate must be refused")
    screen(ana, "status", proposal)
    say("NOT MET: one organization is not enough, whatever its size. A call drafted now is refused with exit code 3.")
    chapter("One relay dies, one laptop is killed")
    say("The first relay is killed. So is gil's laptop, in the middle of things, with kill -9; then it comes back.")
    c.relays[0].kill()
    gil = c.people["gil"]
    gil.kill()
    gil.start()
    check(gil.cli("unlock", typed="", check=False, as_json=True).code != 0, "a locked store must stay locked without passphrase")
    gil.act("unlock")
    chapter("Sign-offs until the rule holds")
    c.sign(proposal, ["plumbers", "choir", "tenants"])
    c.wait_state(ana, proposal, "proposal", "MANDATED")
    screen(ana, "status", proposal)
    say("The rule holds: there is a mandate. Now a waiting time runs in which anybody can still object (five seconds in this "
        "rehearsal, three days in earnest).")
    pause(5)
    return proposal


def call(c):
    chapter("The call")
    ana, kim = c.people["ana"], c.people["kim"]
    check(c.draft_call(60).code == 0, "the call is drafted after the hold")
    review = screen(ana, "review", c.call)
    check("REHEARSAL" in review.out, "a rehearsal says so on every screen")
    say("Each called organization gives its own consent (join) in the same signature; the others only agree to the call.")
    c.sign_call(["drivers", "plumbers", "choir"])
    for profile in (ana, c.people["jo"], kim, c.people["mia"]):
        c.wait_state(profile, c.call, "call", "CALLED")
    say("The certificate stands on every laptop, also on members', and says to each what it means for them:")
    screen(kim, "status", c.call)
    screen(c.people["mia"], "status", c.call)
    chapter("Proof that needs nobody")
    certificate = c.stage.file("call.cert")
    ana.cli("export", c.call, "-o", str(certificate))
    empty = c.stage.root / "empty"
    empty.mkdir()
    outsider = c.outsider(empty)
    for name in ("call.cert", "north-river.charter"):
        (empty / name).write_bytes((c.stage.root / "files" / name).read_bytes())
    answer = screen(outsider, "verify", "call.cert", "--charter", "north-river.charter")
    check("VALID" in answer.out, "the certificate is valid in an empty directory")
    screen(outsider, "verify", "call.cert", "--charter", "north-river.charter", "--live", code=5)
    data = bytearray((empty / "call.cert").read_bytes())
    data[len(data) // 2] ^= 1
    (empty / "forged.cert").write_bytes(data)
    check(outsider.cli("verify", "forged.cert", "--charter", "north-river.charter", check=False).code == 5, "a flipped bit is seen")
    say("With one bit changed it is INVALID, exit code 5. As a live call it is refused: a rehearsal can never become one.")


def finish(c):
    chapter("It begins, and it ends")
    ana = c.people["ana"]
    for slug in ("drivers", "plumbers"):
        c.delegates(slug)[0].cli("ack", c.call, "cascaded", "--reached", "34", "--of", "36")
    ana.wait(lambda: sum(1 for r in ana.cli("acks", c.call).rows() if r.get("received")) == 5, "acks of all five")
    screen(ana, "acks", c.call)
    c.wait_state(ana, c.call, "call", "IN_EFFECT")
    say("The hour has come; it is in effect. Two organizations that were called settle and end it for all called.")
    end = c.end_call()
    for profile in (ana, c.people["kim"]):
        c.wait_state(profile, c.call, "call", "ENDED")
    screen(ana, "status", c.call)
    c.people["kim"].cli("import", str(c.stage.file("call.cert")), check=False)
    check(c.state(c.people["kim"], c.call, "call") == "ENDED", "an ended call stays ended when its certificate comes again")
    say("The old certificate, brought again by a stick, changes nothing: ended stays ended.")
    return end


def main():
    print("TOCSIN: a rehearsal, told by the program itself. All people and organizations are made up.")
    with Stage() as stage:
        try:
            c = found(stage)
            prepare(c)
            decide(c)
            call(c)
            finish(c)
        except Failed as failure:
            print(f"\nThe story broke: {failure}", file=sys.stderr)
            return 1
        logs = "".join(path.read_text() for path in (stage.root / "logs").iterdir())
        check(not any(name in logs for name in ("tarnwater", "Ashdown", "ana ")), "a log told a name or a text")
    print(f"\nEvery step was checked. {time.monotonic() - BEGUN:.0f} s, everything stopped and removed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
