"""Private PostgreSQL servers for the tests of the program: on a socket in a folder of their own, gone with the test."""
import os
import pathlib
import socket
import struct
import subprocess
import tempfile
import threading


def binaries():
    """The folder of postgres, initdb and the others: the newest on this machine."""
    if wanted := os.environ.get("AUTOGEN_TEST_PG_BIN"):
        return pathlib.Path(wanted)
    found = [path for path in pathlib.Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    if not found:
        raise SystemExit("no PostgreSQL server on this machine (Debian: apt install postgresql-15)")
    return max(found, key=lambda path: int(path.parent.name))


# A server refuses to run as root.
AS_SERVER = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] if os.geteuid() == 0 else []


class Watcher:
    """Runs `ending`, then removes the folder, when told to or when this process is gone, however it went: its pipe closes."""

    def __init__(self, folder, *ending):
        script = 'cat >/dev/null; "$@" >/dev/null 2>&1; rm -rf "$0"'
        self.process = subprocess.Popen(["sh", "-c", script, folder, *(ending or [":"])], stdin=subprocess.PIPE, cwd="/",
                                        start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Server:
    """One server; `settings`: "tcp", or name=value; `standby_of` makes it a hot standby of another one."""

    def __init__(self, settings=(), standby_of=None):
        self.bin = binaries()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="autogen-test-", dir="/tmp"))
        if AS_SERVER:
            subprocess.run(["chown", "postgres", self.folder], check=True)
        self.watcher = Watcher(self.folder, *AS_SERVER, self.bin / "pg_ctl", "-D", self.folder / "data", "-m", "immediate", "stop")
        if standby_of:
            self.command("pg_basebackup", "-D", self.folder / "data", "-h", standby_of.folder, "-U", "postgres", "-R",
                         "--checkpoint=fast", "--no-sync")
        else:
            self.command("initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8",
                         "--locale=C.UTF-8", "--no-sync")
        options = ["listen_addresses=127.0.0.1" if "tcp" in settings else "listen_addresses=",
                   f"port={free_port()}" if "tcp" in settings else "port=5432",
                   f"unix_socket_directories={self.folder}", "fsync=off", "autovacuum=off", "shared_buffers=32MB",
                   *(setting for setting in settings if "=" in setting)]
        self.port = int(options[1].partition("=")[2])
        self.command("pg_ctl", "-D", self.folder / "data", "-s", "-w", "-l", self.folder / "log", "-o",
                     " ".join(f"-c '{option}'" for option in options), "start")

    def command(self, program, *arguments):
        subprocess.run(AS_SERVER + [self.bin / program, *arguments], check=True, cwd=self.folder,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self):
        self.watcher.end()

    def url(self, database, user="postgres"):
        return f"postgresql://{user}@/{database}?host={self.folder}&port={self.port}"

    def sql(self, text, database="postgres", user="postgres"):
        """Runs SQL; the rows, fields divided by |."""
        run = subprocess.run([self.bin / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", self.url(database, user)],
                             input=text, text=True, capture_output=True)
        if run.returncode != 0:
            raise AssertionError(run.stderr)
        return run.stdout.strip()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class OldServer:
    """Says that it is PostgreSQL `version`, and nothing else."""

    def __init__(self, version):
        self.version = version
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with client:
                self.greet(client)

    # See: PostgreSQL manual, Frontend/Backend Protocol, Start-up.
    def greet(self, client):
        while True:
            length, code = struct.unpack("!II", client.recv(8))
            client.recv(length - 8)
            if code not in (80877103, 80877104):  # SSL, GSSAPI: no, thank you
                break
            client.sendall(b"N")
        parameter = b"server_version\0" + self.version.encode() + b"\0"
        for kind, body in ((b"R", struct.pack("!I", 0)), (b"S", parameter), (b"Z", b"I")):
            client.sendall(kind + struct.pack("!I", len(body) + 4) + body)
        client.recv(1024)

    def stop(self):
        self.listener.close()
