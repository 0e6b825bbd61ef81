#!/usr/bin/env python3
"""What must not work: each attempt is refused with its code and its exit, and nothing of it stays behind."""
import base64
import hashlib
import os
import socket
import stat
import subprocess

from _coalition import pause
from _stage import BIN, PASSPHRASE, Failed, Profile, Stage
from _steps import SmallCoalition, Papers, approvals, check, found, refused, start_relay

NOBODY = 65534
SECRET_TEXT = "we meet behind the tarnwater depot at six"


# --- texts that people carry ---
def opened(text):
    prefix, body = text.split(":", 1)
    return prefix + ":", base64.b32decode(body + "=" * (-len(body) % 8))[:-5]


def armoured(prefix, body):
    label = b"tocsin/text/check"
    framed = bytes([len(label)]) + label
    for part in (prefix.encode(), body):
        framed += len(part).to_bytes(4, "little") + part
    whole = body + hashlib.blake2b(framed, digest_size=32).digest()[:5]
    return prefix + base64.b32encode(whole).decode().rstrip("=")


def expired(invite):
    """The same invite, of an hour long past; its expiry follows version, suite, role and the number of places."""
    prefix, body = opened(invite)
    return armoured(prefix, body[:4] + (480_000).to_bytes(4, "little") + body[8:])


# --- the stories ---
def hostile_lists(chi):
    def workers():
        return sum(row["eligible"] for row in chi.cli("roster", "show").rows() if row["kind"] == "cell")

    def taken(name, content, *options):
        path = chi.stage.file(f"lists/{name}.csv", content)
        return chi.cli("roster", "import", str(path), *options, check=False)

    head = "ref,name,cell\n"
    refused(taken("latin", head.encode() + "w-1,José,public/town\n".encode("latin-1")), 5, "E_ENCODING",
            "a list that is not UTF-8")
    refused(taken("long", head + "w-1," + "x" * 10_000_000 + ",public/town\n"), 5, "E_SIZE", "a line of 10 MB")
    refused(taken("wide", head + "w-1," + "x" * 100_000 + ",public/town\n"), 5, "E_SIZE", "a field of 100 KB")
    refused(taken("formula", head + "w-1,=cmd|' /C calc'!A0,public/town\n"), 5, "E_FORMULA", "a list of formulas only")
    check(workers() == 0, "nothing of these lists was taken")
    mixed = taken("mixed", head + "w-1,Ana,public/town\nw-2,+1+1,public/town\nw-3,@SUM(A1),public/town\nw-4,-2,public/town\n"
                  "w-1,Ana again,public/town\nw-5,Bo,public/town\nw-5,Bo,public/town\n")
    codes = sorted(row["code"] for row in mixed.rows() if row["kind"] == "row_refused")
    check(mixed.code == 0 and codes == ["E_DUPLICATE"] * 2 + ["E_FORMULA"] * 3,
          "in a mixed list each formula and each duplicate row is refused by line and code")
    check(mixed.row("imported")["added"] == 2 and workers() == 2, "and only its two sound rows are taken")


def texts_as_arguments(chi):
    for words in (SECRET_TEXT.split(), [SECRET_TEXT]):
        answer = chi.cli("send", "assembly", *words, check=False)
        told = answer.out + answer.err
        check(answer.code == 2 and not any(word in told for word in ("tarnwater", "behind", "depot")),
              "a message given as an argument -> exit 2, and the text is not repeated")


def other_user(chi):
    """As another user of the same machine; with the folders opened on purpose, the daemon itself still refuses."""
    if os.getuid() != 0:
        print("--  another user's attempt: absent, it takes root to become one", flush=True)
        return
    run = chi.stage.root / "run" / "tocsin" / chi.name
    ways = [run] + [p for p in run.parents if chi.stage.root in p.parents or p == chi.stage.root]
    modes = {p: stat.S_IMODE(p.stat().st_mode) for p in ways + [run / "ctl", run / "cookie"]}

    def become_nobody():
        os.setgid(NOBODY)
        os.setuid(NOBODY)

    def ask():
        return subprocess.run([str(BIN / "tocsin"), "--profile", chi.name, "status"], env=chi.stage.env, cwd="/", text=True,
                              capture_output=True, preexec_fn=become_nobody, timeout=30)

    def listen():
        """What the daemon sends to a stranger, as the child's exit: 0 nothing, 1 a byte, 3 no connection."""
        pid = os.fork()
        if pid == 0:
            become_nobody()
            with socket.socket(socket.AF_UNIX) as stranger:
                stranger.settimeout(10)
                try:
                    stranger.connect(str(run / "ctl"))
                    got = stranger.recv(1)
                except ConnectionResetError:
                    got = b""
                except OSError:
                    os._exit(3)
            os._exit(1 if got else 0)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    reached = BIN_is_reachable()
    closed = ask() if reached else None
    if reached:
        check(closed.returncode != 0 and "chi of" not in closed.stdout, f"another user's tocsin -> exit {closed.returncode}")
    check(listen() == 3, "another user cannot reach the control socket")
    try:
        for path in ways:
            path.chmod(0o755)
        (run / "ctl").chmod(0o666)
        (run / "cookie").chmod(0o644)
        check(listen() == 0, "with every folder open to all, the daemon closes without a byte to another user")
        if reached:
            closed = ask()
            check(closed.returncode == 77 and "chi of" not in closed.stdout, "and another user's tocsin -> exit 77")
    finally:
        for path, mode in modes.items():
            path.chmod(mode)
    check(chi.cli("status").code == 0, "its own user is served as before")


def BIN_is_reachable():
    """Whether nobody may run the binaries where they lie."""
    return all(stat.S_IMODE(p.stat().st_mode) & 0o001 for p in [BIN / "tocsin", *BIN.parents])


def second_daemon(chi):
    second = subprocess.run([str(BIN / "tocsind"), "--profile", chi.name], env=chi.stage.env, stdin=subprocess.DEVNULL,
                            capture_output=True, text=True, timeout=30)
    check(second.returncode == 75, "a second daemon on one profile -> exit 75")


def invites(c):
    ana, kim, lou = c.people["ana"], c.new_person("kim"), c.new_person("lou")

    def asked(newcomer, text):
        since = ana.cli("status").row("self")["cursor"]
        words = newcomer.cli("accept", typed=text + "\n").row("accepted")["words"]
        ana.watch(lambda e: e.get("event") == "join.asked", "the newcomer's request", since)
        return words

    def admitted(words):
        return ana.act("admit", typed=words + "\n", check=False)

    def invite():
        return ana.act("invite").row("invite")["text"]

    text = invite()
    refused(kim.cli("accept", typed=expired(text) + "\n", check=False), 5, "E_EXPIRED", "an invite whose time is over")
    device = armoured("TOCSIN-DEVICE-1:", opened(text)[1])
    refused(kim.cli("accept", typed=device + "\n", check=False), 77, "E_NOT_ALLOWED", "a device link given to accept")
    refused(kim.cli("accept", typed=text[:-1] + "\n", check=False), 5, "E_DECODE", "an invite cut short")
    first = asked(kim, text)
    second = lou.cli("accept", typed=text + "\n").row("accepted")["words"]
    pause(3)
    refused(admitted(second), 2, "E_WORDS", "an invite used by a second device, before the first is admitted")
    check(admitted(first).code == 0, "the first one's words admit")
    kim.wait(lambda: c.has_keys(kim, 1), "the welcome")
    refused(admitted(second), 75, "E_NOT_FOUND", "and used again after that")
    check(not c.has_keys(lou, 1), "who came second has no keys")

    words = asked(lou, invite())
    turned = " ".join(reversed(words.split()))
    for _ in range(3):
        refused(admitted(turned), 2, "E_WORDS", "wrong words at admit")
    refused(admitted(words), 75, "E_NOT_FOUND", "after three of them the right words come too late")
    burned = [row["state"] for row in ana.cli("invite", "list").rows() if row["kind"] == "invite"]
    check("burned" in burned and not c.has_keys(lou, 1), "that invite is burned, and nobody came in by it")


def files(c, other, drill):
    """Certificates that prove something else than claimed, or nothing."""
    ana, chi = c.people["ana"], c.people["chi"]
    certificate, practice = c.file("certificate"), c.file("drill")
    ana.cli("export", c.call, "-o", str(certificate))
    ana.cli("export", drill, "-o", str(practice))
    def verify(path, charter, *options):
        return chi.cli("verify", str(path), "--charter", str(charter), *options, check=False)
    check(verify(certificate, c.charter).row("verified")["outcome"] == "VALID", "the certificate is valid by its charter")
    refused(verify(certificate, other.charter), 5, "E_COALITION", "a certificate of another coalition")
    refused(verify(certificate, c.charter, "--live"), 5, "E_MODE", "a rehearsal's certificate offered as live")
    refused(verify(practice, c.charter, "--live"), 5, "E_MODE", "a drill's certificate offered as live")
    whole = certificate.read_bytes()
    step = len(whole) // 40
    codes = set()
    for at in range(3, len(whole), step):
        broken = c.file("broken", whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
        answer = verify(broken, c.charter)
        if answer.code != 5:
            raise Failed(f"byte {at} changed and exit {answer.code}: {answer.out}")
        codes.add(answer.row("refusal")["code"])
    check(codes, f"a certificate with one bit changed, in {len(range(3, len(whole), step))} places -> exit 5 "
          f"({' '.join(sorted(codes))})")
    refused(verify(c.file("cut", whole[:-1]), c.charter), 5, "E_DECODE", "a certificate cut short")
    return certificate


def body(stage):
    c = SmallCoalition(stage, "Two Together", {"plumbers": {"ana": ["ana", "ana2"], "bo": ["bo"]}, "tenants": {"chi": ["chi"]}})
    other = SmallCoalition(stage, "Two Apart", {"roofers": {"dee": ["dee"], "eli": ["eli"]}, "readers": {"fay": ["fay"]}}, folder="other")
    start_relay(c, "relay")
    for name, handle in (("ana", "ana"), ("ana2", "ana"), ("bo", "bo"), ("chi", "chi")):
        c.new_person(name, handle)
    for name in ("dee", "eli", "fay"):
        other.new_person(name)
    found(c)
    found(other)
    ana, second, bo, chi = (c.people[n] for n in ("ana", "ana2", "bo", "chi"))

    # The rule, and who counts for it.
    proposal = c.rally_proposal()
    practice = ana.cli("drill", "run", "--action", "rally").row("draft")["id"]
    refused(c.rally_call(60, check=False), 3, "E_COUNT", "a call drafted before the mandate")
    lacks = [row for row in c.rally_call(60, check=False).rows() if row["kind"] == "lack"]
    check(lacks and all(row["have"] < row["need"] for row in lacks), "it says what is missing: " +
          ", ".join(f'{row["node"]} {row["have"]} of {row["need"]}' for row in lacks))
    papers = Papers(c, [(proposal, "proposal", [ana, second, bo, chi]), (practice, "proposal", [ana, bo])])
    hostile_lists(chi)
    texts_as_arguments(chi)
    other_user(chi)
    second_daemon(chi)
    papers.confirm(ana, proposal, passphrase=PASSPHRASE)
    papers.confirm(second, proposal, passphrase=PASSPHRASE)
    bo.wait(lambda: len(approvals(bo, proposal)) == 1, "the sign-offs")
    ana.cli("send", "org", "--wait", "stored", typed="both of my laptops signed\n")
    bo.wait(lambda: "both of my laptops" in bo.cli("read", "org").out, "what ana sent behind her sign-offs")
    check(all(approvals(p, proposal) == {"plumbers": 1} for p in (ana, second, bo)),
          "one delegate who signs on two devices is counted once")
    wrong = "river stone table"
    refused(papers.confirm(bo, proposal, words=wrong, passphrase=PASSPHRASE, check=False), 2, "E_WORDS", "wrong words")
    refused(papers.confirm(bo, proposal, passphrase="not this one at all", check=False), 77, "E_PASSPHRASE", "a wrong passphrase")
    check(approvals(bo, proposal) == {"plumbers": 1}, "neither signed anything")
    papers.confirm(bo, proposal, passphrase=PASSPHRASE)
    papers.confirm(chi, proposal, passphrase=PASSPHRASE)
    for p in (ana, bo):
        papers.confirm(p, practice, passphrase=PASSPHRASE)
    for subject in (proposal, practice):
        c.wait_state(ana, subject, "proposal", "MANDATED")

    # The call, its end, and what is shown of it afterwards.
    invites(c)
    c.rally_call(20)
    drill = ana.cli("drill", "run", practice).row("draft")["id"]
    papers = Papers(c, [(c.call, "call", [ana, bo, chi]), (drill, "call", [ana, bo])])
    papers.confirm_all(PASSPHRASE)
    for subject in (c.call, drill):
        c.wait_state(ana, subject, "call", "CALLED")
    certificate = files(c, other, drill)
    ended(c, certificate)


def ended(c, certificate):
    ana, bo, chi = (c.people[n] for n in ("ana", "bo", "chi"))
    c.wait_state(ana, c.call, "call", "IN_EFFECT")
    papers = Papers(c, [(c.call, "call", [ana])])
    stop = ana.cli("end", c.call, "--form", "settled", "--outcome", "met", "--next-review", "2030-01-01T00:00:00Z",
                   typed=papers.typed(ana, c.call), passphrase=PASSPHRASE).row("draft")["id"]
    Papers(c, [(stop, "stop", [bo])]).confirm_all(PASSPHRASE)
    for p in (ana, bo, chi):
        c.wait_state(p, c.call, "call", "ENDED")
    since = {p: p.cli("status").row("self")["cursor"] for p in (ana, chi)}
    for p in (ana, chi):
        p.cli("import", str(certificate))
    pause(2)
    for p in (ana, chi):
        check(c.state(p, c.call, "call") == "ENDED", "a certificate imported again after the end changes nothing")
        try:
            event = p.watch(lambda e: "call" in e.get("event", ""), "", since[p], timeout=2)
        except Failed:
            event = None
        check(event is None, "and nobody is told of a call again")


if __name__ == "__main__":
    with Stage() as stage:
        body(stage)
