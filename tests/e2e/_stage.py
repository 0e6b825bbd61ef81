"""A stage for stories on real daemons: profiles in a directory of their own, processes that end with the stage (by pid), and
the command line driven as a user drives it (typed lines on standard input, passphrase on a descriptor)."""
import json
import os
import pathlib
import select
import shutil
import signal
import subprocess
import tempfile
import time

BIN = pathlib.Path(os.environ.get("TOCSIN_BIN", "build/dev")).resolve()
PASSPHRASE = "maple orbit kettle sand violin crane"


class Failed(Exception):
    """A step of the story did not do what it says."""


class Answer:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def rows(self):
        return [json.loads(line) for line in self.out.splitlines() if line.startswith("{")]

    def row(self, kind):
        for row in self.rows():
            if row.get("kind") == kind:
                return row
        raise Failed(f"no row {kind} in: {self.out}{self.err}")


class Profile:
    def __init__(self, stage, name, role="node", listen=None):
        self.stage, self.name, self.role, self.listen = stage, name, role, listen
        self.daemon, self.folder = None, None
        self.log = stage.root / "logs" / f"{name}.log"

    def start(self):
        argv = [str(BIN / "tocsind"), "--profile", self.name, "--role", self.role]
        if self.listen:
            argv += ["--listen", self.listen]
        with open(self.log, "ab") as log:
            self.daemon = subprocess.Popen(argv, env=self.stage.env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                           start_new_session=True)
        self.stage.processes.append(self.daemon)
        self.wait(lambda: self.cli("status", check=False).code not in (74, 75), "the daemon answers")
        return self

    def kill(self):
        """kill -9: no goodbye."""
        self.daemon.kill()
        self.daemon.wait()

    def stop(self):
        self.daemon.terminate()
        self.daemon.wait(timeout=20)

    def cli(self, *words, typed="", passphrase=None, check=True, as_json=True, timeout=60):
        argv = [str(BIN / "tocsin"), "--profile", self.name]
        argv += ["--json"] if as_json else []
        argv += list(words)
        pass_fds = ()
        if passphrase is not None:
            reading, writing = os.pipe()
            os.write(writing, passphrase.encode() + b"\n")
            os.close(writing)
            argv += ["--passphrase-fd", str(reading)]
            pass_fds = (reading,)
        self.stage.seen_argv.append(argv)
        try:
            done = subprocess.run(argv, env=self.stage.env, input=typed, capture_output=True, text=True, timeout=timeout,
                                  pass_fds=pass_fds, cwd=self.folder or self.stage.root)
        finally:
            for fd in pass_fds:
                os.close(fd)
        answer = Answer(done.returncode, done.stdout, done.stderr)
        if check and done.returncode != 0:
            raise Failed(f"{self.name}: tocsin {' '.join(words)} -> exit {done.returncode}\n{done.stdout}{done.stderr}")
        return answer

    def act(self, *words, typed="", **options):
        """A live act: the passphrase goes with the very request."""
        return self.cli(*words, typed=typed, passphrase=PASSPHRASE, **options)

    def watch(self, done, what, since=0, timeout=90):
        """Waits for an event (`tocsin watch --json`) instead of asking again and again."""
        argv = [str(BIN / "tocsin"), "--profile", self.name, "--json", "watch", "--since", str(since)]
        with subprocess.Popen(argv, env=self.stage.env, stdout=subprocess.PIPE, bufsize=0) as watching:
            deadline = time.monotonic() + timeout
            rest = b""
            try:
                while time.monotonic() < deadline:
                    ready, _, _ = select.select([watching.stdout], [], [], deadline - time.monotonic())
                    came = watching.stdout.read(65536) if ready else b""
                    if not came:
                        break
                    # Unbuffered: a line that waits in a buffer of ours would wake no select.
                    *lines, rest = (rest + came).split(b"\n")
                    for event in map(json.loads, lines):
                        if done(event):
                            return event
            finally:
                watching.kill()
        raise Failed(f"{self.name}: waited in vain: {what}")

    def wait(self, done, what, timeout=90):
        """For states no event tells of (another process starting up); a pause, not a race, lies between two looks."""
        deadline = time.monotonic() + timeout
        while not done():
            if time.monotonic() > deadline:
                raise Failed(f"{self.name}: waited in vain: {what}")
            select.select([], [], [], 0.1)


class Stage:
    def __init__(self, keep=False):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="tocsin-"))
        self.keep = keep
        self.processes, self.seen_argv = [], []
        self.env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": str(self.root / "home"), "NO_COLOR": "1",
                    "XDG_DATA_HOME": str(self.root / "data"), "XDG_STATE_HOME": str(self.root / "state"),
                    "XDG_RUNTIME_DIR": str(self.root / "run")}
        for folder in ("home", "data", "state", "run", "logs", "files"):
            (self.root / folder).mkdir(mode=0o700)

    def file(self, name, content=None):
        path = self.root / "files" / name
        if content is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                process.wait()
        if not self.keep:
            shutil.rmtree(self.root, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
