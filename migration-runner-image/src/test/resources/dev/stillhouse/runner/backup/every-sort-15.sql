-- What every-sort.sql cannot have, as servers know it from 14 and 15 on only.
-- Java's driver takes the semicolons of such a body for the end of the statement.
DO $do$ BEGIN
    EXECUTE $create$
        CREATE FUNCTION defined.body(a varchar) RETURNS boolean LANGUAGE sql BEGIN ATOMIC
            SELECT id FROM defined.things t WHERE t.kind IN ('new', 'old'); SELECT a IN ('new', 'old');
        END $create$;
END $do$;
CREATE FUNCTION defined.short(a int DEFAULT 3) RETURNS int LANGUAGE sql IMMUTABLE RETURN a + extract(year FROM date '2026-01-01')::int;
CREATE VIEW defined.invoked WITH (security_invoker = true) AS SELECT id FROM defined.things WHERE kind IN ('new', 'old');
CREATE STATISTICS defined.of_expressions ON (lower(kind)), (id + 1) FROM defined.things;
CREATE STATISTICS defined.of_one ON (kind IN ('new', 'old')) FROM defined.things;
CREATE PUBLICATION filtered FOR TABLE defined.things (id, kind) WHERE (kind = 'new' AND amount > 1)
    WITH (publish = 'insert', publish_via_partition_root = true);
CREATE PUBLICATION of_schemas FOR TABLES IN SCHEMA "Odd ""Schema""", shop WITH (publish = 'insert');
CREATE TABLE defined.set_some (kind varchar(10), id bigint, UNIQUE NULLS NOT DISTINCT (id),
    FOREIGN KEY (kind, id) REFERENCES defined.things (kind, id) ON DELETE SET NULL (id));
