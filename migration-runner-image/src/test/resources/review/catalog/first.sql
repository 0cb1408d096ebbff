CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
-- step
CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION note()
-- step
INSERT INTO draft VALUES (1)
-- harmless

CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
CREATE TABLE old (id serial, n integer GENERATED ALWAYS AS IDENTITY)
-- step
CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION note()
-- step
INSERT INTO draft VALUES (1)
-- harmless

CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
CREATE TABLE old (id integer)
INSERT INTO old VALUES (1)
DELETE FROM old
-- step
CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION note()
-- step
INSERT INTO draft VALUES (1)
-- harmless

CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
CREATE TABLE old AS SELECT 1 AS id
-- step
CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION note()
-- step
INSERT INTO draft VALUES (1)
-- fires-trigger: adds rows to draft, which sets off a trigger or a rule of this plan that can change other tables

CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
CREATE SCHEMA s
CREATE TABLE s.parent (id integer) PARTITION BY RANGE (id)
CREATE TABLE s.child PARTITION OF s.parent DEFAULT
INSERT INTO s.parent VALUES (1)
-- step
CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION note()
-- step
INSERT INTO draft VALUES (1)
-- fires-trigger: adds rows to draft, which sets off a trigger or a rule of this plan that can change other tables

CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
CREATE MATERIALIZED VIEW old AS SELECT 1 AS id
-- step
CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION note()
-- step
INSERT INTO draft VALUES (1)
-- fires-trigger: adds rows to draft, which sets off a trigger or a rule of this plan that can change other tables

CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
CREATE SEQUENCE numbers
-- step
CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION note()
-- step
INSERT INTO draft VALUES (1)
-- fires-trigger: adds rows to draft, which sets off a trigger or a rule of this plan that can change other tables

CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
SELECT lo_create(0)
-- step
CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION note()
-- step
INSERT INTO draft VALUES (1)
-- fires-trigger: adds rows to draft, which sets off a trigger or a rule of this plan that can change other tables

CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
CREATE FOREIGN DATA WRAPPER w
CREATE SERVER o FOREIGN DATA WRAPPER w
CREATE FOREIGN TABLE old (id integer) SERVER o
-- step
CREATE TABLE draft (id integer)
CREATE TRIGGER t AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION note()
-- step
INSERT INTO draft VALUES (1)
-- fires-trigger: adds rows to draft, which sets off a trigger or a rule of this plan that can change other tables
