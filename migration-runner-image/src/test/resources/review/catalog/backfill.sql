CREATE TABLE orders AS SELECT 1 AS id
-- step
ALTER TABLE orders ADD COLUMN total numeric
UPDATE orders SET total = id * 2 WHERE total IS NULL
ALTER TABLE orders ALTER COLUMN total SET NOT NULL
-- harmless

CREATE TABLE orders AS SELECT 1 AS id
-- step
ALTER TABLE orders ADD COLUMN total numeric, ADD COLUMN note text
-- step
UPDATE orders SET (total, note) = (SELECT 1, 'x')
-- harmless

CREATE TABLE orders AS SELECT 1 AS id
-- step
ALTER TABLE orders ADD COLUMN total numeric
UPDATE orders SET total = 1, id = 2
-- update-rows: overwrites values of orders

CREATE TABLE orders AS SELECT 1 AS id
CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.id := 0; RETURN NEW; END'
CREATE TRIGGER spoils BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION spoil()
-- step
ALTER TABLE orders ADD COLUMN total numeric
UPDATE orders SET total = 1
-- update-rows: overwrites values of orders

CREATE TABLE orders AS SELECT 1 AS id
CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.id := 0; RETURN NEW; END'
-- step
ALTER TABLE orders ADD COLUMN total numeric
CREATE TRIGGER spoils BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION spoil()
UPDATE orders SET total = 1
-- update-rows: overwrites values of orders

CREATE TABLE orders AS SELECT 1 AS id
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'
CREATE TRIGGER notes BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note()
-- step
ALTER TABLE orders ADD COLUMN total numeric
UPDATE orders SET total = 1
-- harmless

CREATE TABLE orders (id integer) PARTITION BY LIST (id)
CREATE TABLE orders_1 PARTITION OF orders FOR VALUES IN (1)
INSERT INTO orders VALUES (1)
CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.id := 1; RETURN NEW; END'
CREATE TRIGGER spoils BEFORE UPDATE ON orders_1 FOR EACH ROW EXECUTE FUNCTION spoil()
-- step
ALTER TABLE orders ADD COLUMN total numeric
UPDATE orders SET total = 1
-- update-rows: overwrites values of orders

CREATE TABLE orders AS SELECT 1 AS id
CREATE RULE spoils AS ON UPDATE TO orders DO ALSO DELETE FROM orders
-- step
ALTER TABLE orders ADD COLUMN total numeric
UPDATE orders SET total = 1
-- update-rows: overwrites values of orders

CREATE TABLE parent (id integer)
CREATE TABLE child (total numeric) INHERITS (parent)
INSERT INTO child VALUES (1, 5)
-- step
ALTER TABLE parent ADD COLUMN total numeric
UPDATE parent SET total = 1
-- update-rows: overwrites values of parent

CREATE TABLE orders AS SELECT 1 AS id
CREATE TABLE lines AS SELECT 1 AS orders
-- step
ALTER TABLE orders ADD COLUMN k integer UNIQUE DEFAULT 1
ALTER TABLE lines ADD FOREIGN KEY (orders) REFERENCES orders (k) ON UPDATE CASCADE
UPDATE orders SET k = 7
-- update-rows: overwrites values of orders

CREATE TABLE orders AS SELECT 1 AS id, NULL::text AS note
-- step
UPDATE orders SET note = 'x'
-- harmless

CREATE TABLE orders (id integer PRIMARY KEY, note text)
INSERT INTO orders VALUES (1, NULL)
-- step
INSERT INTO orders (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET note = 'x'
-- harmless

CREATE TABLE orders (id integer PRIMARY KEY, note text)
INSERT INTO orders VALUES (1, 'y')
-- step
INSERT INTO orders (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET note = 'x'
-- upsert-rows: overwrites values of rows of orders that are there already

CREATE TABLE orders (id integer) PARTITION BY LIST (id)
CREATE TABLE orders_1 PARTITION OF orders FOR VALUES IN (1)
INSERT INTO orders VALUES (1)
CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.id := 1; RETURN NEW; END'
-- step
ALTER TABLE orders ADD COLUMN total numeric
UPDATE orders SET total = 1
CREATE TRIGGER spoils BEFORE UPDATE ON orders_1 FOR EACH ROW EXECUTE FUNCTION spoil()
UPDATE orders SET total = 2
-- update-rows: overwrites values of orders

CREATE TABLE orders (id integer) PARTITION BY LIST (id)
CREATE TABLE orders_1 PARTITION OF orders FOR VALUES IN (1)
INSERT INTO orders VALUES (1)
CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.id := 1; RETURN NEW; END'
CREATE TRIGGER spoils BEFORE UPDATE ON orders_1 FOR EACH ROW EXECUTE FUNCTION spoil()
ALTER TABLE orders_1 DISABLE TRIGGER spoils
-- step
ALTER TABLE orders ADD COLUMN total numeric
ALTER TABLE orders_1 ENABLE TRIGGER spoils
UPDATE orders SET total = 1
-- update-rows: overwrites values of orders
