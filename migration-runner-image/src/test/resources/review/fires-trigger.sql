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
