"""The files of the tree, as tidy's rules ask for them: text, code without comments and literals, includes, the DAG."""
import collections
import fnmatch
import os
import re
import shutil
import subprocess

PRODUCT = ("core/", "transport/", "daemon/", "cli/")
CODE = (".cpp", ".h", ".hpp")
SKIP = re.compile(r"//[^\n]*|/\*.*?\*/|R\"(\w*)\(.*?\)\1\"|\"(?:\\.|[^\"\\\n])*\"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'", re.S)


def blank(match):
    """Comments and literals vanish, lines stay where they are."""
    return '""' * (match.group()[0] in "\"R") + "\n" * match.group().count("\n")


class Tree:
    def __init__(self, root):
        self.root = root
        self.complaints = []
        listed = self.from_git() or self.from_disk()
        self.raw = {}
        for path in sorted(listed):
            full = os.path.join(root, path)
            if os.path.isfile(full) and not os.path.islink(full):
                with open(full, "rb") as file:
                    self.raw[path] = file.read()
        self.text = {p: b.decode("utf-8", "replace") for p, b in self.raw.items() if b"\0" not in b}
        self.code = {p: SKIP.sub(blank, t) for p, t in self.text.items() if p.endswith(CODE)}
        self.includes = {p: [(t.count("\n", 0, m.start(2)) + 1, m[1], m[2]) for m in
                             re.finditer(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)', t, re.M)]
                         for p, t in self.text.items() if p.endswith(CODE)}
        self.uses, self.only = self.read_cmake()

    def from_git(self):
        """Nothing where there is no repository, no git, or one that mistrusts the owner of the folder."""
        if not os.path.exists(os.path.join(self.root, ".git")) or not shutil.which("git"):
            return []
        listed = subprocess.run(["git", "ls-files", "-coz", "--exclude-standard"], cwd=self.root, capture_output=True)
        return [p for p in listed.stdout.decode().split("\0") if p]

    def from_disk(self):
        for folder, below, files in os.walk(self.root):
            below[:] = [b for b in below if b not in ("build", ".git", "__pycache__", ".cache")]
            yield from (os.path.relpath(os.path.join(folder, f), self.root) for f in files)

    def read_cmake(self):
        cmake = re.sub(r"#.*", "", self.text.get("CMakeLists.txt", ""))
        known = {m[1]: m[2] for m in re.finditer(r"\bset\((\w+)\s+([^)]*)\)", cmake)}
        uses, only = {}, {}
        for match in re.finditer(r"^tocsin_library\(([^)]*)\)", cmake, re.M):
            words = re.sub(r"\$\{(\w+)\}", lambda m: known.get(m[1], ""), match[1]).split()
            part, parts = "", collections.defaultdict(list)
            for word in words[1:]:
                if word.isupper():
                    part = word
                else:
                    parts[part].append(word)
            uses[words[0]], only[words[0]] = set(parts["USES"]), set(parts["ONLY"])
        return uses, only

    def say(self, path, line, rule, instead):
        self.complaints.append((path, line, rule, instead))

    def find(self, path, pattern, rule, instead, text=None):
        text = self.code[path] if text is None else text
        for match in re.finditer(pattern, text):
            self.say(path, text.count("\n", 0, match.start()) + 1, rule, f"{match.group().strip()}: {instead}")

    def product(self, *endings):
        return [p for p in self.text if p.startswith(PRODUCT) and p.endswith(endings or CODE)]

    def folder(self, path):
        return max((f for f in self.uses if path.startswith(f + "/")), key=len, default="")


def may(path, globs):
    mirrored = path.removeprefix("tests/")
    return any(fnmatch.fnmatch(path, g) or fnmatch.fnmatch(mirrored, g) for g in globs)
