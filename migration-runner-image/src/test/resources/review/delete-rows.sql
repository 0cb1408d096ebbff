DELETE FROM orders
-- delete-rows: deletes rows of orders

WITH gone AS (DELETE FROM shop.orders WHERE id < 10 RETURNING *) INSERT INTO archive SELECT * FROM gone
-- delete-rows: deletes rows of shop.orders

WITH gone AS (DELETE FROM orders RETURNING id) SELECT count(*) FROM gone
-- delete-rows: deletes rows of orders

CREATE TABLE gone AS WITH g AS (DELETE FROM orders RETURNING *) SELECT * FROM g
-- delete-rows: deletes rows of orders

COPY (DELETE FROM orders RETURNING id) TO STDOUT
-- delete-rows: deletes rows of orders

EXPLAIN (ANALYZE, BUFFERS) DELETE FROM orders
-- delete-rows: deletes rows of orders

EXPLAIN DELETE FROM orders
-- harmless

PREPARE clear AS DELETE FROM orders
-- harmless

CREATE RULE guard AS ON DELETE TO orders DO INSTEAD DELETE FROM lines
-- harmless

CREATE FUNCTION clear() RETURNS void LANGUAGE sql BEGIN ATOMIC DELETE FROM orders; END
-- harmless

CREATE TABLE draft (id integer)
DELETE FROM draft WHERE id = 1
-- harmless

COMMIT
CREATE TABLE archive (a integer)
DELETE FROM archive
BEGIN
-- delete-rows: deletes rows of archive

SAVEPOINT before
CREATE TABLE archive (a integer)
DELETE FROM archive
-- delete-rows: deletes rows of archive

COMMIT
CREATE INDEX CONCURRENTLY ix ON orders (id)
BEGIN
CREATE TABLE draft (id integer)
DELETE FROM draft WHERE id = 1
-- harmless
