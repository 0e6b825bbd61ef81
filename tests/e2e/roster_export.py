#!/usr/bin/env python3
"""A list of workers is written out: by one delegate alone never, by two as a file that no spreadsheet computes and that is imported
to the same list."""
import os
import stat

from _coalition import last_three
from _stage import Stage
from _steps import SmallCoalition, check, found, refused, start_relay

ORGS = {"plumbers": {"chi": ["chi"], "dee": ["dee"]}, "tenants": {"eli": ["eli"]}}
LIST = "ref,name,contact,cell\nw-1,\"Ana, the first\",'+49 30 1,public/town\nw-2,'=SUM(A1),bo@example.org,service/town\n"


class TwoSign(SmallCoalition):
    signers = 2


def typed(shown):
    return f'{last_three(shown["words"])}\n{shown["org"]} {shown["action"]}\n'


def write_out(stage, chi, dee):
    chi.cli("roster", "import", str(stage.file("list.csv", LIST)))
    refused(chi.cli("roster", "list", check=False), 7, "E_SECOND", "names into a pipe")
    path = stage.root / "files/out.csv"
    refused(chi.act("roster", "export", "-o", str(path), check=False), 7, "E_SECOND", "a file without an ask")
    since = dee.cli("status").row("self")["cursor"]
    asked = chi.act("roster", "export").row("export_asked")
    ask = asked["id"]
    shown = chi.cli("review", ask).row("export_review")
    refused(chi.act("roster", "export", ask, "-o", str(path), typed=typed(shown), check=False), 7, "E_SECOND", "one delegate alone")
    refused(chi.act("confirm", ask, "--approve", typed=typed(shown), check=False), 7, "E_SECOND", "the asker's own agreement")
    check(not path.exists(), "nothing was written")

    dee.watch(lambda e: e.get("event") == "roster.export.asked", "the ask arrives", since)
    read = dee.cli("review", ask).row("export_review")
    check(read["words"] == asked["words"] and read["asked_by"] == "chi" and read["workers"] == 2, "dee reads who asks for how many")
    since = chi.cli("status").row("self")["cursor"]
    dee.act("confirm", ask, "--approve", typed=typed(read))
    chi.watch(lambda e: e.get("event") == "roster.export.agreed", "the agreement arrives", since)
    written = chi.act("roster", "export", ask, "-o", str(path), typed=typed(shown)).row("export")
    check(written["agreed"] == ["dee"] and written["workers"] == 2, "with dee's agreement chi writes the list out")
    text = path.read_text()
    check(stat.S_IMODE(path.stat().st_mode) == 0o600, "for nobody else's eyes")
    check(all(field[:1] not in "=+-@" for line in text.splitlines() for field in line.split(",") if field), "no field is a formula")
    again = chi.cli("roster", "import", str(path), "--dry-run").row("imported")
    check(again["added"] == again["changed"] == again["refused"] == 0 and again["rows"] == 2, "imported, it is the same list")
    dee.watch(lambda e: e.get("event") == "roster.export.written" and e["workers"] == 2, "dee hears that it was done", 0)
    check(dee.cli("roster", "exports").row("export_ask").get("written"), "and sees in the list of asks when")
    refused(chi.act("roster", "export", ask, "-o", str(path), typed=typed(shown), check=False), 2, "E_INPUT", "over a file that is there")


def body(stage):
    os.umask(0o022)
    c = TwoSign(stage, "Two Together", ORGS)
    start_relay(c, "relay")
    for people in ORGS.values():
        for name in people:
            c.new_person(name)
    found(c)
    write_out(stage, c.people["chi"], c.people["dee"])


if __name__ == "__main__":
    with Stage() as the_stage:
        body(the_stage)
