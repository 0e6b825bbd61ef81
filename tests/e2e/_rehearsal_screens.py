"""Screens as a person sees them, kept as files. What no two runs have in common (ids, words, times, counts of seconds) is written as
a stand-in of the same width, so that columns are compared as they stand. Every screen is also checked for what any screen must be:
at most 80 columns, no escape sequence, nothing that is not text."""
import difflib
import itertools
import pathlib
import re
import unicodedata

from _stage import Failed

FOLDER = pathlib.Path(__file__).resolve().parent / "golden"
COLUMNS = 80
BANNER = r"(?:REHEARSAL(?: EXERCISE)?  +)?"
BREAK = r"(?:[ ]+|[ ]*\n" + BANNER + r"[ ]*)"  # a blank, or where a line was broken
SIX_WORDS = re.compile(r"(words:|[Ww]ords|DRILL LIST|LIVE)" + BREAK + r"[a-z]{3,8}(?:" + BREAK + r"[a-z]{3,8}){5}\n")
WEEKDAY, MONTH = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)", r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
MOMENTS = re.compile("|".join(BREAK.join(parts) for parts in (
    (r"\b" + WEEKDAY, r"\d{1,2}", MONTH, r"\d{4}", r"\d\d:\d\d\b"), (r"\b\d{4}-\d\d-\d\d", r"\d\d:\d\d\b"),
    (r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\b",), (r"\b\d{4}-\d\d-\d\d\b",), (r"\b\d{1,2}", MONTH + r"\b"))))
IDS = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{8})\b")
# What is counted from now, and what the mesh holds at the moment.
COUNTS = [re.compile(pattern) for pattern in (
    r"\b(?:in|median|slowest)" + BREAK + r"\d+" + BREAK + r"(?:s|min)\b",
    r"\b\d+" + BREAK + r"(?:s|min)(?=" + BREAK + r"(?:ago|after)\b)",
    r"(?<=holds )\d+(?= envelopes)", r"(?<=envelopes, )\d+(?= calls)", r"(?<=box1   )\d+ (?:s|min)\b",
    r"(?m)\b\d+\.\d+(?= with\b|$)")]
ELASTIC = re.compile(r"\b(?:D+|N+|U+)\b")


def stand_in(pattern, text, *pairs):
    def replaced(match):
        out = match[0]
        for what, by in pairs:
            out = re.sub(what, by, out)
        return out
    return pattern.sub(replaced, text)


def settled(text):
    """The screen with stand-ins. Six words are as wide as they are: the line that holds them is not laid out again."""
    text = SIX_WORDS.sub(r"\1  one two three four five six\n", text)
    text = stand_in(MOMENTS, text, (r"\d", "D"), (WEEKDAY, "Day"), (MONTH, "Mon"))
    text = stand_in(IDS, text, (".", "h"))
    for pattern in COUNTS:
        text = stand_in(pattern, text, (r"\d", "N"), (r"\b(s|min)\b", lambda unit: "U" * len(unit[0])))
    return ordered(text)


FIELD = re.compile(BANNER + r"  (\w[^:]*):")


def ordered(text):
    """What is signed names organizations in the order of their ids, which no two runs have in common."""
    blocks = []  # a field with what hangs below it
    for line in text.split("\n"):
        is_below = blocks and FIELD.match(blocks[-1][0]) and re.match(BANNER + r" {4}", line)
        if is_below:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    out = []
    for name, group in itertools.groupby(blocks, lambda block: FIELD.match(block[0]) and FIELD.match(block[0])[1]):
        out += sorted(group) if name else group
    return "\n".join(line for block in out for line in block)


def loose(text):
    """Where a number has another count of digits, lines break elsewhere: then it is the words that are compared."""
    text = re.sub(r"^" + BANNER, "", text, flags=re.M)
    return ELASTIC.sub(lambda match: match[0][0], text).split()


def is_same(kept, seen):
    if kept == seen:
        return True
    widths = [[len(match) for match in ELASTIC.findall(text)] for text in (kept, seen)]
    return widths[0] != widths[1] and loose(kept) == loose(seen)


def faults(text):
    """What no screen may have."""
    for number, line in enumerate(text.split("\n"), 1):
        if sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) > COLUMNS:
            yield f"line {number} is wider than {COLUMNS} columns: {line}"
        if line != line.rstrip() and not line.endswith(": "):  # a question waits behind its blank
            yield f"line {number} ends in blanks: {line!r}"
        for c in line:
            if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
                yield f"line {number} holds U+{ord(c):04X}"


class Screens:
    def __init__(self, writes, show=lambda text: None):
        self.writes, self.show = writes, show
        self.names, self.wrong = [], []
        if writes:
            FOLDER.mkdir(exist_ok=True)
            for old in FOLDER.glob("*.txt"):
                old.unlink()

    def take(self, profile, name, *words, act=False, typed="", code=0):
        """Runs a command as a person does, and keeps or compares what it prints. Nobody types a whole id."""
        words = [word[:8] if re.fullmatch("[0-9a-f]{64}", word) else word for word in words]
        answer = (profile.act if act else profile.cli)(*words, typed=typed, as_json=False, check=False)
        if answer.code != code:
            raise Failed(f"{profile.name}: tocsin {' '.join(words)} ended with {answer.code}, not {code}\n{answer.out}{answer.err}")
        said = answer.out + answer.err
        prompt = f"{profile.name}$ tocsin {' '.join(words)}\n"
        self.show(prompt + said)
        name = f"{len(self.names) + 1:02d}-{name}.txt"
        self.names.append(name)
        for fault in faults(said):
            self.complain(name, fault)
        self.compare(FOLDER / name, settled(prompt + said))
        return answer

    def compare(self, path, seen):
        if self.writes:
            path.write_text(seen)
            return
        kept = path.read_text() if path.exists() else ""
        if is_same(kept, seen):
            return
        lines = difflib.unified_diff(kept.splitlines(), seen.splitlines(), f"golden/{path.name}", "this run", lineterm="")
        self.complain(path.name, "\n" + "\n".join(lines))

    def complain(self, name, what):
        self.wrong.append(name)
        print(f"not so: {name}: {what}", flush=True)

    def finish(self):
        gone = sorted({path.name for path in FOLDER.glob("*.txt")} - set(self.names))
        for name in gone:
            self.complain(name, "no screen of this story")
        if self.wrong:
            raise Failed(f"{len(set(self.wrong))} of {len(self.names)} screens read otherwise; "
                         "if that is meant: tests/e2e/rehearsal.py --write")
