-- What PostgreSQL 18 added, for a database that has every sort already.
CREATE TABLE prices (
    id int CONSTRAINT prices_have_an_id NOT NULL, net numeric, gross numeric GENERATED ALWAYS AS (net * 1.19) VIRTUAL,
    cents int GENERATED ALWAYS AS ((net * 100)::int) STORED, note text,
    CONSTRAINT never_checked CHECK (net > 100) NOT ENFORCED);
INSERT INTO prices (id, net) VALUES (1, 1.5), (2, NULL);
ALTER TABLE prices ADD CONSTRAINT notes_some_day NOT NULL note NOT VALID;
CREATE TABLE prices_of_heirs (more int NOT NULL NO INHERIT) INHERITS (prices);
CREATE TABLE rooms (
    id int4range, during tsrange, PRIMARY KEY (id, during WITHOUT OVERLAPS), UNIQUE (during, id WITHOUT OVERLAPS));
INSERT INTO rooms VALUES ('[1,2)', '[2026-01-01,2026-02-01)'), ('[1,2)', '[2026-02-01,2026-03-01)');
CREATE TABLE stays (
    room int4range, during tsrange, FOREIGN KEY (room, PERIOD during) REFERENCES rooms (id, PERIOD during));
INSERT INTO stays VALUES ('[1,2)', '[2026-01-15,2026-02-15)');
CREATE TABLE guesses (customer int CONSTRAINT never_looked_up REFERENCES customers NOT ENFORCED);
INSERT INTO guesses VALUES (-1);
CREATE TABLE parts (id int NOT NULL, at date CONSTRAINT parts_have_a_day NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE parts_2026 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
ALTER TABLE parts ADD CONSTRAINT parts_of FOREIGN KEY (id) REFERENCES customers NOT VALID;
CREATE FUNCTION upper_of(text) RETURNS text LANGUAGE sql IMMUTABLE RETURN upper($1 COLLATE pg_unicode_fast);
