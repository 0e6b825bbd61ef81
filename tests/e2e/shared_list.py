#!/usr/bin/env python3
"""One list of workers on three laptops of an organization: two delegates and a steward who was named. A change on one is there on
the others, also after kill -9; what another organization and an unnamed member can read of it is nothing."""
from _stage import Stage
from _steps import SmallCoalition, check, found, on_screen, refused, start_relay

ORGS = {"plumbers": {"ana": ["ana"], "bo": ["bo"]}, "tenants": {"chi": ["chi"], "dee": ["dee"]}}
LIST = "ref,name,contact,cell,shift\n" + "".join(f"w-{i},Worker Number{i},0555-{i:04},public/town,day\n" for i in range(300))


def counted(profile, what):
    return sum(row[what] for row in profile.cli("roster", "show").rows() if row["kind"] == "cell")


def pledged(profile):
    return counted(profile, "pledged")


def shows(profile, ref, word):
    """Names are for a terminal alone."""
    return any(ref in line.split() and word in line.split() for line in on_screen(profile, "roster", "list").splitlines())


def knows(profile, name):
    return any(row.get("name") == name and row["has_keys"] for row in profile.cli("channel", "list").rows())


def pledge(profile, worker):
    return profile.cli("pledge", "record", worker, "--ask", "rally", "--text-id", "risk-1")


def body(stage):
    c = SmallCoalition(stage, "Two Together", ORGS)
    start_relay(c, "relay")
    for people in ORGS.values():
        for name in people:
            c.new_person(name)
    found(c)
    c.join("plumbers", "sol")
    c.join("plumbers", "max")
    ana, bo, chi, sol, other = (c.people[n] for n in ("ana", "bo", "chi", "sol", "max"))

    device = sol.cli("status").row("self")["device"]
    ana.wait(lambda: any(row["device"] == device and row["has_keys"] for row in ana.cli("who", "org").rows()), "the steward's keys")
    ana.cli("channel", "new", "list", "plumbers:delegates", device[:10])
    ana.cli("channel", "new", "talk", "plumbers:delegates", "plumbers:members")
    csv = stage.file("list.csv", LIST)
    ana.cli("roster", "import", str(csv))
    refused(ana.act("roster", "share", "talk", check=False), 2, "E_NOT_ALLOWED", "sharing names with all members")
    refused(ana.act("roster", "share", "org", check=False), 2, "E_NOT_ALLOWED", "sharing names in the organization's own channel")
    refused(ana.cli("roster", "share", "list", "--batch", check=False), 2, "E_BATCH", "sharing without the passphrase")
    for p in (bo, sol):
        p.wait(lambda p=p: knows(p, "list"), "the channel of the list")
        p.act("roster", "share", "list")
    ana.act("roster", "share", "list")
    for p in (bo, sol):
        p.wait(lambda p=p: counted(p, "eligible") == 300, "three hundred workers")
    check(True, "a list of 300 workers is on three laptops")
    check(counted(other, "eligible") == 0 and counted(chi, "eligible") == 0, "a member who was not named, and another organization, have nothing of it")

    pledge(sol, "w-7")
    ana.wait(lambda: pledged(ana) == 1, "the steward's pledge")
    bo.wait(lambda: pledged(bo) == 1, "the steward's pledge")
    check(True, "a pledge that the steward records counts on the delegates' laptops")
    bo.kill()
    ana.cli("pledge", "revoke", "w-7")
    csv.write_text("ref,name,contact,cell\nw-8,Worker Number8,0555-9999,public/town\n")
    ana.cli("roster", "import", str(csv))
    bo.start().act("unlock")
    bo.wait(lambda: pledged(bo) == 0, "the pledge taken back")
    bo.wait(lambda: shows(bo, "w-8", "0555-9999"), "the new number")
    check(True, "a laptop that was killed learns what was taken back and changed meanwhile")
    refused(bo.cli("pledge", "record", "w-7", "--ask", "rally", "--text-id", "risk-1", check=False), 5, "E_REVOKED",
            "a pledge that was taken back elsewhere")
    bo.act("roster", "share", "--off")
    bo.cli("roster", "assign", "w-9", "bo")
    check(shows(bo, "w-9", "bo") and not shows(ana, "w-9", "bo"), "who shares no more tells no more")


if __name__ == "__main__":
    with Stage() as stage:
        body(stage)
