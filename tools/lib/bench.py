#!/usr/bin/env python3
"""bench.py AUTOGEN BIN SERVER_URL RUNS TABLES...: whole commands beside pg_dump, in turn, in one run.

For each number of tables a database and a project of its own. A line is a command: the median of its time, its ratio to
`pg_dump --schema-only` of the same database, and its largest peak of memory. BENCH_SCHEMA names another script that prints
a schema of so many tables.
"""
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent


class Bench:
    def __init__(self, autogen, binaries, server_url, runs):
        self.autogen, self.runs = autogen, runs
        self.psql, self.pg_dump = f"{binaries}/psql", f"{binaries}/pg_dump"
        self.server_url = server_url

    def sql(self, text, url):
        subprocess.run([self.psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url], input=text, text=True, check=True,
                       stdout=subprocess.DEVNULL)

    def schema(self, tables):
        name = f"bench_{tables}"
        self.sql(f"CREATE DATABASE {name}", self.server_url)
        url = re.sub(r"/[^/?]*\?", f"/{name}?", self.server_url, count=1)
        generator = os.environ.get("BENCH_SCHEMA", HERE / "bench_schema.py")
        script = subprocess.run([sys.executable, generator, str(tables)], check=True, capture_output=True,
                                text=True).stdout
        self.sql(script, url)
        self.sql("VACUUM ANALYZE", url)
        return url

    def run(self, tables, folder):
        self.url = self.schema(tables)
        self.folder = folder
        self.written = None  # what stood among the migrations before a case wrote some
        os.environ["DATABASE_URL"] = self.url
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        self.tool("init", "--baseline")
        self.tool("check")
        self.tool("check", "--no-cache")
        cases = self.cases(tables)
        results = {name: [] for name, _, _ in cases}
        for _ in range(self.runs):
            for name, prepare, command in cases:
                if prepare:
                    prepare()
                results[name].append(self.once(command))
                self.clean()
        self.print(tables, results)

    def tool(self, *arguments):
        subprocess.run([self.autogen, *arguments, "--quiet"], cwd=self.folder, check=True, stdout=subprocess.DEVNULL)

    def cases(self, tables):
        tool = [self.autogen]
        some = min(100, tables)
        cases = [
            ("pg_dump --schema-only", None, [self.pg_dump, "--schema-only", "-d", self.url]),
            ("inspect", None, tool + ["inspect", "--quiet", "--force", "-o", str(self.folder / "again")]),
            ("check, nothing saved", None, tool + ["check", "--quiet", "--no-cache"]),
            ("check, saved state", None, tool + ["check", "--quiet"]),
            ("check, the digest moved", self.move_digest, tool + ["check", "--quiet"]),
            ("check, no database", None, ["env", "-u", "DATABASE_URL"] + tool + ["check", "--quiet"]),
            ("-m, one column, proved", lambda: self.change(1), tool + ["-m", "Add a column", "--quiet"]),
            (f"-m, {some} tables, proved", lambda: self.change(some), tool + ["-m", "Add columns", "--quiet"]),
            (f"-m, {tables} tables, no proof", lambda: self.change(tables),
             tool + ["-m", "Add columns", "--quiet", "--prove", "off"]),
        ]
        if alembic := self.alembic():
            cases.append(("alembic, no change", None, alembic))
        return cases

    # The same schema, written once more.
    def move_digest(self):
        self.sql("COMMENT ON SCHEMA public IS 'moved'; COMMENT ON SCHEMA public IS 'standard public schema'", self.url)

    def tables_files(self):
        return sorted((self.folder / "model-schemas").glob("**/tables/*.yaml"))

    def change(self, tables):
        for file in self.tables_files()[:tables]:
            text = file.read_text()
            file.with_suffix(".before").write_text(text)
            file.write_text(text.replace("    columns:\n", "    columns:\n      bench_added: integer\n", 1))
        self.written = set((self.folder / "migrations").iterdir())

    def clean(self):
        for before in (self.folder / "model-schemas").glob("**/tables/*.before"):
            before.rename(before.with_suffix(".yaml"))
        if self.written:
            for file in set((self.folder / "migrations").iterdir()) - self.written:
                file.unlink()

    # Reflected once, compared each time, as a project with models would.
    def alembic(self):
        pythons = [python for python in (sys.executable, "/usr/bin/python3") if
                   subprocess.run([python, "-c", "import alembic, psycopg2"], capture_output=True).returncode == 0]
        if not pythons:
            return None
        script = self.folder / "alembic_check.py"
        script.write_text(ALEMBIC.format(url="postgresql+psycopg2" + self.url.removeprefix("postgresql"),
                                         pickle=self.folder / "metadata.pickle"))
        subprocess.run([pythons[0], script, "reflect"], check=True, capture_output=True)
        return [pythons[0], str(script)]

    def once(self, command):
        begin = time.perf_counter()
        process = os.fork()
        if process == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.chdir(self.folder)
            os.execvp(command[0], command)
        _, status, usage = os.wait4(process, 0)
        if status != 0:
            sys.exit(f"failed: {' '.join(map(str, command))}")
        return time.perf_counter() - begin, usage.ru_maxrss / 1024

    @staticmethod
    def print(tables, results):
        base = statistics.median(seconds for seconds, _ in results["pg_dump --schema-only"])
        print(f"\n{f'{tables} tables':32} {'median ms':>9} {'ratio':>7} {'peak MiB':>9}")
        for name, runs in results.items():
            median = statistics.median(seconds for seconds, _ in runs)
            print(f"{name:32} {1000 * median:9.0f} {median / base:7.3f} {max(memory for _, memory in runs):9.0f}", flush=True)


ALEMBIC = """\
import pickle, re, sys
import sqlalchemy
sys.setrecursionlimit(1000000)
engine = sqlalchemy.create_engine("{url}")
if sys.argv[1:] == ["reflect"]:
    metadata = sqlalchemy.MetaData()
    inspector = sqlalchemy.inspect(engine)
    for schema in inspector.get_schema_names():
        if schema != "information_schema":
            metadata.reflect(engine, schema=schema)
    # Alembic cannot read a reflected 'US'::bpchar: as people write it, it is US.
    for column in (column for table in metadata.tables.values() for column in table.columns):
        literal = re.match("'([^']*)'::", str(getattr(column.server_default, "arg", "")))
        if literal and column.type._type_affinity is sqlalchemy.types.String:
            column.server_default = sqlalchemy.DefaultClause(literal[1])
    pickle.dump(metadata, open("{pickle}", "wb"))
else:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    metadata = pickle.load(open("{pickle}", "rb"))
    with engine.connect() as connection:
        options = dict(compare_type=True, compare_server_default=True, include_schemas=True)
        compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
"""


def machine():
    models = [line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    return f"{len(models)} x {models[0] if models else 'unknown processor'}"


def main():
    autogen, binaries, server_url, runs, *sizes = sys.argv[1:]
    bench = Bench(autogen, binaries, server_url, int(runs))
    print(f"{machine()}, {subprocess.run([binaries + '/postgres', '--version'], capture_output=True, text=True).stdout.strip()}, "
          f"medians of {runs} runs in turn")
    for size in sizes:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="autogen-bench-"))
        try:
            bench.run(int(size), folder)
        finally:
            shutil.rmtree(folder)


main()
