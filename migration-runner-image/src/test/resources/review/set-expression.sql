ALTER TABLE orders ALTER COLUMN total SET EXPRESSION AS (net * 1.2)
-- set-expression: overwrites the values of the generated column orders.total

ALTER TABLE orders ALTER COLUMN total DROP EXPRESSION
-- harmless
