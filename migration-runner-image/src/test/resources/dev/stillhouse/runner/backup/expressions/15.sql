-- Expressions that there are from PostgreSQL 15 on.
CREATE TABLE s.pub1 (id int PRIMARY KEY, v varchar(5) , n int); CREATE TABLE s.pub2 (id int PRIMARY KEY, m s.mood, t timestamptz);
CREATE PUBLICATION pf FOR TABLE s.pub1 WHERE (id > 0 AND id IN (1, -2) OR v = 'a' OR v = 'b'), s.pub2 (id, m, t) WHERE (id <> 7 AND id BETWEEN 1 AND 2) WITH (publish = 'insert');
CREATE PUBLICATION pg FOR TABLE s.pub1 WHERE (v IS NOT NULL AND lower(v) = 'x' AND n::numeric > 1.5), TABLES IN SCHEMA s2 WITH (publish = 'insert');
CREATE UNIQUE INDEX nnd ON s.pub1 ((lower(v))) NULLS NOT DISTINCT WHERE v <> 'x';
