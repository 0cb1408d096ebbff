CREATE TABLE t (a integer, b text)
-- step
DELETE FROM t
UPDATE t SET a = 1
TRUNCATE t
ALTER TABLE t DROP COLUMN a
DROP TABLE t
-- harmless

CREATE TABLE t (a integer, b text)
INSERT INTO t VALUES (1, NULL)
-- step
ALTER TABLE t DROP COLUMN b
ALTER TABLE t DROP COLUMN a
-- drop-column: drops the column t.a with its data

CREATE TABLE t AS SELECT 1
-- step
DELETE FROM t
TRUNCATE t
DROP TABLE t
-- delete-rows: deletes rows of t
-- truncate: deletes all rows of t
-- drop-table: drops the table t with all its rows

CREATE TABLE t (id integer) PARTITION BY LIST (id)
CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1)
-- step
DROP TABLE t
-- harmless

CREATE TABLE t (id integer) PARTITION BY LIST (id)
CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1)
INSERT INTO t VALUES (1)
-- step
DROP TABLE t
-- drop-table: drops the table t with all its rows

CREATE TABLE t ()
CREATE TABLE other (id integer, r t)
INSERT INTO other VALUES (1, ROW())
-- step
DROP TABLE t CASCADE
-- drop-table: drops the table t with all its rows

CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (coalesce(a, 0)) STORED)
INSERT INTO t VALUES (NULL)
-- step
ALTER TABLE t DROP COLUMN a CASCADE
-- drop-column: drops the column t.a with its data

CREATE SCHEMA a
CREATE TABLE a.t AS SELECT 1
CREATE TABLE t (id integer)
-- step
DROP TABLE t
-- drop-table: drops the table t with all its rows

CREATE SCHEMA a
CREATE TABLE a.t AS SELECT 1
CREATE TABLE t (id integer)
-- step
DROP TABLE public.t
-- harmless

CREATE SCHEMA a
CREATE TABLE a.b (id integer)
CREATE TABLE "a.b" AS SELECT 1
-- step
DROP TABLE "a.b"
-- drop-table: drops the table a.b with all its rows

CREATE TABLE b (id integer)
CREATE TABLE a AS SELECT 1
-- step
DROP TABLE b
ALTER TABLE a RENAME TO b
-- step
DROP TABLE b
-- drop-table: drops the table b with all its rows

CREATE TABLE b (id integer)
CREATE TABLE a AS SELECT 1 AS id
CREATE FUNCTION move() RETURNS void LANGUAGE sql AS 'WITH m AS (DELETE FROM a RETURNING id) INSERT INTO b SELECT id FROM m'
-- step
SELECT move()
DROP TABLE b
-- function-call: calls the function move, of which it is not known what it does
-- drop-table: drops the table b with all its rows

CREATE TABLE t (id serial, n integer)
CREATE SEQUENCE alone
SELECT nextval('alone')
INSERT INTO t DEFAULT VALUES
-- step
ALTER TABLE t ALTER id DROP DEFAULT
DROP SEQUENCE t_id_seq
CREATE SEQUENCE made
DROP SEQUENCE made
DROP SEQUENCE alone
-- drop-sequence: drops the sequence alone with its position

CREATE TYPE mood AS ENUM ('sad')
CREATE TYPE used AS ENUM ('sad')
CREATE TABLE t AS SELECT 'sad'::used AS u
-- step
DROP TYPE mood
DROP TYPE used CASCADE
-- drop-type: drops the type used with every column of it

CREATE TABLE t AS SELECT 1
CREATE VIEW v AS SELECT FROM t WHERE false
-- step
DROP VIEW v
TRUNCATE t
-- truncate: deletes all rows of t

CREATE TYPE pair AS (a integer, b integer)
CREATE TABLE t (half pair, none pair, nothing pair)
INSERT INTO t VALUES (ROW(1, NULL), ROW(NULL, NULL), NULL)
-- step
ALTER TABLE t DROP COLUMN half, DROP COLUMN none, DROP COLUMN nothing
-- drop-column: drops the column t.half with its data
-- drop-column: drops the column t.none with its data

CREATE TABLE t (id integer, kind integer)
CREATE TABLE other AS SELECT 1
CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM other; RETURN NULL; END'
CREATE TRIGGER spoils AFTER DELETE OR UPDATE OR TRUNCATE ON t FOR EACH STATEMENT EXECUTE FUNCTION spoil()
-- step
DELETE FROM t
UPDATE t SET kind = 1
TRUNCATE t
MERGE INTO t USING other ON false WHEN MATCHED THEN DELETE
ALTER TABLE t DROP COLUMN kind
DROP TABLE t
-- delete-rows: deletes rows of t
-- update-rows: overwrites values of t
-- truncate: deletes all rows of t
-- merge-rows: overwrites or deletes rows of t

CREATE TABLE t (id integer)
CREATE TABLE other AS SELECT 1
CREATE RULE spoils AS ON DELETE TO t DO ALSO DELETE FROM other
-- step
UPDATE t SET id = 1
DELETE FROM t
-- delete-rows: deletes rows of t

CREATE TABLE t (id integer)
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
CREATE TRIGGER each AFTER DELETE OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION note()
CREATE TRIGGER once AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION note()
-- step
DELETE FROM t
TRUNCATE t
-- harmless

CREATE TABLE t (id integer) PARTITION BY LIST (id)
CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1)
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
-- step
CREATE TRIGGER notes AFTER TRUNCATE ON t_1 FOR EACH STATEMENT EXECUTE FUNCTION note()
TRUNCATE t
DROP TABLE t
-- truncate: deletes all rows of t
