SELECT 1
-- step
CREATE TABLE draft (id integer)
CREATE INDEX ON draft (id)
-- step
INSERT INTO draft VALUES (1)
UPDATE draft SET id = 2
ALTER TABLE draft ALTER id TYPE smallint
-- step
DROP TABLE draft
-- harmless

CREATE TABLE orders (id integer)
INSERT INTO orders VALUES (1)
-- step
CREATE TABLE draft (id integer)
-- step
ALTER TABLE draft RENAME TO kept
ALTER TABLE orders RENAME TO draft
-- step
DROP TABLE draft
-- drop-table: drops the table draft with all its rows

CREATE SCHEMA old
CREATE TABLE old.draft AS SELECT 1
-- step
CREATE TABLE draft (id integer)
-- step
SET search_path TO old
-- step
DROP TABLE draft
-- drop-table: drops the table draft with all its rows

CREATE SCHEMA new
CREATE TABLE public.draft AS SELECT 1
-- step
BEGIN
SET LOCAL search_path TO new
CREATE TABLE draft (id integer)
COMMIT
-- step
DROP TABLE draft
-- drop-table: drops the table draft with all its rows

CREATE SCHEMA new
CREATE TABLE public.draft AS SELECT 1
-- step
SELECT set_config('search_path', 'new', false)
CREATE TABLE draft (id integer)
DROP TABLE draft
-- step
SELECT set_config('search_path', 'public', false)
DROP TABLE draft
-- drop-table: drops the table draft with all its rows

CREATE TABLE orders AS SELECT 1 AS id
-- step
CREATE TABLE draft (id integer) PARTITION BY LIST (id)
ALTER TABLE draft ATTACH PARTITION orders FOR VALUES IN (1)
-- step
DROP TABLE draft
-- drop-table: drops the table draft with all its rows

CREATE TABLE orders AS SELECT 1 AS id
-- step
CREATE TABLE draft (id integer)
CREATE VIEW v AS SELECT id FROM orders
DROP VIEW v
CREATE TYPE mood AS ENUM ('sad')
ALTER TABLE orders ADD COLUMN m mood
-- step
ALTER TABLE orders ALTER m TYPE varchar(2)
ALTER TABLE orders DROP COLUMN m
DROP TYPE mood
DROP TABLE draft
-- harmless

CREATE TABLE orders AS SELECT 1 AS id, 2 AS m
-- step
ALTER TABLE orders ADD COLUMN IF NOT EXISTS m integer
-- step
ALTER TABLE orders DROP COLUMN m
-- drop-column: drops the column orders.m with its data

CREATE TABLE orders AS SELECT 1 AS id, 2 AS m
-- step
ALTER TABLE orders ADD COLUMN n integer
ALTER TABLE orders RENAME m TO o
ALTER TABLE orders RENAME n TO m
ALTER TABLE orders RENAME o TO n
-- step
ALTER TABLE orders DROP COLUMN n
-- drop-column: drops the column orders.n with its data

CREATE TABLE orders AS SELECT 1 AS id
-- step
CREATE TABLE copied AS SELECT id FROM orders
-- step
DROP TABLE copied
-- harmless

CREATE TABLE b (id integer)
-- step
CREATE SCHEMA IF NOT EXISTS shop
CREATE TABLE draft (id integer)
-- step
CREATE SCHEMA other CREATE TABLE lines (id integer)
-- step
DROP TABLE draft
DROP TABLE b
-- drop-table: drops the table draft with all its rows
-- drop-table: drops the table b with all its rows

CREATE TABLE b (id integer)
-- step
CREATE SCHEMA IF NOT EXISTS shop
CREATE TABLE draft (id integer)
-- step
DROP TABLE draft
DROP TABLE b
-- harmless

CREATE TABLE archive AS SELECT 1 AS a
-- step
COMMIT
CREATE TABLE IF NOT EXISTS archive (a integer)
CREATE TABLE fresh (a integer)
BEGIN
-- step
DELETE FROM fresh
-- delete-rows: deletes rows of fresh

CREATE TABLE archive (a integer)
-- step
COMMIT
ALTER TABLE archive ADD COLUMN b integer
BEGIN
-- step
DELETE FROM archive
-- harmless

SELECT 1
-- step
BEGIN
SAVEPOINT before
CREATE TABLE one (a integer)
COMMIT
-- step
CREATE TABLE two (a integer)
-- step
DELETE FROM one
DELETE FROM two
-- delete-rows: deletes rows of one
