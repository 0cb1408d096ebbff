ALTER TABLE orders ALTER COLUMN total TYPE integer
-- alter-column-type: converts the values of orders.total to another type

ALTER TABLE orders ALTER COLUMN name TYPE varchar(20), ALTER code SET DATA TYPE bigint USING code::bigint
-- alter-column-type: converts the values of orders.name to another type
-- alter-column-type: converts the values of orders.code to another type

ALTER TABLE orders ALTER COLUMN name TYPE text
-- harmless

ALTER TABLE orders ALTER COLUMN name TYPE VARCHAR
-- harmless

ALTER TABLE orders ALTER COLUMN name TYPE text USING left(name, 3)
-- alter-column-type: converts the values of orders.name to another type

ALTER TABLE orders ALTER COLUMN names TYPE text[]
-- alter-column-type: converts the values of orders.names to another type

ALTER TABLE orders ALTER COLUMN name TYPE shop.text
-- alter-column-type: converts the values of orders.name to another type

ALTER TYPE address ALTER ATTRIBUTE zip TYPE integer CASCADE
-- alter-column-type: converts the values of address.zip to another type

CREATE TABLE draft (id bigint)
ALTER TABLE draft ALTER COLUMN id TYPE integer
-- harmless
