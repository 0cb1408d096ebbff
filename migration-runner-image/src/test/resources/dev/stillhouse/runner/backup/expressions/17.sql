-- Expressions that there are from PostgreSQL 17 on.
-- The driver would take a body apart at its semicolons.
CREATE VIEW s.z1 AS SELECT JSON_VALUE(jb, '$.a' PASSING aa AS x RETURNING int DEFAULT 1 ON EMPTY ERROR ON ERROR) AS v, JSON_QUERY(jb, '$.b' WITH CONDITIONAL WRAPPER KEEP QUOTES EMPTY ARRAY ON EMPTY) AS q, JSON_EXISTS(jb, 'strict $.c' TRUE ON ERROR) AS e, JSON(t) AS js, JSON_SCALAR(aa) AS sc, JSON_SERIALIZE(j RETURNING bytea) AS se FROM s.base;
CREATE VIEW s.z2 AS SELECT jt.* FROM s.base, JSON_TABLE(jb, '$.x[*]' AS p PASSING 1 AS y COLUMNS (o FOR ORDINALITY, i int PATH '$.i' DEFAULT 0 ON EMPTY, ex bool EXISTS PATH '$.e', f jsonb FORMAT JSON PATH '$.f' WITHOUT WRAPPER, NESTED PATH '$.n[*]' AS nn COLUMNS (z varchar(3) PATH '$'))) jt;
CREATE TABLE s.mlog (what text, id int);
DO $do$ BEGIN EXECUTE $body$ CREATE PROCEDURE s.m1(k int) LANGUAGE sql BEGIN ATOMIC MERGE INTO s.mlog l USING s.child c ON l.id = c.id AND c.pv IN ('a', 'b') WHEN MATCHED AND l.what = 'x' THEN UPDATE SET what = c.extra WHEN NOT MATCHED BY SOURCE THEN DELETE WHEN NOT MATCHED THEN INSERT (what, id) VALUES ('n', c.id); END $body$; END $do$;
CREATE VIEW s.z3 AS SELECT ts AT LOCAL AS l, date_add(tz, '1 day') AS da FROM s.base;
