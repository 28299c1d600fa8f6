"""The README's tour, run as it is written."""
import re
import subprocess

import harness
from harness import BINARY, ROOT, server

README = (ROOT / "README.md").read_text()


class Readme(harness.ToolTest):
    def blocks(self, heading, language):
        section = re.search(rf"^## {heading}\n(.*?)^## ", README, re.M | re.S).group(1)
        return re.findall(rf"```{language}\n(.*?)```", section, re.S)

    def test_five_minutes(self):
        self.database()
        self.autogen("--version")
        shell = self.blocks("Five minutes", "sh")
        model = self.blocks("Five minutes", "yaml")[0]
        self.assertEqual(len(shell), 3)
        change = "email_verified: boolean not null default false"
        self.assertIn(f"add `{change}` to the columns", README)
        verified = model.replace("    indexes:", f"      {change}\n    indexes:")
        self.write("users.yaml", model)
        self.write("verified.yaml", verified)
        # The paths and the address are the reader's own; a check between the steps is where it may fail.
        script = "\n".join([
            "set -e",
            re.sub(r"^export PATH=.*\n", "", shell[0], flags=re.M),
            "cp ../users.yaml model-schemas/users.yaml",
            shell[1],
            "cp ../verified.yaml model-schemas/users.yaml",
            shell[2],
        ])
        run = subprocess.run(["sh", "-c", script], cwd=self.folder, text=True, capture_output=True,
                             env={**self.environment, "PATH": f"{BINARY.parent}:{self.environment['PATH']}"})
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("Add email_verified to users", run.stdout)
        self.assertIn("ALTER TABLE users ADD COLUMN email_verified", "".join(
            file.read_text() for file in (self.folder / "shop/migrations").glob("*.upgrade.sql")))
        # Up to the end, and one back.
        self.assertEqual(self.sql("SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = "
                                  "'users'::regclass AND attnum > 0 AND NOT attisdropped"), "id,email,plan,created_at")

    def test_commands_that_it_names(self):
        known = re.findall(r"^  ([a-z][a-z-]+) ", self.autogen("--help").out.split("Subcommands:")[1], re.M)
        for command in re.findall(r"autogen ([a-z][a-z-]+)", README):
            if command in ("is", "on"):
                continue
            self.assertIn(command, known)

    def test_a_database_that_exists(self):
        self.database("CREATE TABLE users (id int PRIMARY KEY)")
        self.autogen("init", "--baseline")
        self.autogen("check")

    def test_scripts_that_it_names(self):
        for script in re.findall(r"^(tools/\w+)", README, re.M):
            self.assertTrue((ROOT / script).exists(), script)


if __name__ == "__main__":
    harness.main()
