#!/usr/bin/env python3
"""The whole life of a plan on real daemons: five organizations found, a sixth enters by amendment, one wave is called, narrowed,
paused and goes on by itself; a second wave is called while a stolen laptop is frozen; both end by a vote that nobody answers; the
debriefs are told, and the names are destroyed. Every screen on the way is compared with tests/e2e/golden.
--write keeps this run's screens instead, --narrate tells the story (scripts/demo --long)."""
import shutil
import sys
import time

import _rehearsal
from _coalition import CHECKLISTS, pause, stamp
from _demo import say
from _rehearsal import BREAD, CAST, GUESTS, METRO, VALLEY, WATER, Rehearsal
from _rehearsal_screens import Screens
from _stage import Failed, Stage
from _steps import found, start_relay

BEGUN = time.monotonic()
EVERYBODY = [name for people in CAST.values() for name in people]


class Telling:
    """What is told: chapters always, their words and screens only to who asked for the story."""

    def __init__(self, is_narrated):
        self.is_narrated, self.chapters = is_narrated, 0

    def chapter(self, title, text=""):
        self.chapters += 1
        print(f"{self.chapters:2}. {title}  [{time.monotonic() - BEGUN:.0f} s]", flush=True)
        if self.is_narrated and text:
            say(text)

    def show(self, text):
        if self.is_narrated:
            print("\n" + "".join(f"    {line}\n" for line in text.splitlines()), flush=True)


def check(holds, what):
    if not holds:
        raise Failed(f"not so: {what}")


def call_row(profile, call):
    return profile.cli("status", call).row("call")


def founding(c, tell, screens):
    tell.chapter("Five organizations found a coalition",
                 "Ten delegates make keys on ten laptops. Each organization signs who speaks for it, and all sign one charter: who "
                 "belongs, and which rule decides what. Nothing of this needs a network.")
    start_relay(c, "relay-1")
    for name in EVERYBODY:
        c.new_person(name)
    begun = time.monotonic()
    found(c)
    c.pace = (time.monotonic() - begun) / 40  # ten people review and confirm two papers each
    ana = c.people["ana"]
    screens.take(ana, "charter-lint", "charter", "lint", "files/coalition/charter.toml")
    screens.take(ana, "charter", "charter", "show")
    screens.take(ana, "manifest", "manifest", "show", "drivers")
    screens.take(ana, "roll", "roll", "list")
    screens.take(ana, "channels", "channel", "list")


def amendment(c, tell, screens):
    tell.chapter("A sixth organization enters by amendment",
                 "The nurses ask to come in. Two organizations sponsor them. They enter provisional: they know the charter and count "
                 "nowhere yet. The amendment says in words what changes, and needs its own rule.")
    words = c.guests_card()
    ana = c.people["ana"]
    toml = c.amendment_toml(10 + 40 * max(0.5, c.pace))
    screens.take(ana, "charter-diff", "charter", "diff", "files/coalition/charter2.toml")
    draft = c.file("amendment.draft")
    c.amendment = ana.cli("draft", "charter", str(toml), "-o", str(draft), typed=words + "\n").row("draft")["id"]
    c.review(c.people["chi"], c.amendment)
    c.wait_event("chi", c.nurses, "IN_FORCE")  # their manifest, by which their signers are known
    screens.take(c.people["chi"], "amendment-review", "review", c.amendment)
    copies = []
    for name in ("kim", "lee"):
        six = c.people[name].cli("review", str(draft)).row("review")["words"]
        copies.append(c.file(f"amendment.{name}"))
        c.people[name].act("confirm", str(draft), "--approve", "-o", str(copies[-1]), typed=six + "\n")
    ana.cli("merge", *map(str, copies), "-o", str(draft))
    ana.cli("import", str(draft))
    c.sign(c.amendment, ["ana", "bo", "chi", "dee", "eli", "fay"])
    c.wait_signed("ana", c.amendment, 6)
    screens.take(ana, "amendment-status", "status", c.amendment)
    c.sign(c.amendment, ["gil"])
    c.wait_event("ana", c.amendment, "COMPLETE")
    bundle = c.file("welcome.bundle")
    done = ana.act("charter", "finish", str(draft), "-o", str(bundle))
    for name in ("kim", "lee"):
        c.people[name].cli("import", str(bundle), typed=done.row("bundle_words")["words"] + "\n")


def readiness(c, tell, screens):
    tell.chapter("Names stay at home, counts are published",
                 "Three organizations keep lists of their workers, with pledges and structure tests. Two delegates of each sign a "
                 "report: rounded counts, no name.")
    rows = sum(c.ready(slug, seed) for seed, slug in enumerate(_rehearsal.CELLS))
    check(rows >= 300, f"{rows} workers on three lists")
    for slug in _rehearsal.CELLS:
        first, second = list(CAST[slug])[:2]
        report = c.people[first].cli("draft", "report").row("draft")["id"]
        if slug == "plumbers":
            screens.take(c.people[first], "roster", "roster", "show")
            screens.take(c.people[first], "report-review", "review", report)
        c.sign(report, [first, second], kind="report")
        c.wait_event("eli", report, "COMPLETE")
    eli = c.people["eli"]
    screens.take(eli, "chart", "chart")
    screens.take(eli, "calendar", "calendar")
    screens.take(c.people["chi"], "shred-status-open", "shred", "status")
    for name in ("ana", "gil", "kim"):
        c.wait_event(name, c.amendment, "IN_FORCE")
    screens.take(c.people["kim"], "charter-of-six", "charter", "show")


def drill(c, tell, screens):
    tell.chapter("A drill", "The same screens and words, marked EXERCISE. The stoppage rule asks for a recent one.")
    ivo = c.people["ivo"]
    practice = ivo.cli("drill", "run", "--action", "stoppage").row("draft")["id"]
    c.sign(practice, ["ivo", "jo", "gil"])
    c.wait_event("ivo", practice, "MANDATED")
    c.drill_call = ivo.cli("drill", "run", practice).row("draft")["id"]
    c.sign(c.drill_call, ["ivo", "jo", "gil"])
    for people in CAST.values():
        first = next(iter(people))
        c.wait_event(first, c.drill_call, "CALLED", kind="call.state")
        c.people[first].cli("ack", c.drill_call, "reviewed")
    ivo.wait(lambda: ivo.cli("drill", "report", c.drill_call).row("drill")["reached"] == 5, "all five answer")
    screens.take(ivo, "drill-report", "drill", "report", c.drill_call)


def mandate(c, tell, screens):
    tell.chapter("A proposal, and its mandate",
                 "A one-day stoppage in up to two waves, with two demands. The choir stands behind the first one only; the tenants "
                 "object. What is missing is said in words, until the rule holds.")
    proposal = c.propose()
    ana, eli, gil = (c.people[name] for name in ("ana", "eli", "gil"))
    c.review(eli, proposal)
    screens.take(eli, "proposal-review", "review", proposal)
    screens.take(eli, "words", "words", proposal)
    screens.take(eli, "rule-explain", "rule", "explain", "stoppage", "--what-if", "silent=choir")
    c.sign(proposal, ["ana", "bo", "cal", "chi", "dee"])
    c.live("gil", "confirm", proposal, "--object", typed="The footbridge first\n")
    c.wait_event("gil", proposal, "OPEN")
    c.wait_signed("gil", proposal, 5)
    screens.take(gil, "proposal-not-met", "status", proposal)
    c.sign(proposal, ["eli", "fay"], extra=("--demand", "2"))
    c.sign(proposal, ["ivo", "jo"])
    c.wait_events(EVERYBODY, proposal, "MANDATED")
    c.wait_signed("ana", proposal, 9)
    screens.take(ana, "proposal-mandated", "status", proposal)
    screens.take(ana, "matrix", "matrix", proposal)
    pause(_rehearsal.HOLD)


def wave_one(c, tell, screens):
    tell.chapter("Wave 1 is called",
                 "Three workplaces of two organizations. The called join for their own members and answer their checklists. The "
                 "others agree to the call and join nothing.")
    t0 = c.ahead(18)
    c.first = c.draft_wave("wave1", (METRO, VALLEY, WATER), t0)
    chi, eli = c.people["chi"], c.people["eli"]
    c.review(chi, c.first)
    shutil.copytree(CHECKLISTS, c.stage.file("checklists"))
    screens.take(chi, "call-review", "review", c.first, "--checklists", "files/checklists")
    c.sign(c.first, ["ana", "bo", "chi", "dee", "eli", "fay"])
    c.wait_events(EVERYBODY, c.first, "CALLED", kind="call.state")
    screens.take(chi, "call-called", "status", c.first)
    screens.take(eli, "call-not-mine", "status", c.first)
    eli.wait(lambda: all(r.get("received") == r["devices"] for r in eli.cli("acks", c.first).rows()), "every laptop has received it")
    screens.take(eli, "acks-early", "acks", c.first)
    tell.chapter("It is narrowed", "The valley is not ready and is dropped; the water works start later. Nothing is widened by that. "
                 "Who is moved answers the notice items again.")
    dropped = c.live("ana", "update", c.first, "--drop", VALLEY).row("draft")["id"]
    c.sign(dropped, ["bo"])
    later = stamp(t0 + _rehearsal.datetime.timedelta(seconds=3))
    moved = c.live("chi", "update", c.first, "--postpone", f"{WATER}={later}").row("draft")["id"]
    c.sign(moved, ["dee"])
    c.wait_event("chi", moved, "COUNTS")
    c.wait_event("chi", dropped, "COUNTS")
    screens.take(chi, "call-narrowed", "status", c.first, code=4)
    for name in ("chi", "dee"):
        p = c.people[name]
        shown = c.review(p, c.first)
        p.act("join", c.first, "--approve", *_rehearsal.join_arguments(shown)[1:], typed=c.typed(shown))
    c.wait_event("chi", c.first, "CALLED", before="HELD", kind="target.state")
    screens.take(chi, "call-joined-again", "status", c.first)
    proof = c.file("wave1.cert")
    eli.cli("export", c.first, "-o", str(proof))
    screens.take(eli, "verify", "verify", "files/coalition/wave1.cert", "--charter", "files/coalition/charter.proof")
    screens.take(eli, "page-for-the-wall", "show", "files/coalition/wave1.cert", "--print", "--charter",
                 "files/coalition/charter.proof")


def running(c, tell, screens):
    ana, eli, fay = (c.people[name] for name in ("ana", "eli", "fay"))
    tell.chapter("It begins", "The hour has come on every laptop by itself: nobody gives a signal.")
    for name in ("ana", "chi", "eli"):
        for slug_cell in ("transport/metro", "public/metro"):
            c.people[name].watch(lambda e, cell=slug_cell: e.get("id") == c.first and e.get("to") == "IN_EFFECT" and
                                 e.get("cell") == cell, f"{slug_cell} in effect")
    ana.cli("ack", c.first, "cascaded", "--reached", "34", "--of", "36")
    ana.cli("ack", c.first, "committed", "--reached", "90", "--of", "120")
    ana.wait(lambda: any(r.get("committed") for r in ana.cli("acks", c.first).rows()), "the drivers' count")
    screens.take(ana, "in-effect", "status", c.first)
    screens.take(ana, "acks", "acks", c.first)
    tell.chapter("A pause, which ends by itself", "Two organizations ask for a breather. It says until when; then it goes on, though "
                 "nobody does anything.")
    until = stamp(c.ahead(5))
    pausing = c.live("ana", "pause", c.first, "--until", until, "--reason", typed="Talks at the town hall\n").row("draft")["id"]
    c.sign(pausing, ["bo", "eli"])
    c.review(fay, pausing)
    c.wait_signed("fay", pausing, 3)
    screens.take(fay, "pause-review", "review", pausing)
    c.sign(pausing, ["fay"])
    for name in ("ana", "chi"):
        c.wait_event(name, c.first, "PAUSED", kind="call.state")
    screens.take(ana, "paused", "status", c.first)
    for name in ("ana", "chi", "eli"):
        c.wait_event(name, c.first, "IN_EFFECT", before="PAUSED", kind="call.state")
    screens.take(eli, "resumed-by-itself", "status", c.first)


def wave_two(c, tell, screens):
    tell.chapter("Wave 2 is called under the same mandate, and a laptop is stolen",
                 "The bakers and the drivers of the valley come in. In the middle of it cal's laptop is stolen, after it signed. ana "
                 "freezes it, alone and at once: cal counts nowhere now, what cal signed is one signature less, and another driver "
                 "has to sign.")
    t0 = c.ahead(14)
    c.second = c.draft_wave("wave2", (VALLEY, BREAD), t0)
    ana, bo, cal, chi = (c.people[name] for name in ("ana", "bo", "cal", "chi"))
    c.sign(c.second, ["ana", "cal", "ivo", "jo"])
    c.wait_signed("chi", c.second, 4)
    screens.take(chi, "second-wave-before-freeze", "status", c.second)
    screens.take(ana, "freeze", "freeze", "cal", "--reason", act=True, typed="Stolen on the tram\n")
    c.freeze = ana.cli("status").row("freeze")["id"]
    for p in (bo, cal, chi):
        p.wait(lambda p=p: any(row["kind"] == "freeze" for row in p.cli("status").rows()), "the freeze")
    screens.take(chi, "second-wave-frozen", "status", c.second)
    screens.take(cal, "stolen-laptop", "status", c.freeze)
    refusal = screens.take(cal, "stolen-laptop-refused", "abort", c.second, act=True, typed="some words typed\nby the thief\n", code=4)
    check("E_FROZEN" in refusal.out + refusal.err, "the stolen laptop signs nothing that counts")
    screens.take(chi, "who-is-in-the-assembly", "who", "assembly")
    c.sign(c.second, ["eli", "fay"])
    c.wait_event("eli", c.second, "OPEN")
    check(call_row(chi, c.second)["state"] == "OPEN", "with cal's join left out the drivers have not joined")
    c.sign(c.second, ["bo"])
    honest = [name for name in EVERYBODY if name != "cal"]
    c.wait_events(honest, c.second, "CALLED", kind="call.state")
    screens.take(chi, "second-wave-called", "status", c.second)
    c.wait_events(("ana", "ivo", "chi"), c.second, "IN_EFFECT", kind="call.state")
    screens.take(c.people["ivo"], "second-wave-in-effect", "status", c.second)


def ending(c, tell, screens):
    tell.chapter("They vote whether to go on", "Most of the called organizations ask for a vote on both waves. Until its hour all is "
                 "paused; nobody resumes, so it is over.")
    vote_by = stamp(c.ahead(8))
    votes = {}
    for call, who in ((c.first, "ana"), (c.second, "ivo")):
        votes[call] = c.live(who, "end", call, "--form", "vote", "--vote-by", vote_by).row("draft")["id"]
    c.review(c.people["chi"], votes[c.first])
    screens.take(c.people["chi"], "vote-review", "review", votes[c.first])
    c.sign(votes[c.first], ["bo", "chi", "dee"])
    c.sign(votes[c.second], ["ana", "bo", "jo"])
    ana = c.people["ana"]
    for call in votes:
        c.wait_event("ana", votes[call], "COUNTS")
    screens.take(ana, "paused-for-a-vote", "status", c.first)
    for name in ("ana", "bo", "chi", "dee", "ivo", "jo", "eli"):
        for call in votes:
            c.wait_event(name, call, "ENDED", kind="call.state")
    screens.take(ana, "ended", "status", c.first)


def debriefs(c, tell, screens):
    tell.chapter("Each called organization tells how it went", "Two delegates sign what their organization says. When all have, the "
                 "plan is closed.")
    told = {
        "ivo": (c.second, "service/valley", "nearly_all", "All ovens were cold.", "choir", "Open the hall an hour earlier."),
        "bo": (c.second, "transport/valley", "most", "The yard came out at six.", "drivers", "Two stewards for the yard."),
        "ana": (c.first, "transport/metro", "most", "Most came out at the bell.", "plumbers", "Meet before the bell."),
        "chi": (c.first, "public/metro", "under_three_quarters", "The pumps ran on their own.", "tenants", "Carry the news."),
    }
    seconds = {"ivo": "jo", "bo": "ana", "ana": "bo", "chi": "dee"}
    eli = c.people["eli"]
    for who, (call, *rest) in told.items():
        if who == "chi":
            screens.take(eli, "debriefs-due", "debrief", "summary", c.first)
        debrief = c.tell(f"debrief-{who}", who, call, *rest)
        if who == "chi":
            c.review(c.people["dee"], debrief)
            screens.take(c.people["dee"], "debrief-review", "review", debrief)
        c.sign(debrief, [seconds[who]])
        c.wait_event("eli", debrief, "COMPLETE")
    c.wait_events(("chi", "eli"), c.first, "CLOSED", kind="call.state")
    screens.take(c.people["chi"], "shred-status-closed", "shred", "status")
    screens.take(eli, "debriefs", "debrief", "summary", c.first)
    c.wait_events(("eli",), c.proposal, "CLOSED", kind="proposal.state")
    c.wait_event("eli", c.drill_call, "IN_EFFECT", kind="call.state")  # practice too has its hour
    screens.take(eli, "status-closed", "status")


def shredding(c, tell, screens):
    tell.chapter("The names are destroyed", "So long after the end as the charter keeps them (twelve seconds here, ninety days in "
                 "earnest), the keys under which the names lie are destroyed. What was signed and published remains.")
    for name in ("chi", "ana", "ivo"):
        c.people[name].watch(lambda e: e.get("event") == "campaign.shredded", "the campaign's key is destroyed")
    chi = c.people["chi"]
    screens.take(chi, "shred-status-shredded", "shred", "status")
    screens.take(chi, "roster-gone", "roster", "show")
    screens.take(chi, "chart-remains", "chart")
    screens.take(chi, "evidence", "evidence")


def body(stage, tell, screens):
    c = Rehearsal(stage, "North River Rehearsal", CAST)
    for part in (founding, amendment, readiness, drill, mandate, wave_one, running, wave_two, ending, debriefs, shredding):
        part(c, tell, screens)
    tell.chapter("All was told")
    logs = "".join(path.read_text() for path in (stage.root / "logs").iterdir())
    check(not any(name in logs for name in ("Ashdown", "Stolen on the tram", "footbridge")), "no log tells a name or a text")


def main(arguments):
    tell = Telling("--narrate" in arguments)
    screens = Screens("--write" in arguments, tell.show)
    if tell.is_narrated:
        print("TOCSIN: a long rehearsal, told by the program itself. All people and organizations are made up.\n")
    with Stage() as stage:
        try:
            body(stage, tell, screens)
        finally:
            print(f"{len(screens.names)} screens, {time.monotonic() - BEGUN:.0f} s", flush=True)
    screens.finish()


if __name__ == "__main__":
    main(sys.argv[1:])
