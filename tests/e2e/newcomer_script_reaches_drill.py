#!/usr/bin/env python3
"""Somebody who knows nothing but docs/GUIDE.md types its lines, with two other organizations, and reaches a drill. Every line
that is typed here stands in the guide; where the guide changes, this script has to follow, or the guide is wrong."""
import datetime
import pathlib
import re

from _coalition import last_three, now
from _stage import Failed, Profile, Stage
from _steps import check, start_relay

ROOT = pathlib.Path(__file__).resolve().parents[2]
GUIDE = re.sub(r"\s+", " ", (ROOT / "docs/GUIDE.md").read_text())
PEOPLE = {"plumbers": ("chi", "dee"), "drivers": ("ana", "bo"), "bakers": ("eli", "fay")}
NAMES = {"plumbers": "River Plumbers", "drivers": "River Drivers", "bakers": "Hill Bakers"}


def wrapped(text):
    """As a narrow screen shows it, and as somebody copies it from there."""
    return "".join(text[at:at + 67] + "\n" for at in range(0, len(text), 67))


class Newcomers:
    def __init__(self, stage):
        self.stage, self.people, self.relays = stage, {}, []
        self.folder = stage.file("cards/none", "").parent.parent

    def line(self, handle, text, typed="", live=False, **instead):
        """A line of the guide, with the words that stand for one's own: plumbers, chi, ana, CALL."""
        if text not in GUIDE:
            raise Failed(f"the guide does not say: {text}")
        words = text.split()[1:]
        for said, meant in instead.items():
            words = [re.sub(rf"\b{said}\b", meant, word) for word in words]
        profile = self.people[handle]
        return (profile.act if live else profile.cli)(*words, typed=typed)

    def identity(self, handle):
        profile = Profile(self.stage, handle).start()
        profile.folder = self.folder
        self.people[handle] = profile
        if "tocsin init --profile $P --rehearsal --handle ana" not in GUIDE:
            raise Failed("the guide does not say how to begin")
        profile.act("init", "--rehearsal", "--handle", handle, typed="understood\n")
        profile.cli("card", "-o", f"{handle}.card")

    def organization(self, slug):
        one, two = PEOPLE[slug]
        delegates = "".join('  { handle = "%s", devices = ["%s.card"] },\n' % (h, h) for h in (one, two))
        self.stage.file("manifest.toml", f'name = "{NAMES[slug]}"\nk = 2\nlife = "90d"\ndelegates = [\n{delegates}]\n')
        self.line(one, "tocsin draft manifest manifest.toml -o plumbers.draft", plumbers=slug)
        for handle in (one, two):
            words = self.line(handle, "tocsin review plumbers.draft", plumbers=slug).row("review")["words"]
            self.line(handle, "tocsin confirm plumbers.draft --approve -o plumbers.chi", words + "\n", True, plumbers=slug, chi=handle)
        self.line(one, "tocsin merge plumbers.chi plumbers.dee -o plumbers.card", plumbers=slug, chi=one, dee=two)
        card = self.stage.file(f"{slug}.card")
        self.stage.file(f"cards/{slug}.card", card.read_bytes())
        return self.line(one, "tocsin words plumbers.card", plumbers=slug).rows()[0]["words"]

    def charter(self, heard):
        if "`three.toml` is a rehearsal of three organizations" not in GUIDE:
            raise Failed("the guide does not say which example serves three organizations")
        text = (ROOT / "packaging/share/charters/three.toml").read_text()
        text = re.sub(r"review_by = \S+", f"review_by = {(now() + datetime.timedelta(days=200)).date()}", text)
        self.stage.file("charter.toml", text)
        order = re.findall(r'slug = "(\w+)"', text)
        self.line("chi", "tocsin charter lint charter.toml")
        self.line("chi", "tocsin draft charter charter.toml -o charter.draft", "".join(heard[slug] + "\n" for slug in order))
        copies = []
        for handle, profile in self.people.items():
            words = profile.cli("review", "charter.draft").row("review")["words"]
            profile.act("confirm", "charter.draft", "--approve", "-o", f"charter.{handle}", typed=words + "\n")
            copies.append(f"charter.{handle}")
        self.people["chi"].cli("merge", *copies, "-o", "charter.draft")
        done = self.line("chi", "tocsin charter finish charter.draft --relay box1.txt --charter river.charter -o founding.bundle", live=True)
        self.relays[0].cli("relay", "grant", typed=wrapped(done.row("grant")["text"]))
        for handle in self.people:
            if handle != "chi":
                self.line(handle, "tocsin import founding.bundle", done.row("bundle_words")["words"] + "\n")
        check(True, "three organizations have a coalition")

    def sign(self, handle, subject):
        profile = self.people[handle]
        profile.wait(lambda: profile.cli("show", subject, check=False).code == 0, "the paper arrives")
        screen = profile.cli("review", subject, as_json=False).out
        if "EXERCISE" not in screen:
            raise Failed(f"practice that does not say so: {screen}")
        shown = profile.cli("review", subject).row("review")
        typed = f'{last_three(shown["words"])}\n{shown["org"]} {shown["action"]}\n'
        profile.act("confirm", subject, "--approve", typed=typed)

    def is_at(self, handle, subject, kind, states):
        profile = self.people[handle]

        def reached():
            answer = profile.cli("status", subject, check=False)
            return answer.code == 0 and answer.row(kind)["state"] in states
        profile.wait(reached, f"{kind} is {states[0]}")

    def drill(self):
        practice = self.line("chi", "tocsin drill run --action stoppage").row("draft")["id"]
        deciding = PEOPLE["plumbers"] + PEOPLE["drivers"]
        for handle in deciding:
            self.sign(handle, practice)
        self.is_at("chi", practice, "proposal", ["MANDATED"])
        call = self.people["chi"].cli("drill", "run", practice).row("draft")["id"]
        for handle in deciding:
            self.sign(handle, call)
        for slug in PEOPLE:
            handle = PEOPLE[slug][0]
            self.is_at(handle, call, "call", ["CALLED", "IN_EFFECT"])
            self.line(handle, "tocsin ack CALL reviewed", CALL=call)
        chi = self.people["chi"]
        if "`tocsin drill report`" not in GUIDE:
            raise Failed("the guide does not say how to see whom it reached")

        chi.wait(lambda: chi.cli("drill", "report", call).row("drill")["reached"] == 3, "all three reviewed it")
        check(True, "the drill reached all three organizations")


def body(stage):
    it = Newcomers(stage)
    start_relay(it, "relay-1")
    for handles in PEOPLE.values():
        for handle in handles:
            it.identity(handle)
    it.charter({slug: it.organization(slug) for slug in PEOPLE})
    it.drill()


if __name__ == "__main__":
    with Stage() as stage:
        body(stage)
