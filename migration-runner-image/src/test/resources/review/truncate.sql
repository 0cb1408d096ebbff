TRUNCATE orders
-- truncate: deletes all rows of orders

TRUNCATE TABLE ONLY shop.orders, lines RESTART IDENTITY CASCADE
-- truncate: deletes all rows of shop.orders and of the tables that refer to it
-- truncate: deletes all rows of lines and of the tables that refer to it

CREATE TABLE draft (id integer)
TRUNCATE draft
-- harmless

CREATE TABLE draft (id integer PRIMARY KEY)
TRUNCATE draft CASCADE
-- truncate: deletes all rows of draft and of the tables that refer to it
