CREATE TYPE mood AS ENUM ('sad')
CREATE TABLE t (a varchar(10))
INSERT INTO t VALUES ('x')
-- step
DO $$ BEGIN CREATE TYPE mood AS ENUM ('sad'); EXCEPTION WHEN duplicate_object THEN NULL; END $$
DO $$ BEGIN ALTER TABLE t ADD COLUMN b int; UPDATE t SET b = 1; EXCEPTION WHEN duplicate_column THEN NULL; END $$
ALTER TABLE t ALTER a TYPE varchar(20)
-- update-rows: overwrites values of t

CREATE TABLE t (a integer)
CREATE TABLE u AS SELECT 1
-- step
DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 't') THEN DROP TABLE t; ALTER TABLE u RENAME TO t; END IF; END $$
DROP TABLE t
-- drop-table: drops the table t with all its rows
