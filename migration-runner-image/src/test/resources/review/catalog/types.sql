CREATE TABLE t (c varchar(255), n numeric(10, 2), i integer, at timestamp(3))
INSERT INTO t VALUES ('x', 1.5, 1, now())
-- step
ALTER TABLE t ALTER c TYPE varchar(500), ALTER n TYPE numeric(12, 2), ALTER i TYPE bigint, ALTER at TYPE timestamp
-- harmless

CREATE TABLE t (c varchar(255))
INSERT INTO t VALUES ('x')
-- step
ALTER TABLE t ALTER c TYPE varchar(500) USING c::varchar(500)
-- harmless

CREATE TABLE t (c varchar(255))
INSERT INTO t VALUES ('x')
-- step
ALTER TABLE t ALTER c TYPE varchar(500) USING left(c, 3)
-- alter-column-type: converts the values of t.c to another type

CREATE TABLE t (c varchar(500))
INSERT INTO t VALUES ('x')
-- step
ALTER TABLE t ALTER c TYPE varchar(255)
-- alter-column-type: converts the values of t.c to another type

CREATE TABLE t (c varchar(20))
INSERT INTO t VALUES ('x')
-- step
ALTER TABLE t ALTER c TYPE varchar(30)
ALTER TABLE t ALTER c TYPE varchar(25)
-- alter-column-type: converts the values of t.c to another type

CREATE TABLE t (c varchar(20), d varchar(5))
INSERT INTO t VALUES ('x', 'y')
-- step
ALTER TABLE t RENAME c TO e
ALTER TABLE t RENAME d TO c
ALTER TABLE t ALTER c TYPE varchar(30)
-- alter-column-type: converts the values of t.c to another type

CREATE TABLE t (n numeric(12, 2))
INSERT INTO t VALUES (1.5)
-- step
ALTER TABLE t ALTER n TYPE numeric(12, 4)
-- alter-column-type: converts the values of t.n to another type

CREATE TABLE t (j json, b jsonb, c char(3), v varchar(3))
INSERT INTO t VALUES ('{"b": 1, "a": 1}', '1', 'a', 'a ')
-- step
ALTER TABLE t ALTER j TYPE jsonb, ALTER b TYPE json, ALTER c TYPE varchar(3), ALTER v TYPE char(3)
-- alter-column-type: converts the values of t.j to another type
-- alter-column-type: converts the values of t.v to another type

CREATE TABLE t (a timestamp, b timestamp, c timestamptz)
INSERT INTO t VALUES (now(), now(), now())
-- step
ALTER TABLE t ALTER a TYPE timestamptz
ALTER TABLE t ALTER b TYPE timestamptz USING b AT TIME ZONE 'UTC', ALTER c TYPE timestamp USING c AT TIME ZONE 'UTC'
-- alter-column-type: converts the values of t.a to another type

CREATE TABLE t (b timestamp)
INSERT INTO t VALUES (now())
-- step
ALTER TABLE t ALTER b TYPE timestamptz USING b AT TIME ZONE 'Europe/Berlin'
-- alter-column-type: converts the values of t.b to another type

CREATE TYPE mood AS ENUM ('sad')
CREATE TABLE t (m mood, v varchar(10))
INSERT INTO t VALUES ('sad', 'sad')
-- step
ALTER TYPE mood RENAME TO mood_old
CREATE TYPE mood AS ENUM ('sad', 'happy')
ALTER TABLE t ALTER m TYPE mood USING m::text::mood, ALTER v TYPE mood USING v::mood
DROP TYPE mood_old
-- harmless

CREATE DOMAIN mood AS varchar(3)
CREATE TABLE t (m varchar(10))
INSERT INTO t VALUES ('sad')
-- step
ALTER TABLE t ALTER m TYPE mood USING m::mood
-- alter-column-type: converts the values of t.m to another type

CREATE TYPE mood AS ENUM ('sad')
CREATE TABLE t (m mood, n mood)
INSERT INTO t VALUES ('sad', 'sad')
-- step
ALTER TABLE t ALTER m TYPE varchar(63)
ALTER TABLE t ALTER n TYPE varchar(20) USING n::varchar(20)
-- alter-column-type: converts the values of t.n to another type

CREATE SCHEMA a
CREATE TABLE a.t (c varchar(20))
CREATE TABLE t (c varchar(30))
INSERT INTO t VALUES ('x')
-- step
ALTER TABLE t ALTER c TYPE varchar(30)
-- alter-column-type: converts the values of t.c to another type

CREATE TABLE t (c bigint)
-- step
ALTER TABLE t ALTER c TYPE integer
-- harmless

CREATE TABLE t (a timestamptz, b timestamp, c timestamptz(3))
INSERT INTO t VALUES (now(), now(), now())
-- step
ALTER TABLE t ALTER a TYPE timestamptz USING a AT TIME ZONE 'UTC', ALTER b TYPE timestamp USING b AT TIME ZONE 'UTC'
ALTER TABLE t ALTER c TYPE timestamp USING c AT TIME ZONE 'UTC'
-- alter-column-type: converts the values of t.a to another type
-- alter-column-type: converts the values of t.b to another type
