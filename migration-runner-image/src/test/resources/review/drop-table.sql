DROP TABLE orders
-- drop-table: drops the table orders with all its rows

DROP TABLE IF EXISTS shop.orders, "Line Items" CASCADE
-- drop-table: drops the table shop.orders with all its rows
-- drop-table: drops the table Line Items with all its rows

CREATE TABLE draft (id integer)
INSERT INTO draft VALUES (1)
DROP TABLE draft
-- harmless

CREATE TABLE draft (id integer); DROP TABLE draft
-- harmless

CREATE TABLE IF NOT EXISTS draft (id integer)
DROP TABLE draft
-- drop-table: drops the table draft with all its rows

CREATE TABLE draft (id integer)
DROP TABLE public.draft
-- drop-table: drops the table public.draft with all its rows

CREATE TABLE draft (id integer)
DROP TABLE draft
DROP TABLE IF EXISTS draft
-- drop-table: drops the table draft with all its rows

CREATE TABLE a.draft (id integer)
DROP TABLE b.other
DROP TABLE a.draft
-- drop-table: drops the table b.other with all its rows

CREATE TABLE a.draft (id integer)
DROP TABLE b.draft
DROP TABLE a.draft
-- drop-table: drops the table b.draft with all its rows
-- drop-table: drops the table a.draft with all its rows

CREATE TABLE draft (id integer)
ALTER TABLE draft RENAME TO kept
ALTER TABLE orders RENAME TO draft
DROP TABLE draft
-- drop-table: drops the table draft with all its rows

CREATE TABLE draft (id integer) PARTITION BY LIST (id)
ALTER TABLE draft ATTACH PARTITION orders FOR VALUES IN (1)
DROP TABLE draft
-- drop-table: drops the table draft with all its rows

CREATE TABLE draft (id integer)
SET search_path TO archive
DROP TABLE draft
-- drop-table: drops the table draft with all its rows

CREATE TEMPORARY TABLE draft (id integer) ON COMMIT DROP
DROP TABLE draft
-- drop-table: drops the table draft with all its rows

CREATE TABLE draft () INHERITS (orders)
DROP TABLE draft
-- drop-table: drops the table draft with all its rows

CREATE TABLE draft (id integer)
INSERT INTO draft SELECT tidy_up()
DROP TABLE draft
-- function-call: calls the function tidy_up, of which it is not known what it does
-- drop-table: drops the table draft with all its rows

DROP FOREIGN TABLE elsewhere
-- harmless
