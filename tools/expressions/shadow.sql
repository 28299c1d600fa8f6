-- Objects whose bare names mean others.
CREATE SCHEMA shadow;
CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION public.length(varchar) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 0';
CREATE FUNCTION public.abs(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION public.round(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION shadow.upper(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION shadow.same(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION shadow.plus(int, bigint) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE OPERATOR shadow.= (LEFTARG = text, RIGHTARG = text, FUNCTION = shadow.same);
CREATE OPERATOR public.+ (LEFTARG = int, RIGHTARG = bigint, FUNCTION = shadow.plus);
CREATE DOMAIN public.date AS text;
CREATE DOMAIN public.text AS varchar(3);
CREATE TYPE shadow.mood AS ENUM ('sad');
CREATE TABLE shadow.users (id bigint, email text, name text, age text, status text);
ALTER TABLE public.docs ALTER title TYPE text COLLATE "C";
