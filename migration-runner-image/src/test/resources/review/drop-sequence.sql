DROP SEQUENCE IF EXISTS shop.numbers, others
-- drop-sequence: drops the sequence shop.numbers with its position
-- drop-sequence: drops the sequence others with its position

ALTER SEQUENCE numbers RESTART WITH 1
-- harmless

SELECT setval('numbers', 7), nextval('numbers')
-- harmless

ALTER TABLE orders ALTER COLUMN id DROP IDENTITY IF EXISTS
-- harmless
