DO $$ BEGIN NULL; END $$
-- dynamic-sql: runs a DO block, which can do anything

DO LANGUAGE plpgsql 'BEGIN EXECUTE ''DROP TABLE orders''; END'
-- dynamic-sql: runs a DO block, which can do anything

CALL tidy(1)
-- dynamic-sql: calls a procedure, which can do anything

EXECUTE clear(1)
-- dynamic-sql: runs a prepared statement, which can be any

CREATE TABLE copied AS EXECUTE all_orders
-- dynamic-sql: runs a prepared statement, which can be any

EXPLAIN ANALYZE EXECUTE clear
-- dynamic-sql: runs a prepared statement, which can be any

EXPLAIN EXECUTE clear
-- harmless

LOAD 'auto_explain'
-- dynamic-sql: loads a library into the server, which can do anything

DEALLOCATE ALL
-- harmless
