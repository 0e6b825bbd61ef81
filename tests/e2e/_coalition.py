"""A rehearsal coalition of five organizations on real daemons, through the commands a person types. The demo narrates it, the
e2e tests play parts of it. Names of organizations, people and workers are made up."""
import datetime
import json
import pathlib
import random
import re
import select

from _stage import PASSPHRASE, Failed, Profile, Stage

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHECKLISTS = ROOT / "packaging/share/checklists"
ORGS = {
    "drivers": ("River Drivers", ["ana", "bo"], ["transport/metro", "transport/valley"]),
    "plumbers": ("River Plumbers", ["chi", "dee"], ["public/metro", "service/metro"]),
    "choir": ("Hill Choir", ["eli", "fay"], []),
    "tenants": ("Mill Street Tenants", ["gil", "hana"], []),
    "bakers": ("Corner Bakers", ["ivo", "jo"], ["service/valley"]),
}
MEMBERS = {"kim": "drivers", "lee": "plumbers", "mia": "choir"}
FIRST = ["Alba", "Bruno", "Cora", "Dario", "Edda", "Falk", "Gita", "Hugo", "Ines", "Jori", "Kaya", "Lino", "Mara", "Nilo", "Orla"]
LAST = ["Ashdown", "Brambell", "Corvane", "Dunmere", "Elstow", "Farrand", "Grisham", "Hollin", "Ivershaw", "Jessop", "Kettley"]


def pause(seconds):
    """Only where the product itself waits: a hold, a T0. What is read in a rehearsal may be signed at once."""
    select.select([], [], [], max(0.0, seconds))


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def last_three(words):
    return " ".join(words.split()[-3:])


def roster_csv(slug, cells, seed):
    """A hundred workers in the organization's cells; without cells, forty friends elsewhere."""
    draw = random.Random(seed)
    lines = ["ref,name,contact,cell,unit,shift,steward,assessment"]
    cells = cells or ["service/metro"]
    for cell in cells:
        for i in range(100 if len(cells) == 1 else 60):
            name = f"{draw.choice(FIRST)} {draw.choice(LAST)}"
            ref = f"{slug}-{cell.split('/')[0]}-{cell.split('/')[1]}-{i:03d}"
            contact = f"{name.split()[0].lower()}.{ref}@example.org"
            lines.append(f'{ref},"{name}",{contact},{cell},unit {i % 4},{"early" if i % 2 else "late"},{name.split()[0]},{1 + i % 5}')
    return "\n".join(lines) + "\n"


def refs_in(csv):
    return [(line.split(",")[0], line.split(",")[3]) for line in csv.splitlines()[1:]]


def join_arguments(review):
    """A called organization joins and answers every item of the checklists that the charter asks of it."""
    if not review.get("is_target"):
        return ()
    arguments = ["--join"]
    if review.get("checklists"):
        arguments += ["--checklists", str(CHECKLISTS)]
    for pack in review.get("checklists", []):
        items = re.findall(r'^id = "([^"]+)"', (CHECKLISTS / f"{pack}.toml").read_text(), re.M)
        for item in items:
            arguments += ["--item", f"{item}=done"]
    return tuple(arguments)


class Coalition:
    def __init__(self, stage, say=lambda text: None):
        self.stage, self.say = stage, say
        self.people = {}   # handle -> Profile
        self.relays = []
        self.proposal = self.call = None

    def delegates(self, slug):
        return [self.people[handle] for handle in ORGS[slug][1]]

    def all_delegates(self):
        return [profile for slug in ORGS for profile in self.delegates(slug)]

    # --- laptops and relays ---
    def start_relays(self, count=2):
        for i in range(count):
            relay = Profile(self.stage, f"relay-{i + 1}", role="relay", listen="127.0.0.1:0").start()
            card = relay.cli("relay", "card").row("relay_card")["text"]
            self.stage.file(f"box{i + 1}.txt", card + "\n")
            self.relays.append(relay)

    def make_profile(self, handle):
        profile = Profile(self.stage, handle).start()
        profile.act("init", "--rehearsal", "--handle", handle, typed="understood\n")
        self.people[handle] = profile
        return profile

    # --- founding by file ---
    def confirm_draft(self, profiles, path):
        """Each of these reviews and confirms the draft in a copy of their own; the copies are merged."""
        words = {p.name: p.cli("review", str(path)).row("review")["words"] for p in profiles}
        copies = []
        for p in profiles:
            copy = self.stage.file(f"{path.stem}.{p.name}.draft")
            p.act("confirm", str(path), "--approve", "-o", str(copy), typed=words[p.name] + "\n")
            copies.append(str(copy))
        profiles[0].cli("merge", *copies, "-o", str(path))

    def found_orgs(self):
        drafts = {}
        for slug, (name, handles, _) in ORGS.items():
            folder = self.stage.file(f"{slug}/cards/none", "").parent
            for handle in handles:
                self.people[handle].cli("card", "-o", str(folder / f"{handle}.card"))
            delegates = ", ".join('{ handle = "%s", devices = ["cards/%s.card"] }' % (h, h) for h in handles)
            toml = self.stage.file(f"{slug}/manifest.toml", f'name = "{name}"\nk = 2\nlife = "90d"\ndelegates = [{delegates}]\n')
            drafts[slug] = self.stage.file(f"{slug}/{slug}.draft")
            self.people[handles[0]].cli("draft", "manifest", str(toml), "-o", str(drafts[slug]))
        words = {}
        for slug, path in drafts.items():
            for p in self.delegates(slug):
                words[p.name] = p.cli("review", str(path)).row("review")["words"]
        heard = {}
        for slug, path in drafts.items():
            copies = []
            for p in self.delegates(slug):
                copy = self.stage.file(f"{slug}/{p.name}.draft")
                p.act("confirm", str(path), "--approve", "-o", str(copy), typed=words[p.name] + "\n")
                copies.append(str(copy))
            card = self.stage.file(f"cards/{slug}.card", b"")
            self.delegates(slug)[0].cli("merge", *copies, "-o", str(card))
            heard[slug] = words[self.delegates(slug)[0].name]
        return heard

    def found_coalition(self, heard):
        text = (ROOT / "packaging/share/charters/rehearsal.toml").read_text()
        review_by = (now() + datetime.timedelta(days=200)).date()
        text = re.sub(r"review_by = \S+", f"review_by = {review_by}", text)
        toml = self.stage.file("charter.toml", text)
        draft = self.stage.file("charter.draft")
        ana = self.people["ana"]
        ana.cli("draft", "charter", str(toml), "-o", str(draft), typed="".join(heard[s] + "\n" for s in ORGS))
        self.confirm_draft(self.all_delegates(), draft)
        bundle, charter = self.stage.file("founding.bundle"), self.stage.file("north-river.charter")
        relays = [part for i in range(len(self.relays)) for part in ("--relay", str(self.stage.file(f"box{i + 1}.txt")))]
        finished = ana.act("charter", "finish", str(draft), *relays, "--charter", str(charter), "-o", str(bundle))
        for relay, grant in zip(self.relays, [r for r in finished.rows() if r["kind"] == "grant"]):
            relay.cli("relay", "grant", typed=grant["text"] + "\n")
        words = finished.row("bundle_words")["words"]
        for p in self.all_delegates():
            if p is not ana:
                p.cli("import", str(bundle), typed=words + "\n")
        for p in self.all_delegates():
            p.wait(lambda p=p: self.has_keys(p, 2), "both channels have keys")

    @staticmethod
    def has_keys(profile, count):
        rows = profile.cli("channel", "list", check=False).rows()
        return sum(1 for row in rows if row.get("has_keys")) >= count

    def admit(self, steward, member):
        """By invite; returns its text."""
        since = steward.cli("status").row("self")["cursor"]
        text = steward.act("invite").row("invite")["text"]
        words = member.cli("accept", typed=text + "\n").row("accepted")["words"]
        steward.watch(lambda e: e.get("event") == "join.asked", "the newcomer's request", since)
        steward.act("admit", typed=words + "\n")
        member.wait(lambda: self.has_keys(member, 1), "the welcome")
        return text

    def join_member(self, handle):
        return self.admit(self.delegates(MEMBERS[handle])[0], self.make_profile(handle))

    # --- readiness ---
    def rosters(self):
        """Rosters, pledges and two structure tests for each organization; returns how many rows in all."""
        rows = 0
        today = now().date()
        for seed, (slug, (_, handles, cells)) in enumerate(ORGS.items()):
            p = self.people[handles[0]]
            csv = roster_csv(slug, cells, seed)
            path = self.stage.file(f"{slug}/roster.csv", csv)
            dry = p.cli("roster", "import", str(path), "--dry-run").row("imported")
            taken = p.cli("roster", "import", str(path)).row("imported")
            if dry["added"] != taken["added"]:
                raise Failed(f"{slug}: the dry run told {dry}, the import {taken}")
            rows += taken["rows"]
            everyone = refs_in(csv)
            ask = {"drivers": "stop_work", "plumbers": "stop_work", "choir": "vigil", "tenants": "rally", "bakers": "close"}[slug]
            pledges = [{"worker": ref, "ask": ask, "text_id": "risk-1", "card_ref": f"card-{i}"}
                       for i, (ref, _) in enumerate(everyone) if i % 7 != 6]
            p.cli("pledge", "record", "--lines", typed="".join(json.dumps(line) + "\n" for line in pledges))
            for days_ago, share in ((30, 3), (9, 4)):
                for cell in cells:
                    took = [ref for i, (ref, where) in enumerate(everyone) if where == cell and i % 5 < share]
                    p.cli("test", "record", cell, "petition", str(today - datetime.timedelta(days=days_ago)), "--lines",
                          typed="".join(ref + "\n" for ref in took))
        return rows

    def reports(self):
        """Each organization with claims publishes its counts, signed by two delegates."""
        ids = {}
        for slug, (_, handles, cells) in ORGS.items():
            if cells:
                ids[slug] = self.people[handles[0]].cli("draft", "report").row("draft")["id"]
        self.sign_all({slug: (ids[slug], self.delegates(slug)) for slug in ids}, "report")
        return ids

    # --- sign-offs ---
    def review(self, profile, subject):
        profile.wait(lambda: profile.cli("show", subject, check=False).code == 0, f"{subject[:8]} arrives")
        return profile.cli("review", subject).row("review")

    def sign_all(self, subjects, kind, extra=()):
        """subjects: name -> (id, profiles). All review, then confirm with words, organization, action, passphrase."""
        shown = [(p, subject, self.review(p, subject)) for subject, profiles in subjects.values() for p in profiles]
        for p, subject, review in shown:
            typed = last_three(review["words"]) + "\n"
            if kind != "report":
                typed += f'{review["org"]} {review["action"]}\n'
            p.act("confirm", subject, "--approve", *(extra(p, review) if extra else ()), typed=typed)

    def sign(self, subject, slugs, extra=()):
        people = [p for slug in slugs for p in self.delegates(slug)]
        self.sign_all({"one": (subject, people)}, "decision", extra)

    def state(self, profile, subject, kind):
        answer = profile.cli("status", subject, check=False)
        return answer.row(kind)["state"] if answer.code == 0 else "not here yet"

    def wait_state(self, profile, subject, kind, state):
        profile.wait(lambda: self.state(profile, subject, kind) == state, f"{kind} {subject[:8]} becomes {state}")

    # --- drill, proposal, call ---
    def drill(self):
        ana = self.people["ana"]
        proposal = ana.cli("drill", "run", "--action", "stoppage").row("draft")["id"]
        self.sign(proposal, ["drivers", "plumbers"])
        self.wait_state(ana, proposal, "proposal", "MANDATED")
        call = ana.cli("drill", "run", proposal).row("draft")["id"]
        self.sign(call, ["drivers", "plumbers"])
        for slug in ORGS:
            p = self.delegates(slug)[0]
            self.wait_state(p, call, "call", "CALLED")
            p.cli("ack", call, "reviewed")
        return call

    def propose(self, action="stoppage"):
        moment = now()
        texts = "\n".join(f'{name} = {{ en = "{text}", es = "{text}" }}' for name, text in {
            "title": "One day for the river", "summary": "A one-day stoppage for a contract", "why_now": "Talks ended",
            "after_plan": "We meet the day after", "safety_cover": "Emergency rooms and dispatch stay staffed"}.items())
        self.demand = "a signed contract with the tarnwater clause"
        toml = self.stage.file("proposal.toml", f"""action = "{action}"
targets = ["drivers:transport/metro", "plumbers:public/metro"]
{texts}
not_before = {stamp(moment)}
not_after = {stamp(moment + datetime.timedelta(days=20))}
vote_by = {stamp(moment + datetime.timedelta(days=7))}
max_duration = "1d"
max_waves = 3
[[demands]]
kind = "win"
addressee = "the water board"
origin = "contract"
text = {{ en = "{self.demand}", es = "{self.demand}" }}
met_when = {{ en = "when it is signed", es = "when it is signed" }}
""")
        self.proposal = self.people["ana"].cli("draft", "proposal", str(toml)).row("draft")["id"]
        return self.proposal

    def draft_call(self, seconds_ahead, check=True):
        t0 = stamp(now() + datetime.timedelta(seconds=seconds_ahead))
        targets = ", ".join(f'{{ target = "{t}", t0 = {t0} }}' for t in ("drivers:transport/metro", "plumbers:public/metro"))
        toml = self.stage.file("call.toml", f'proposal = "{self.proposal}"\ntargets = [{targets}]\n'
                               f'instructions = {{ en = "Out at the bell", es = "Out at the bell" }}\npublic_after = {t0}\n')
        answer = self.people["ana"].cli("draft", "call", str(toml), check=check)
        if answer.code == 0:
            self.call = answer.row("draft")["id"]
        return answer

    def sign_call(self, slugs):
        """Called organizations join in the same confirmation; the checklist is attested item by item."""
        def extra(profile, review):
            return join_arguments(review)
        self.sign(self.call, slugs, extra)

    def end_call(self):
        """The called organizations end it for all: one drafts, both sign; the outcome of each demand is said."""
        ana = self.people["ana"]
        shown = self.review(ana, self.call)
        typed = f'{last_three(shown["words"])}\n{shown["org"]} {shown["action"]}\n'
        review_day = stamp(now() + datetime.timedelta(days=30))
        ended = ana.act("end", self.call, "--form", "settled", "--outcome", "met", "--next-review", review_day, typed=typed)
        stop = ended.row("draft")["id"]
        self.sign_all({"end": (stop, [self.people[h] for h in ("bo", "chi", "dee")])}, "stop")
        return stop

    def outsider(self, folder):
        """Somebody with a file and the program: no profile, no daemon, another directory."""
        return Outsider(self.stage, folder)


class Outsider(Profile):
    def __init__(self, stage, folder):
        super().__init__(stage, "outsider")
        self.folder = folder


def build(stage, say=lambda text: None, members=()):
    """Relays, laptops, organizations, coalition, members."""
    coalition = Coalition(stage, say)
    coalition.start_relays()
    for slug in ORGS:
        for handle in ORGS[slug][1]:
            coalition.make_profile(handle)
    coalition.found_coalition(coalition.found_orgs())
    for handle in members:
        coalition.join_member(handle)
    return coalition
