#!/usr/bin/env python3
"""A synthetic schema of N tables as SQL: keys, foreign keys, checks, defaults, indexes, views, functions, triggers."""
import sys


def main():
    n = int(sys.argv[1])
    out = ["CREATE TYPE state AS ENUM ('new', 'open', 'done');",
           "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.updated_at = now(); RETURN NEW; END$$;"]
    for i in range(n):
        out.append(f"""CREATE TABLE table_{i} (
  id bigserial PRIMARY KEY,
  parent_id bigint{'' if i == 0 else f' REFERENCES table_{i // 2} ON DELETE CASCADE'},
  name varchar(100) NOT NULL,
  email text UNIQUE,
  status state NOT NULL DEFAULT 'new',
  amount numeric(10,2) NOT NULL DEFAULT 0 CHECK (amount >= 0),
  quantity integer CHECK (quantity BETWEEN 0 AND 1000),
  active boolean NOT NULL DEFAULT true,
  tags text[] NOT NULL DEFAULT '{{}}',
  data jsonb DEFAULT '{{}}',
  note text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX ix_{i}_parent ON table_{i} (parent_id);
CREATE INDEX ix_{i}_open ON table_{i} (created_at DESC) WHERE status <> 'done';
CREATE INDEX ix_{i}_lower ON table_{i} (lower(name));
CREATE INDEX ix_{i}_tags ON table_{i} USING gin (tags);
COMMENT ON TABLE table_{i} IS 'Table number {i}';""")
        if i % 10 == 0:
            out.append(f"CREATE VIEW view_{i} AS SELECT id, name, amount * 2 AS twice FROM table_{i} WHERE active;")
            out.append(f"CREATE TRIGGER touch BEFORE UPDATE ON table_{i} FOR EACH ROW EXECUTE FUNCTION touch();")
        if i % 100 == 99:
            out.append("COMMIT; BEGIN;")
    print("BEGIN;\n" + "\n".join(out) + "\nCOMMIT;")


main()
