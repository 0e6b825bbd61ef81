"""The cast and the papers of the long rehearsal: five organizations that found, one that enters, a plan in two waves. Names of
organizations, people and workers are made up."""
import datetime
import json
import re
import time

from _coalition import ROOT, join_arguments, last_three, now, refs_in, roster_csv, stamp
from _steps import SmallCoalition

CAST = {"drivers": {"ana": ["ana"], "bo": ["bo"], "cal": ["cal"]}, "plumbers": {"chi": ["chi"], "dee": ["dee"]},
        "choir": {"eli": ["eli"], "fay": ["fay"]}, "tenants": {"gil": ["gil"]}, "bakers": {"ivo": ["ivo"], "jo": ["jo"]}}
GUESTS = {"nurses": {"kim": ["kim"], "lee": ["lee"]}}
CELLS = {"drivers": ["transport/metro", "transport/valley"], "plumbers": ["public/metro", "service/metro"],
         "bakers": ["service/valley"]}
ASKS = {"drivers": "stop_work", "plumbers": "stop_work", "bakers": "close"}
METRO, VALLEY = "drivers:transport/metro", "drivers:transport/valley"
WATER, BREAD = "plumbers:public/metro", "bakers:service/valley"
HOLD, LEAD = 2, 4  # seconds; what the charter below says
SHORT = {"start": 'hold = "2s", min_lead = "4s", max_lead = "30d", max_mandate = "120d", max_duration = "14d", spread = "2s"',
         "privacy": 'cell_min = 10, round_to = 5, top_code_bp = 9000, period = "14d", retention = "12s"'}
PROPOSAL = """action = "stoppage"
targets = ["{targets}"]
{texts}
not_before = {first}
not_after = {last}
vote_by = {vote_by}
max_duration = "1d"
max_waves = 2
[[demands]]
kind = "win"
addressee = "the water board"
origin = "contract"
text = {{ en = "A signed contract for every depot", es = "Un convenio firmado para cada centro" }}
met_when = {{ en = "it is signed", es = "esté firmado" }}
[[demands]]
kind = "win"
addressee = "the town council"
origin = "community"
text = {{ en = "The footbridge is open again", es = "La pasarela está abierta otra vez" }}
met_when = {{ en = "people walk on it", es = "la gente camina por ella" }}
"""
TEXTS = {"title": ("One day for the river", "Un día por el río"),
         "summary": ("The depots first, the bakeries when we say so", "Primero los centros, luego las panaderías"),
         "why_now": ("Talks ended in March", "Las conversaciones acabaron en marzo"),
         "after_plan": ("We meet the day after", "Nos reunimos al día siguiente"),
         "safety_cover": ("Emergency rooms and dispatch stay staffed", "Urgencias y despacho siguen atendidos")}
DEBRIEF = """call = "{call}"
planned = "All out at the bell."
happened = "{happened}"
why = "One steward alone held the list of the yard."
keep = "Two stewards at each door."
change = "A second phone tree."
outcomes = ["met", "part"]
turnout = [{{ cell = "{cell}", band = "{band}" }}]
next = [{{ org = "{helper}", text = "{help}" }}]
"""


class Rehearsal(SmallCoalition):
    """The rehearsal charter of the package with spans of seconds, and its stoppage."""
    signers = 2
    pace = 1.0  # how long one review and confirmation take on this machine

    def charter_text(self):
        text = (ROOT / "packaging/share/charters/rehearsal.toml").read_text()
        for table, values in SHORT.items():
            text = re.sub(rf"^{table} +=.*$", f"{table} = {{ {values} }}", text, flags=re.M)
        review_by = (now() + datetime.timedelta(days=180)).date()
        # Minutes before the amendment, however fast it follows: so what is compared differs in what a screen shows.
        effective = stamp(now() - datetime.timedelta(minutes=5))
        return f"effective_at = {effective}\n" + re.sub(r"review_by = \S+", f"review_by = {review_by}", text)

    def draft_charter(self):
        heard = ""
        for slug, path in self.drafts.items():
            self.file(f"cards/{slug}.card", path.read_bytes())
            heard += self.words[self.delegates(slug)[0], path] + "\n"
        self.toml = self.file("charter.toml", self.charter_text())
        self.charter_draft = self.file("charter.draft")
        self.people["ana"].cli("draft", "charter", str(self.toml), "-o", str(self.charter_draft), typed=heard)
        self.read_drafts({self.charter_draft: self.all_delegates()})

    # --- the sixth organization ---
    def guests_card(self):
        """The nurses sign their manifest among themselves; returns its words, as heard from them."""
        guests = SmallCoalition(self.stage, "Guests", GUESTS, folder="guests")
        guests.people = self.people
        for name in ("kim", "lee"):
            guests.new_person(name)
        guests.draft_manifests()
        guests.confirm_drafts()
        path = guests.drafts["nurses"]
        self.file("cards/nurses.card", path.read_bytes())
        self.nurses = self.people["kim"].cli("words", str(path)).row("words")["id"]
        return guests.words[self.people["kim"], path]

    def amendment_toml(self, seconds_ahead):
        line = ('  { slug = "nurses", kind = "union", claims = ["public/valley"], checklists = ["notice"], '
                'sponsors = ["choir", "drivers"] },\n')
        text = re.sub(r"(org = \[[^\n]*\n)", lambda m: m[1] + line, self.toml.read_text())
        effective = stamp(now() + datetime.timedelta(seconds=seconds_ahead))
        return self.file("charter2.toml", re.sub(r"effective_at = \S+", f"effective_at = {effective}", text))

    # --- readiness ---
    def ready(self, slug, seed):
        """A roster, pledges, two structure tests and a contract's end; what is published of it comes later."""
        p, cells = self.delegates(slug)[0], CELLS[slug]
        csv = roster_csv(slug, cells, seed)
        p.cli("roster", "import", str(self.file(f"{slug}.csv", csv)))
        everyone = refs_in(csv)
        p.cli("pledge", "record", "--lines", typed="".join(
            json.dumps({"worker": ref, "ask": ASKS[slug], "text_id": "risk-1", "card_ref": f"card-{i}"}) + "\n"
            for i, (ref, _) in enumerate(everyone) if i % 7 != 6))
        today = now().date()
        for days_ago, share in ((30, 3), (9, 4)):
            for cell in cells:
                took = [ref for i, (ref, where) in enumerate(everyone) if where == cell and i % 5 < share]
                p.cli("test", "record", cell, "petition", str(today - datetime.timedelta(days=days_ago)), "--lines",
                      typed="".join(ref + "\n" for ref in took))
        ends = today + datetime.timedelta(days=60 + 5 * seed)
        p.cli("contract", "add", cells[0], "--ends", str(ends), "--notice-by", str(ends - datetime.timedelta(days=30)))
        return len(everyone)

    # --- papers ---
    def ahead(self, acts):
        """A time that so many more reviews and confirmations surely lie before, on this machine."""
        return now() + datetime.timedelta(seconds=LEAD + 6 + 1.5 * acts * max(0.5, self.pace))

    def propose(self):
        moment = now()
        texts = "\n".join(f'{name} = {{ en = "{en}", es = "{es}" }}' for name, (en, es) in TEXTS.items())
        toml = self.file("proposal.toml", PROPOSAL.format(
            targets='", "'.join((METRO, VALLEY, WATER, BREAD)), texts=texts, first=stamp(moment),
            last=stamp(moment + datetime.timedelta(days=30)), vote_by=stamp(moment + datetime.timedelta(days=7))))
        self.proposal = self.people["ana"].cli("draft", "proposal", str(toml)).row("draft")["id"]
        return self.proposal

    def draft_wave(self, name, targets, t0, who="ana"):
        entries = ", ".join(f'{{ target = "{target}", t0 = {stamp(t0)} }}' for target in targets)
        toml = self.file(f"{name}.toml", f'proposal = "{self.proposal}"\ntargets = [{entries}]\n'
                         'instructions = { en = "Out at the bell, with your cards", es = "Fuera al toque, con la tarjeta" }\n'
                         f'public_after = {stamp(t0)}\n')
        return self.people[who].cli("draft", "call", str(toml)).row("draft")["id"]

    def tell(self, name, who, call, cell, band, happened, helper, text):
        toml = self.file(f"{name}.toml", DEBRIEF.format(call=call, happened=happened, cell=cell, band=band, helper=helper,
                                                        help=text))
        return self.people[who].cli("draft", "debrief", str(toml)).row("draft")["id"]

    # --- signing ---
    def typed(self, review, kind=""):
        lines = last_three(review["words"]) + "\n"
        return lines if kind == "report" else lines + f'{review["org"]} {review["action"]}\n'

    def sign(self, subject, handles, kind="", extra=()):
        """Each reviews it and confirms; who is called joins, with every item of the checklists."""
        begun = time.monotonic()
        for handle in handles:
            p = self.people[handle]
            shown = self.review(p, subject)
            p.act("confirm", subject, "--approve", *join_arguments(shown), *extra, typed=self.typed(shown, kind))
        self.pace = max(0.5 * self.pace, (time.monotonic() - begun) / len(handles))

    def live(self, handle, verb, subject, *extra, typed=""):
        """A live act on what was reviewed: words, organization and action, then what the act itself asks."""
        p = self.people[handle]
        shown = self.review(p, subject)
        return p.act(verb, subject, *extra, typed=self.typed(shown) + typed)

    def wait_event(self, handle, subject, to, before=None, kind=None):
        """Until this person's laptop tells that the subject has come to that state."""
        def is_it(event):
            return (event.get("id") == subject and event.get("to") == to and before in (None, event.get("from")) and
                    (kind is None or event.get("event") == kind))
        return self.people[handle].watch(is_it, f"{subject[:8]} becomes {to}")

    def wait_signed(self, handle, subject, count):
        """Until so many signatures count on this person's laptop."""
        p = self.people[handle]
        p.wait(lambda: sum(r["approvals"] for r in p.cli("status", subject).rows() if r["kind"] == "org") == count,
               f"{count} signatures")

    def wait_events(self, handles, *event, **options):
        for handle in handles:
            self.wait_event(handle, *event, **options)
