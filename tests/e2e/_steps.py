"""What several stories share beside the stage and the coalition: relays that keep their port,
small coalitions, and lines that tell what was checked."""
import datetime
import os
import pty
import socket
import subprocess

from _coalition import Coalition, join_arguments, last_three, now, pause, stamp
from _stage import BIN, Failed, Profile

CHARTER = """format = 1
name = "{name}"
rehearsal = true
languages = ["en"]
regions = ["town"]
sectors = ["public", "service"]
kinds = ["union", "community"]
assumed_faulty = 0
review_by = {review_by}
checklists = ["notice"]
org = [
{orgs}]
[params]
start = {{ hold = "2s", min_lead = "2s", max_lead = "30d", max_mandate = "120d", max_duration = "14d", spread = "1s" }}
drill = {{ hold = "0s", min_lead = "2s", quiet = "0s" }}
[actions.rally]
stops_work = false
asks = {{ union = "rally", community = "rally" }}
mandate = {{ share = "full", more_than = "1/2" }}
call = {{ share = "full", more_than = "1/2" }}
[rules]
block = {{ share = "full", at_least = "1/2" }}
abort = {{ count = "full", min = {few} }}
pause = {{ count = "full", min = {few} }}
end   = {{ share = "called", more_than = "1/2" }}
amend = {{ share = "full", at_least = "1/1" }}
drill = {{ count = "full", min = {few} }}
"""


def check(holds, what):
    if not holds:
        raise Failed(f"not so: {what}")
    print(f"ok  {what}", flush=True)


def refused(answer, exit_code, code, what):
    """A refusal is an exit code for scripts, a stable code for programs and words for people."""
    told = answer.out + answer.err
    if answer.code != exit_code or code not in told:
        raise Failed(f"not so: {what}: exit {answer.code} instead of {exit_code} {code}\n{told}")
    print(f"ok  {what} -> exit {exit_code} {code}".rstrip(), flush=True)


def laptops(relay):
    """How many are linked to it, by the system's table of connections: the relay itself tells in bands."""
    port = ":%04X" % int(relay.listen.rsplit(":", 1)[1])
    with open("/proc/net/tcp", encoding="ascii") as table:
        rows = [line.split() for line in table.readlines()[1:]]
    return sum(row[1].endswith(port) and row[3] == "01" for row in rows)


def on_screen(profile, *words):
    """What a terminal shows of a command."""
    screen, terminal = pty.openpty()
    argv = [str(BIN / "tocsin"), "--profile", profile.name, *words]
    profile.stage.seen_argv.append(argv)
    with subprocess.Popen(argv, env=profile.stage.env, stdin=subprocess.DEVNULL, stdout=terminal, stderr=terminal) as shown:
        os.close(terminal)
        text = b""
        try:
            while piece := os.read(screen, 65536):
                text += piece
        except OSError:  # the terminal's other end was closed: that is its end of file
            pass
        shown.wait()
    os.close(screen)
    return text.decode()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def new_relay(stage, name):
    """A relay whose address outlives its process."""
    return Profile(stage, name, role="relay", listen=f"127.0.0.1:{free_port()}").start()


def start_relay(coalition, name):
    relay = new_relay(coalition.stage, name)
    coalition.relays.append(relay)
    card = relay.cli("relay", "card").row("relay_card")["text"]
    coalition.stage.file(f"box{len(coalition.relays)}.txt", card + "\n")
    return relay


class Papers:
    """Papers that were read and may be signed now."""

    def __init__(self, coalition, papers):
        """papers: (id, kind, profiles)."""
        self.shown = {}
        for subject, kind, profiles in papers:
            for p in profiles:
                self.shown[p, subject] = dict(coalition.review(p, subject), subject=subject, kind=kind)

    def typed(self, profile, subject, words=None):
        shown = self.shown[profile, subject]
        lines = (words or last_three(shown["words"])) + "\n"
        return lines if shown["kind"] == "report" else lines + f'{shown["org"]} {shown["action"]}\n'

    def confirm(self, profile, subject, words=None, check=True, **options):
        """Each laptop counts a hold from when it saw the mandate itself: who is told to wait, waits."""
        join = join_arguments(self.shown[profile, subject])

        for _ in range(10):
            answer = profile.cli("confirm", subject, "--approve", *join, typed=self.typed(profile, subject, words), check=False,
                                 **options)
            if "E_HOLD" not in answer.out:
                break
            pause(1)
        if check and answer.code != 0:
            raise Failed(f"{profile.name} could not confirm: exit {answer.code}\n{answer.out}{answer.err}")
        return answer

    def confirm_all(self, passphrase):
        for profile, subject in self.shown:
            self.confirm(profile, subject, passphrase=passphrase)


def approvals(profile, subject):
    """How many persons of each organization approve, as this laptop counts; those with none left out."""
    answer = profile.cli("status", subject, check=False)
    return {row["slug"]: row["approvals"] for row in answer.rows() if row.get("approvals")}


class SmallCoalition(Coalition):
    """orgs: slug -> {handle: [profiles, one per device]}. Its one action is a rally: no reports, no drill needed."""

    def __init__(self, stage, name, orgs, folder="coalition"):
        super().__init__(stage)
        self.name, self.orgs, self.folder = name, orgs, folder

    def delegates(self, slug):
        return [self.people[devices[0]] for devices in self.orgs[slug].values()]

    def all_delegates(self):
        return [p for slug in self.orgs for p in self.delegates(slug)]

    def devices(self, slug):
        return [self.people[name] for names in self.orgs[slug].values() for name in names]

    def file(self, name, content=None):
        return self.stage.file(f"{self.folder}/{name}", content)

    def new_person(self, name, handle=None):
        profile = Profile(self.stage, name).start()
        profile.act("init", "--rehearsal", typed=f"understood\n{handle or name}\n")
        self.people[name] = profile
        return profile

    def join(self, slug, name, handle=None):
        return self.admit(self.delegates(slug)[0], self.new_person(name, handle))

    # --- founding, in steps ---
    def draft_manifests(self):
        self.drafts = {}
        for i, (slug, people) in enumerate(self.orgs.items()):
            for devices in people.values():
                for name in devices:
                    self.file(f"org{i}/cards/{name}.card", b"")
                    self.people[name].cli("card", "-o", str(self.file(f"org{i}/cards/{name}.card")))
            delegates = ", ".join('{ handle = "%s", devices = [%s] }' % (h, ", ".join(f'"cards/{d}.card"' for d in devices))
                                  for h, devices in people.items())
            toml = self.file(f"org{i}/manifest.toml", f'name = "{slug.title()} Local"\nk = {min(len(people), self.signers)}\nlife = "90d"\n'
                             f'delegates = [{delegates}]\n')
            self.drafts[slug] = self.file(f"org{i}/manifest.draft")
            self.delegates(slug)[0].cli("draft", "manifest", str(toml), "-o", str(self.drafts[slug]))
        self.read_drafts({path: self.devices(slug) for slug, path in self.drafts.items()})

    def read_drafts(self, readers):
        self.readers = readers
        self.words = {(p, path): p.cli("review", str(path)).row("review")["words"] for path in readers for p in readers[path]}

    def confirm_drafts(self):
        for path, profiles in self.readers.items():
            copies = []
            for p in profiles:
                copies.append(path.with_suffix(f".{p.name}.draft"))
                p.act("confirm", str(path), "--approve", "-o", str(copies[-1]), typed=self.words[p, path] + "\n")
            if len(copies) > 1:
                profiles[0].cli("merge", *map(str, copies), "-o", str(path))
            else:
                path.write_bytes(copies[0].read_bytes())

    def draft_charter(self):
        heard = ""
        for slug, path in self.drafts.items():
            self.file(f"cards/{slug}.card", path.read_bytes())
            heard += self.words[self.delegates(slug)[0], path] + "\n"
        lines = "".join('  { slug = "%s", kind = "%s", claims = [%s], checklists = [] },\n' %
                        (slug, "community" if i else "union", "" if i else '"public/town"') for i, slug in enumerate(self.orgs))
        review_by = (now() + datetime.timedelta(days=180)).date()
        toml = self.file("charter.toml", CHARTER.format(name=self.name, orgs=lines, review_by=review_by,
                                                             few=max(1, len(self.orgs) - 1)))
        self.charter_draft = self.file("charter.draft")
        self.all_delegates()[0].cli("draft", "charter", str(toml), "-o", str(self.charter_draft), typed=heard)
        self.read_drafts({self.charter_draft: self.all_delegates()})

    def finish(self):
        first = self.all_delegates()[0]
        bundle, self.charter = self.file("founding.bundle"), self.file("charter.proof")
        cards = [part for i in range(len(self.relays)) for part in ("--relay", str(self.stage.file(f"box{i + 1}.txt")))]
        done = first.act("charter", "finish", str(self.charter_draft), *cards, "--charter", str(self.charter), "-o", str(bundle))
        for relay, grant in zip(self.relays, [r for r in done.rows() if r["kind"] == "grant"]):
            relay.cli("relay", "grant", typed=grant["text"] + "\n")
        everyone = [p for slug in self.orgs for p in self.devices(slug)]
        for p in everyone:
            if p is not first:
                p.cli("import", str(bundle), typed=done.row("bundle_words")["words"] + "\n")
        return everyone

    # --- a rally ---
    def rally_proposal(self):
        moment = now()
        target = f"{next(iter(self.orgs))}:public/town"
        texts = "\n".join(f'{name} = {{ en = "{text}" }}' for name, text in {
            "title": "A rally at the mill", "summary": "We meet at the mill", "why_now": "Talks ended",
            "after_plan": "We meet the day after", "safety_cover": "Stewards at each corner"}.items())
        toml = self.file("proposal.toml", f"""action = "rally"
targets = ["{target}"]
{texts}
not_before = {stamp(moment)}
not_after = {stamp(moment + datetime.timedelta(days=20))}
vote_by = {stamp(moment + datetime.timedelta(days=7))}
max_duration = "1d"
max_waves = 1
[[demands]]
kind = "win"
addressee = "the town council"
origin = "community"
text = {{ en = "{self.demand}" }}
met_when = {{ en = "when it is open again" }}
""")
        self.proposal = self.all_delegates()[0].cli("draft", "proposal", str(toml)).row("draft")["id"]
        return self.proposal

    demand = "the footbridge is open again"
    signers = 16  # of each organization, or all of its delegates where these are fewer

    def rally_call(self, seconds_ahead, check=True):
        t0 = stamp(now() + datetime.timedelta(seconds=seconds_ahead))
        toml = self.file("call.toml", f'proposal = "{self.proposal}"\n'
                         f'targets = [{{ target = "{next(iter(self.orgs))}:public/town", t0 = {t0} }}]\n'
                         f'instructions = {{ en = "At the mill at noon" }}\npublic_after = {t0}\n')
        answer = self.all_delegates()[0].cli("draft", "call", str(toml), check=check)
        if answer.code == 0:
            self.call = answer.row("draft")["id"]
        return answer


def found(c):
    c.draft_manifests()
    c.confirm_drafts()
    c.draft_charter()
    c.confirm_drafts()
    for p in c.finish() if c.relays else c.finish()[:0]:
        p.wait(lambda p=p: c.has_keys(p, 2), "both channels have keys")
