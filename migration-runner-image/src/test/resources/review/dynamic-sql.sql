DO $$ BEGIN NULL; END $$
-- dynamic-sql: runs a DO block, which can do anything

DO $$ BEGIN CREATE TYPE mood AS ENUM ('sad; END', 'a''b'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
-- harmless

DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN CREATE TYPE mood AS ENUM ('sad'); ELSE /* ; */ ALTER TABLE t ADD c int; END IF; END; $$
-- harmless

DO $$ BEGIN DELETE FROM orders; EXCEPTION WHEN undefined_table OR others THEN DROP TABLE lines; END $$
-- delete-rows: deletes rows of orders
-- drop-table: drops the table lines with all its rows

DO $$ BEGIN IF tidy() THEN PERFORM tidy_up(); END IF; END $$
-- function-call: calls the function tidy, of which it is not known what it does
-- function-call: calls the function tidy_up, of which it is not known what it does

DO $$ BEGIN CREATE TABLE draft (id int); EXCEPTION WHEN duplicate_table THEN NULL; END $$
DROP TABLE draft
-- drop-table: drops the table draft with all its rows

DO $$ DECLARE t text := 'orders'; BEGIN EXECUTE 'DROP TABLE ' || t; END $$
-- dynamic-sql: runs a DO block, which can do anything

DO $$ BEGIN EXECUTE format('DROP TABLE %I', 'orders'); END $$
-- dynamic-sql: runs a prepared statement, which can be any

DO $$ BEGIN FOR i IN 1..2 LOOP DELETE FROM orders; END LOOP; END $$
-- dynamic-sql: runs a DO block, which can do anything

DO $$ BEGIN SELECT 1 INTO x; BEGIN NULL; END; END $$
-- dynamic-sql: runs a DO block, which can do anything

DO $$ BEGIN CREATE TYPE m AS ENUM (E'a\'; DROP TABLE orders; --'); END $$
-- dynamic-sql: runs a DO block, which can do anything

DO LANGUAGE plpython3u $$ BEGIN CREATE TABLE t (); END $$
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
