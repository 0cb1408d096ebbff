CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION purge()
INSERT INTO draft VALUES (1)
-- fires-trigger: adds rows to draft, which sets off a trigger or a rule of this plan that can change other tables

CREATE TRIGGER t BEFORE UPDATE OR INSERT ON shop.orders FOR EACH STATEMENT EXECUTE FUNCTION purge()
WITH added AS (INSERT INTO orders VALUES (1) RETURNING id) SELECT id FROM added
-- fires-trigger: adds rows to orders, which sets off a trigger or a rule of this plan that can change other tables

CREATE TABLE draft (id integer)
CREATE RULE r AS ON INSERT TO draft DO ALSO DELETE FROM orders
ALTER TABLE draft RENAME TO drafts
COPY drafts FROM STDIN
-- fires-trigger: adds rows to drafts, which sets off a trigger or a rule of this plan that can change other tables

CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER DELETE ON draft FOR EACH ROW EXECUTE FUNCTION purge()
INSERT INTO draft VALUES (1)
-- harmless

CREATE TABLE draft (id integer, words tsvector, body text)
CREATE TRIGGER t BEFORE INSERT OR UPDATE ON draft FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger(words, 'pg_catalog.simple', body)
INSERT INTO draft VALUES (1)
-- harmless

CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER UPDATE OR DELETE ON draft FOR EACH ROW EXECUTE FUNCTION purge()
DELETE FROM draft
-- delete-rows: deletes rows of draft

CREATE TRIGGER t AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION purge()
INSERT INTO lines VALUES (1)
-- harmless

CREATE TABLE draft (id integer, words tsvector, body text)
CREATE TRIGGER t BEFORE INSERT ON draft FOR EACH ROW EXECUTE FUNCTION pg_catalog.tsvector_update_trigger(words, 'pg_catalog.simple', body)
INSERT INTO draft VALUES (1)
-- harmless

CREATE TRIGGER t BEFORE INSERT ON draft FOR EACH ROW EXECUTE FUNCTION shop.tsvector_update_trigger()
INSERT INTO draft VALUES (1)
-- fires-trigger: adds rows to draft, which sets off a trigger or a rule of this plan that can change other tables

CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION purge()
DROP TRIGGER t ON draft
INSERT INTO draft VALUES (1)
-- harmless

CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION purge()
DROP TRIGGER IF EXISTS t ON draft
INSERT INTO draft VALUES (1)
-- harmless

CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION purge()
CREATE TRIGGER u BEFORE INSERT ON draft FOR EACH ROW EXECUTE FUNCTION purge()
DROP TRIGGER t ON draft
INSERT INTO draft VALUES (1)
-- fires-trigger: adds rows to draft, which sets off a trigger or a rule of this plan that can change other tables

CREATE TABLE draft (id integer)
CREATE RULE t AS ON INSERT TO draft DO ALSO DELETE FROM orders
DROP TRIGGER IF EXISTS t ON draft
INSERT INTO draft VALUES (1)
-- fires-trigger: adds rows to draft, which sets off a trigger or a rule of this plan that can change other tables

CREATE TABLE draft (id integer)
CREATE RULE t AS ON INSERT TO draft DO ALSO DELETE FROM orders
DROP RULE t ON draft
INSERT INTO draft VALUES (1)
-- harmless

CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION purge()
DROP TABLE draft
CREATE TABLE draft (id integer)
INSERT INTO draft VALUES (1)
-- drop-table: drops the table draft with all its rows

CREATE TABLE a.draft (id integer)
CREATE TRIGGER t AFTER INSERT ON a.draft FOR EACH ROW EXECUTE FUNCTION purge()
DROP TRIGGER IF EXISTS t ON draft
INSERT INTO a.draft VALUES (1)
-- fires-trigger: adds rows to a.draft, which sets off a trigger or a rule of this plan that can change other tables

CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION purge()
SET search_path = other
DROP TRIGGER IF EXISTS t ON draft
INSERT INTO draft VALUES (1)
-- fires-trigger: adds rows to draft, which sets off a trigger or a rule of this plan that can change other tables

CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION purge()
CREATE TEMP TABLE draft (id integer)
DROP TABLE draft
INSERT INTO draft VALUES (1)
-- fires-trigger: adds rows to draft, which sets off a trigger or a rule of this plan that can change other tables

CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION purge()
ALTER TRIGGER t ON draft RENAME TO u
CREATE TRIGGER t AFTER DELETE ON draft FOR EACH ROW EXECUTE FUNCTION purge()
DROP TRIGGER t ON draft
INSERT INTO draft VALUES (1)
-- fires-trigger: adds rows to draft, which sets off a trigger or a rule of this plan that can change other tables

CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION purge()
SAVEPOINT s
DROP TRIGGER t ON draft
ROLLBACK TO s
INSERT INTO draft VALUES (1)
-- fires-trigger: adds rows to draft, which sets off a trigger or a rule of this plan that can change other tables

CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION purge()
DROP TRIGGER t ON draft
ROLLBACK
INSERT INTO draft VALUES (1)
-- fires-trigger: adds rows to draft, which sets off a trigger or a rule of this plan that can change other tables

CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION purge()
DO $$ BEGIN DROP TRIGGER t ON draft; EXCEPTION WHEN others THEN NULL; END $$
INSERT INTO draft VALUES (1)
-- fires-trigger: adds rows to draft, which sets off a trigger or a rule of this plan that can change other tables

ALTER TABLE orders ENABLE TRIGGER t
INSERT INTO orders VALUES (1)
-- fires-trigger: adds rows to orders, which sets off a trigger or a rule of this plan that can change other tables

ALTER TABLE orders ENABLE TRIGGER ALL
INSERT INTO orders VALUES (1)
-- fires-trigger: adds rows to orders, which sets off a trigger or a rule of this plan that can change other tables

ALTER TABLE orders DISABLE TRIGGER USER
INSERT INTO orders VALUES (1)
ALTER TABLE orders ENABLE TRIGGER USER
INSERT INTO orders VALUES (2)
-- harmless

ALTER TABLE orders DISABLE TRIGGER t
ALTER TABLE orders ENABLE TRIGGER u
INSERT INTO orders VALUES (2)
-- fires-trigger: adds rows to orders, which sets off a trigger or a rule of this plan that can change other tables
