-- Expressions that there are from PostgreSQL 14 on.
-- The driver would take a body apart at its semicolons.
CREATE FUNCTION s.b1(a int, b varchar DEFAULT 'x') RETURNS int LANGUAGE sql RETURN a + length(b) + CASE WHEN b IN ('a', 'b') THEN 1 ELSE 0 END;
DO $do$ BEGIN EXECUTE $body$ CREATE FUNCTION s.b2(xx bigint) RETURNS SETOF text LANGUAGE sql BEGIN ATOMIC SELECT v FROM s.base WHERE id = b2.xx AND v IN ('a', 'b'); SELECT t FROM s.base WHERE base.aa = b2.xx ORDER BY 1; END $body$; END $do$;
DO $do$ BEGIN EXECUTE $body$ CREATE PROCEDURE s.b3(INOUT y int, z s.mood DEFAULT 'sad') LANGUAGE sql BEGIN ATOMIC INSERT INTO s.log (what, id) VALUES ('x', y), ('z', DEFAULT); UPDATE s.log l SET what = 'q', id = l.id + 1 WHERE l.id = y RETURNING *; DELETE FROM s.log WHERE what IN ('a', 'b'); SELECT y; END $body$; END $do$;
CREATE FUNCTION s.b4(int, text) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN $1 > 1 AND $2 <> 'x' AND ($1, $2) IS NOT NULL;
DO $do$ BEGIN EXECUTE $body$ CREATE FUNCTION s.b5() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 5; END $body$; END $do$;
CREATE FUNCTION s.b6(r s.pair) RETURNS int LANGUAGE sql RETURN (r).first + (b6.r).first;
CREATE STATISTICS s.st2 ON lower(v), (aa + 1), id FROM s.base; CREATE STATISTICS s.st3 (mcv) ON (v || 'x'), (CASE WHEN v IN ('a', 'b') THEN 1 END) FROM s.base; CREATE STATISTICS s.st4 ON (v::text) FROM s.base;
CREATE VIEW s.x1 AS WITH RECURSIVE t(n, p) AS (VALUES (1, 0) UNION ALL SELECT n + 1, n FROM t WHERE n < 5) SEARCH DEPTH FIRST BY n, p SET o CYCLE n SET is_cycle USING path SELECT n, p, is_cycle FROM t;
CREATE VIEW s.x2 AS SELECT b.* FROM s.base b JOIN s.child c USING (id) AS j WHERE j.id > 1 GROUP BY DISTINCT b.id, ROLLUP (b.v, b.id);
CREATE VIEW s.x3 AS SELECT v FROM s.base ORDER BY v FETCH FIRST 3 ROWS WITH TIES;
CREATE VIEW s.x4 AS SELECT normalize(t, NFC) AS n, t IS NFC NORMALIZED AS isn, trim(both 'x' from t) AS tr, (jb)['a']['b'] AS sub, substring(t similar 'a' escape '#') AS s, overlay(t placing 'x' from 2) AS ov, position('a' in t) AS po, extract(epoch from ts) AS ep, ts AT TIME ZONE 'UTC' AS z, pg_collation_for(t) AS cf, (ts, ts2) OVERLAPS (ts2, i) AS ol FROM s.base;
ALTER TABLE s.base ADD CHECK (substring(v similar 'a#"b#"c' escape '#') = 'b') NOT VALID;
