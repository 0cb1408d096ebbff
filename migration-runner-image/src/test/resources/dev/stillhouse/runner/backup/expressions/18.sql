-- Expressions that there are from PostgreSQL 18 on.
-- The driver would take a body apart at its semicolons.
CREATE TABLE s.virt (a int, v varchar(4), b int GENERATED ALWAYS AS (a * 2) VIRTUAL, c bool GENERATED ALWAYS AS (v IN ('a', 'b')), CONSTRAINT ne CHECK (a > 0 AND v IN ('a', 'b')) NOT ENFORCED, CHECK (b > 0));
DO $do$ BEGIN EXECUTE $body$ CREATE FUNCTION s.rt() RETURNS SETOF text LANGUAGE sql BEGIN ATOMIC UPDATE s.log SET what = 'x' RETURNING old.what || new.what; END $body$; END $do$;
