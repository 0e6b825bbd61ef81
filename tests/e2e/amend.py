#!/usr/bin/env python3
"""A coalition changes on real daemons: a member becomes a delegate by a new manifest, and an amendment lets another organization
in, which signs in a file and is welcomed by a bundle. What the amendment does not carry is void."""
import datetime
import re

from _coalition import last_three, now, stamp
from _stage import PASSPHRASE, Stage
from _steps import SmallCoalition, check, found, refused, start_relay

ORGS = {"millers": {"ana": ["ana"], "bo": ["bo"]}, "choir": {"chi": ["chi"], "dee": ["dee"]}, "bakers": {"eli": ["eli"], "fay": ["fay"]}}
NURSES = {"nurses": {"gil": ["gil"], "hana": ["hana"]}}


def sign(c, profiles, subject):
    for p in profiles:
        shown = c.review(p, subject)
        p.act("confirm", subject, "--approve", typed=f'{last_three(shown["words"])}\n{shown["org"]} {shown["action"]}\n')


def state(c, profile, subject, kind, wanted):
    profile.wait(lambda: c.state(profile, subject, kind) == wanted, f"{kind} {subject[:8]} is {wanted}")


def a_member_becomes_a_delegate(c):
    c.join("millers", "kim")
    ana, kim = c.people["ana"], c.people["kim"]
    devices = {row["person"]: row["device"][:16] for row in ana.cli("roll", "list").rows() if row["kind"] == "member"}
    people = ", ".join('{ handle = "%s", devices = ["%s"] }' % (h, devices[h]) for h in ("ana", "bo", "kim"))
    toml = c.file("manifest2.toml", f'name = "Millers Local"\nk = 2\nlife = "90d"\ndelegates = [{people}]\n')
    manifest = ana.cli("draft", "manifest", str(toml)).row("draft")["id"]
    refused(kim.cli("draft", "proposal", str(toml), check=False), 2, "E_TOML", "a manifest is no proposal")
    sign(c, [ana, c.people["bo"]], manifest)
    check(c.state(ana, manifest, "manifest") == "DRAFT", "two delegates approve, and the new laptop has not signed yet")
    sign(c, [kim], manifest)
    for handle in ("ana", "chi", "eli", "kim"):
        state(c, c.people[handle], manifest, "manifest", "IN_FORCE")
    check(True, "with its own signature the new manifest is in force everywhere, without an amendment")
    kim.wait(lambda: c.has_keys(kim, 2), "the assembly's keys")
    kim.cli("send", "assembly", typed="kim speaks as a delegate\n")
    for handle in ("ana", "chi", "eli"):
        p = c.people[handle]
        p.wait(lambda p=p: "kim speaks as a delegate" in p.cli("read", "assembly").out, "the new delegate's message")
    check(True, "and the new delegate reads and writes in the assembly")


def nurses_card(c):
    guests = SmallCoalition(c.stage, "Guests", NURSES, folder="guests")
    guests.people = c.people
    for name in ("gil", "hana"):
        guests.new_person(name)
    guests.draft_manifests()
    guests.confirm_drafts()
    path = guests.drafts["nurses"]
    c.file("cards/nurses.card", path.read_bytes())
    return guests.words[c.people["gil"], path]


def an_organization_enters(c):
    ana = c.people["ana"]
    words = nurses_card(c)
    c.demand = "the footbridge is open again"
    doomed = c.rally_proposal()
    sign(c, [ana, c.people["bo"]], doomed)
    state(c, ana, doomed, "proposal", "OPEN")
    text = c.file("charter.toml").read_text()
    line = '  { slug = "nurses", kind = "community", claims = [], checklists = [], sponsors = ["choir", "millers"] },\n'
    text = re.sub(r"org = \[\n", "org = [\n" + line, text)
    effective = now() + datetime.timedelta(seconds=60)
    toml = c.file("charter2.toml", f"effective_at = {stamp(effective)}\n" + text)
    refused(ana.cli("draft", "charter", str(toml), typed="one two three four five six\n", check=False), 2, "E_WORDS",
            "an amendment with the wrong words for the card of the organization that enters")
    draft = c.file("amendment.draft")
    amendment = ana.cli("draft", "charter", str(toml), "-o", str(draft), typed=words + "\n").row("draft")["id"]
    shown = c.review(c.people["chi"], amendment)["text"]
    check("organization nurses" in shown and "What changes:" in shown, "the review says what changes")
    copies = []
    for name in ("gil", "hana"):
        six = c.people[name].cli("review", str(draft)).row("review")["words"]
        copies.append(c.file(f"amendment.{name}"))
        c.people[name].act("confirm", str(draft), "--approve", "-o", str(copies[-1]), typed=six + "\n")
    ana.cli("merge", *map(str, copies), "-o", str(draft))
    ana.cli("import", str(draft))
    sign(c, [p for slug in ("millers", "choir", "bakers") for p in c.delegates(slug)], amendment)
    for handle in ("ana", "chi", "eli"):
        state(c, c.people[handle], amendment, "charter", "COMPLETE")
    check(True, "all sign, the newcomers in the file: the amendment is complete on every laptop")
    typed = f'{last_three(c.review(ana, doomed)["words"])}\nmillers rally\n'
    refused(ana.cli("confirm", doomed, "--approve", typed=typed, passphrase=PASSPHRASE, check=False), 4, "E_CHARTER_STALE",
            "who approved it signs nothing that it would make void")
    bundle = c.file("welcome.bundle")
    done = ana.act("charter", "finish", str(draft), "-o", str(bundle))
    for name in ("gil", "hana"):
        c.people[name].cli("import", str(bundle), typed=done.row("bundle_words")["words"] + "\n")
    for handle in ("ana", "chi", "eli", "gil", "hana"):
        state(c, c.people[handle], amendment, "charter", "IN_FORCE")
    check(True, "at its moment it is in force on every laptop, the newcomers' too")
    state(c, c.people["chi"], doomed, "proposal", "DEAD")
    check(True, "and the proposal it did not carry is dead")
    shown = c.people["gil"].cli("charter", "show").rows()
    check([row["standing"] for row in shown if row.get("slug") == "nurses"] == ["provisional"], "the newcomers are provisional")
    charter = c.file("charter2.proof")
    ana.cli("export", amendment, "-o", str(charter))
    verified = c.people["eli"].cli("verify", str(charter), "--charter", str(c.charter)).row("verified")
    check(verified["outcome"] == "VALID" and verified["version"] == 2, "the new charter is proved by the first one alone")


def body(stage):
    c = SmallCoalition(stage, "Mill Street", ORGS)
    start_relay(c, "relay-1")
    for devices in ORGS.values():
        for names in devices.values():
            for name in names:
                c.new_person(name)
    found(c)
    a_member_becomes_a_delegate(c)
    an_organization_enters(c)


if __name__ == "__main__":
    with Stage() as stage:
        body(stage)
