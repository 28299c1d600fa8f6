"""What the tests of the program share: a project in a folder of its own, runs of the binary, and what they said."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from server import Server, Watcher

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("AUTOGEN_BINARY", ROOT / "build/dev/autogen")).resolve()

_server = _projects = _watcher = None


def server():
    """The server that all tests of this process share."""
    global _server
    if _server is None:
        _server = Server()
    return _server


def projects():
    """The folder that all projects of this process are in."""
    global _projects, _watcher
    if _projects is None:
        _projects = pathlib.Path(tempfile.mkdtemp(prefix="autogen-tool-"))
        _watcher = Watcher(_projects)
    return _projects


class Run:
    def __init__(self, process):
        self.status, self.out, self.err = process.returncode, process.stdout, process.stderr

    def json(self):
        return json.loads(self.out)


class ToolTest(unittest.TestCase):
    """A test with an empty folder, a database of its own on demand, and the program."""

    maxDiff = None
    databases = 0

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=projects()))
        self.addCleanup(shutil.rmtree, self.folder)
        self.environment = {key: value for key, value in os.environ.items()
                            if not key.startswith("PG") and key not in ("DATABASE_URL", "NO_COLOR")}
        self.environment["HOME"] = str(self.folder)
        self.environment.setdefault("XDG_CACHE_HOME", os.path.expanduser("~/.cache"))

    def database(self, sql=""):
        """A new database; DATABASE_URL names it from now on."""
        ToolTest.databases += 1
        self.name = f"t{ToolTest.databases}"
        server().sql(f"CREATE DATABASE {self.name} TEMPLATE template0")
        self.url = server().url(self.name)
        self.environment["DATABASE_URL"] = self.url
        if sql:
            self.sql(sql)
        return self.url

    def sql(self, text):
        return server().sql(text, self.name)

    def write(self, path, text):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def model(self, text, name="models.yaml"):
        return self.write("model-schemas/" + name, text)

    def run_tool(self, *arguments, input=None, cwd=None, **environment):
        process = subprocess.run([BINARY, *arguments], cwd=cwd or self.folder, text=True, capture_output=True, input=input,
                                 stdin=subprocess.DEVNULL if input is None else None,
                                 env={**self.environment, **environment}, timeout=300)
        return Run(process)

    def autogen(self, *arguments, status=0, **rest):
        """A run that must end with `status`."""
        run = self.run_tool(*arguments, **rest)
        if run.status != status:
            self.fail(f"autogen {' '.join(arguments)}: exit status {run.status}, not {status}\n{run.out}{run.err}")
        return run

    def change(self, model, message, *flags):
        """The next migration applied, undone and applied again; each time nothing is left to find."""
        self.model(model)
        self.autogen("-m", message, *flags)
        self.autogen("upgrade", "head")
        self.autogen("check")
        self.autogen("downgrade", "-1")
        self.autogen("upgrade", "head")
        self.autogen("check")
        return self.files()[-1].read_text().split("\n\n", 1)[1]

    def files(self, pattern="*.upgrade.sql"):
        """The migrations' files, in the order of their making."""
        return sorted((self.folder / "migrations").glob(pattern), key=lambda file: file.stat().st_mtime_ns)

    def told(self, text):
        """The text without what differs from run to run: ids, times, folders."""
        text = text.replace(str(self.folder), "FOLDER").replace(str(server().folder), "SOCKET")
        for number, revision in enumerate(self.known_ids(), 1):
            text = text.replace(revision, f"<rev{number}>")
        text = re.sub(r"\d{8}_\d{4}_", "<time>_", text)
        text = re.sub(r"\d+\.\d s\b", "<n> s", text)
        text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]*\+00(:00)?", "<when>", text)
        text = re.sub(r"PostgreSQL \d+\.\d+", "PostgreSQL <version>", text)
        text = re.sub(r"sha256:[0-9a-f]{64}", "<digest>", text)
        return text.replace(getattr(self, "name", "\0"), "DB")

    def known_ids(self):
        """Revisions in the order of their files' making."""
        found = [re.search(r"^-- revision: +(\S+)", file.read_text(), re.M) for file in self.files()]
        return [match.group(1) for match in found if match]


def main():
    try:
        unittest.main(module=sys.modules["__main__"], verbosity=1)
    finally:
        if _server is not None:
            _server.stop()
        if _watcher is not None:
            _watcher.end()
