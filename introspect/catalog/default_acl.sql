-- What ALTER DEFAULT PRIVILEGES said.
SELECT
  d.defaclrole AS role,
  d.defaclnamespace AS namespace,
  d.defaclobjtype AS object_type,
  d.defaclacl::text[] AS acl
FROM pg_default_acl d
