-- Operator classes by number, and what decides which one is a type's default.
SELECT
  c.oid AS oid,
  c.opcmethod AS method,
  c.opcnamespace AS namespace,
  c.opcname AS name,
  c.opcintype AS input_type,
  c.opckeytype AS key_type,
  c.opcdefault AS is_default
FROM pg_opclass c
