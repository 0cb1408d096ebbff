DROP SCHEMA shop CASCADE
-- drop-schema: drops the schema shop with everything in it

DROP SCHEMA IF EXISTS a, b CASCADE
-- drop-schema: drops the schema a with everything in it
-- drop-schema: drops the schema b with everything in it

DROP SCHEMA shop
-- harmless

CREATE SCHEMA shop CREATE TABLE orders (id integer)
-- harmless
