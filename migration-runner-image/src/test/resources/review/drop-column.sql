ALTER TABLE orders DROP COLUMN note
-- drop-column: drops the column orders.note with its data

ALTER TABLE IF EXISTS ONLY shop.orders ADD COLUMN a text, DROP COLUMN IF EXISTS b CASCADE, DROP c
-- drop-column: drops the column shop.orders.b with its data
-- drop-column: drops the column shop.orders.c with its data

ALTER TYPE address DROP ATTRIBUTE street CASCADE
-- drop-column: drops the column address.street with its data

CREATE TABLE draft (id integer, note text)
ALTER TABLE draft DROP COLUMN note
-- harmless

ALTER TABLE orders DROP CONSTRAINT orders_pkey CASCADE, ALTER note DROP NOT NULL, ALTER note DROP DEFAULT
-- harmless

COMMIT
ALTER TABLE orders ADD COLUMN note text
ALTER TABLE orders DROP COLUMN note
BEGIN
-- drop-column: drops the column orders.note with its data
