UPDATE orders SET note = NULL
-- update-rows: overwrites values of orders

WITH changed AS (UPDATE ONLY shop.orders SET note = 'x' RETURNING id) SELECT id FROM changed
-- update-rows: overwrites values of shop.orders

WITH a AS (UPDATE orders SET note = 'x' RETURNING id), b AS (DELETE FROM lines RETURNING id) SELECT 1
-- delete-rows: deletes rows of lines
-- update-rows: overwrites values of orders

ALTER TABLE orders ADD COLUMN total numeric
UPDATE orders SET total = 0
-- update-rows: overwrites values of orders

SELECT id FROM orders FOR UPDATE SKIP LOCKED
-- harmless

CREATE TABLE draft (id integer)
UPDATE draft SET id = 2
-- harmless
