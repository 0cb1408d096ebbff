-- Expressions with types, operators and functions of PostgreSQL's own extensions, which are in several schemas.
-- The driver would take a body apart at its semicolons.
CREATE SCHEMA ext; CREATE SCHEMA "Odd ext"; CREATE SCHEMA "pg-like"; CREATE SCHEMA e;
CREATE EXTENSION citext SCHEMA public; CREATE EXTENSION hstore SCHEMA "Odd ext"; CREATE EXTENSION ltree SCHEMA ext;
CREATE EXTENSION pg_trgm SCHEMA "pg-like"; CREATE EXTENSION btree_gist SCHEMA ext; CREATE EXTENSION intarray SCHEMA ext;
CREATE EXTENSION cube SCHEMA public; CREATE EXTENSION isn SCHEMA ext; CREATE EXTENSION unaccent SCHEMA "Odd ext"; CREATE EXTENSION btree_gin SCHEMA ext;
SET search_path = "pg-like", e, "Odd ext", public, pg_catalog, ext;
CREATE DOMAIN e.email AS citext DEFAULT 'A@b' CHECK (VALUE ~ '^[^@]+@[^@]+$' AND VALUE NOT IN ('x@y', 'Y@z'));
CREATE DOMAIN e.paths AS ltree[] CHECK (VALUE @> 'Top'::ltree);
CREATE TYPE e.tagged AS (name citext, tags hstore);
-- Hides the operator of an extension for whoever looks here first.
CREATE FUNCTION e.same(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR e.% (LEFTARG = text, RIGHTARG = text, FUNCTION = e.same);
CREATE TABLE e.things (
    id int PRIMARY KEY,
    v varchar(20) DEFAULT unaccent('Hôtel'),
    c citext DEFAULT 'New' CHECK (c IN ('new', 'old', 'Odd')),
    c2 citext DEFAULT lower('X') CHECK (c2 = ANY ('{a,b}'::citext[]) OR c2 LIKE 'a%' OR c2 !~~ 'B%' OR c2 ~* 'q'),
    c3 public.citext[] DEFAULT ARRAY['a', 'b'],
    c4 citext DEFAULT 'a'::text CHECK (c4 BETWEEN 'a' AND 'Z' AND c4 <> v AND NOT c4 = 'q'::text),
    em email DEFAULT 'B@c' CHECK (em <> 'z@z'),
    h hstore DEFAULT 'a=>1, b=>NULL'::hstore || hstore('c', 'd'),
    h2 hstore DEFAULT hstore(ARRAY['a', 'b'], ARRAY['1', '2']) CHECK (h2 ? 'a' AND h2 ?& ARRAY['a', 'b'] AND h2 ?| ARRAY['a'] AND NOT h2 @> 'z=>1'),
    h3 hstore CHECK (h3 -> 'k' IN ('a', 'b') AND (h3 -> ARRAY['a', 'b'])[1] <> 'x' AND (h3 - 'k'::text) <> h AND exist(h3, 'q')),
    p ltree DEFAULT 'Top.Science' CHECK (p <@ 'Top' AND p ~ '*.Science.*{1,2}' AND p @ 'Sci* & !Art@' AND p ? ARRAY['a.*', '*.b']::lquery[]),
    p2 paths DEFAULT ARRAY['Top.a', 'Top']::ltree[],
    p3 ltree DEFAULT subpath('a.b.c', 0, -1) || 'd' CHECK (p3 IN ('a', 'b.c') OR nlevel(p3) > 2 OR p3 > 'a'),
    t text CHECK (t OPERATOR("pg-like".%) 'abc' OR t % 'q' OR similarity(t, 'x') > 0.3 OR t <-> 'abc' < 0.5 OR 'w' <% t OR t %>> 'z'),
    a int[] CHECK (a && ARRAY[1, 2] AND a @@ '1&(2|3)' AND icount(a) > 0 AND a - 3 <> ARRAY[1] AND (a | 5) @> '{5}'),
    q cube DEFAULT cube(ARRAY[1, 2], ARRAY[3, 4.5]) CHECK (q <-> '(1,2)' < 3 AND q && cube(1, 2) AND q -> 1 > 0),
    b isbn13 DEFAULT '978-0-393-04002-9' CHECK (b <> '039304002X'::isbn),
    tg tagged DEFAULT ROW('n', 'a=>b') CHECK ((tg).name IN ('a', 'n') AND (tg).tags ? 'a'),
    during tsrange DEFAULT tsrange('2020-01-01', NULL),
    total numeric DEFAULT 0,
    key text GENERATED ALWAYS AS (lower(h -> 'Key') || nlevel(p)) STORED,
    low citext GENERATED ALWAYS AS (replace(c, 'a', 'b')) STORED,
    EXCLUDE USING gist (lower(v) WITH =, during WITH &&) WHERE (c <> 'old' AND total > 0),
    EXCLUDE USING gist (id WITH =, (total * 2) WITH <>));
CREATE UNIQUE INDEX ON e.things (c, lower(c)) WHERE c IN ('new', 'old');
CREATE INDEX ON e.things USING gist (lower(t) gist_trgm_ops, (h -> 'a') gist_trgm_ops) WHERE similarity(t, 'q') > 0.5;
CREATE INDEX ON e.things USING gin ((t || v) gin_trgm_ops) WHERE h ? 'a';
CREATE INDEX ON e.things USING gist (subpath(p, 0, 1), (p || 'x')) WHERE p <@ ARRAY['a', 'b']::ltree[];
CREATE INDEX ON e.things USING gin ((a + 1) gin__int_ops) WHERE a @> ARRAY[1];
CREATE INDEX ON e.things ((c::text)) WHERE c::varchar = 'x' OR v::citext = 'X';
CREATE TABLE e.parts (c citext, p ltree) PARTITION BY RANGE (lower(c), subpath(p, 0, 1));
CREATE FUNCTION e.takes(c citext DEFAULT 'a', h hstore DEFAULT 'a=>1', p ltree DEFAULT 'x.y', c2 citext[] DEFAULT '{a}', em email DEFAULT 'q@r')
    RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = e, "Odd ext" AS 'SELECT true';
CREATE FUNCTION e.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER touched BEFORE UPDATE ON e.things FOR EACH ROW
    WHEN (old.c <> new.c OR new.h ? 'x' OR new.p <@ 'Top' OR old.c IN ('a', 'b') AND new.t % 'q') EXECUTE FUNCTION e.touch();
CREATE POLICY mine ON e.things USING (c IN ('a', current_user::text) AND p <@ (SELECT min(o.p::text)::ltree FROM e.things o WHERE o.h -> 'a' = things.v))
    WITH CHECK (h @> hstore('owner', current_user) OR em = ANY (ARRAY['a@b', 'c@d']::email[]));
CREATE TABLE e.quiet (c citext, h hstore);
CREATE RULE quiet AS ON UPDATE TO e.quiet WHERE old.c = 'Frozen' OR new.h ? 'no' DO INSTEAD NOTHING;
CREATE VIEW e.w1 AS SELECT * FROM e.things WHERE c IN ('a', 'b') OR c = v OR c = t::citext OR c ~ v;
CREATE VIEW e.w2 AS SELECT id, h -> 'a' AS one, h -> ARRAY['a', 'b'] AS two, h || 'x=>y' AS more, h - ARRAY['a'] AS less, %% h AS flat, %# h AS deep,
    h::json AS j, hstore_to_jsonb(h) AS jb, akeys(h) AS k, slice(h, ARRAY['a']) AS sl, hstore(things.*) AS hr FROM e.things;
CREATE VIEW e.w3 AS SELECT x.id, y.key, y.value, z.k FROM e.things x, each(x.h) y, LATERAL skeys(x.h) AS z(k) WHERE y.key IN ('a', 'b');
CREATE VIEW e.w4 AS SELECT p, p || 'x'::text AS longer, subltree(p, 0, 1) AS first, lca(p, 'a.b') AS both, p2 ?@> 'Top' AS found, p2 ?~ '*.a' AS matched,
    index(p, 'b') AS at, text2ltree('a.b') AS made, ARRAY[p, p3] @> 'a'::ltree AS among FROM e.things WHERE p = ANY (p2) OR p3 <> ALL (ARRAY['a', 'b']::ltree[]) ORDER BY p DESC;
CREATE VIEW e.w5 AS SELECT t, t <-> 'abc' AS far, 'q' <<-> t AS word, word_similarity('a', t) AS ws, show_trgm(t) AS tri FROM e.things
    WHERE t OPERATOR("pg-like".%) v ORDER BY t <-> 'abc', total <-> 3 LIMIT 5;
CREATE VIEW e.w6 AS SELECT CASE WHEN c = 'a' THEN 'x'::citext ELSE c2 END AS cs, coalesce(c, c2, 'z') AS co, greatest(c, c2) AS gr, c || 'x' AS cat, c::text || 'x' AS tcat,
    string_agg(c::text, ',' ORDER BY c DESC) AS agg, min(c) AS mn, count(DISTINCT c) FILTER (WHERE c IN ('a', 'b')) AS n, split_part(c, 'a', 1) AS sp, regexp_matches(c, 'a') AS rm
    FROM e.things GROUP BY c, c2 HAVING max(c) <> 'q';
CREATE VIEW e.w7 AS SELECT x.id FROM e.things x WHERE x.c IN (SELECT y.c FROM e.things y WHERE y.c <> 'q') AND x.p NOT IN (SELECT p3 FROM e.things)
    AND EXISTS (SELECT FROM e.things z WHERE z.h = x.h) AND x.c > ALL (SELECT c3[1] FROM e.things);
CREATE VIEW e.w8 AS SELECT q, cube_dim(q) AS d, q <#> '(1,2)' AS taxi, b, isbn(b) AS old, b::text AS bt, a # 1 AS idx, a + ARRAY[1] AS plus, sort(a) AS srt, during * '[2020-01-01,)'::tsrange AS r FROM e.things;
CREATE VIEW e.w9 AS SELECT 'A'::citext AS u UNION SELECT c FROM e.things UNION ALL SELECT v::citext FROM e.things;
CREATE VIEW e.w10 AS WITH RECURSIVE up(p) AS (SELECT 'a.b.c'::ltree UNION ALL SELECT subpath(p, 0, -1) FROM up WHERE nlevel(p) > 1) SELECT p FROM up WHERE p <> 'a';
CREATE VIEW e.w11 AS SELECT row_number() OVER (PARTITION BY c, lower(c2) ORDER BY p, h -> 'a') AS n, (tg).name, (tg).tags -> 'x' AS x, (tg).name = 'N' AS same FROM e.things;
CREATE VIEW e.w12 AS SELECT v.* FROM (VALUES ('a'::citext, 'a=>1'::hstore), ('b', 'b=>2')) AS v(c, h) WHERE v.c IN ('a', 'B') AND v.h ? 'a';
CREATE VIEW e.w13 AS SELECT id FROM e.things WHERE c = 'a' COLLATE "C" OR c COLLATE "C" < 'b' OR t % 'a' OR t ILIKE ANY (ARRAY['a%', 'b%']) OR c LIKE ANY (ARRAY['a%', 'B%']);
CREATE MATERIALIZED VIEW e.m1 AS SELECT c, hstore(array_agg(v::text), array_agg(t)) AS h FROM e.things WHERE c IN ('a', 'b') GROUP BY c;
CREATE INDEX ON e.m1 ((h -> 'a')) WHERE c = 'a';
DO $do$ BEGIN
    IF current_setting('server_version_num')::int >= 140000 THEN
        EXECUTE $body$ CREATE FUNCTION e.b1(c citext, h hstore DEFAULT 'a=>b') RETURNS boolean LANGUAGE sql IMMUTABLE RETURN c IN ('a', 'b') AND h ? 'x' OR h['a'] = 'q' $body$;
        EXECUTE $body$ CREATE PROCEDURE e.b2(k ltree) LANGUAGE sql BEGIN ATOMIC
            UPDATE e.things SET h = h || hstore('k', 'v'), h2['a'] = 'z', c = upper(c) WHERE p <@ k AND c IN ('a', 'b') RETURNING %% h;
            INSERT INTO e.things (id, c, p) SELECT 1, 'x', k || 'y' WHERE 'a'::citext = 'A' ON CONFLICT (id) DO UPDATE SET c = excluded.c || 'x';
            DELETE FROM e.things WHERE t OPERATOR("pg-like".%) 'x' AND c = ANY (ARRAY['a', 'b']); END $body$;
        EXECUTE $body$ CREATE STATISTICS e.st1 ON lower(c), (h -> 'a'), nlevel(p) FROM e.things $body$;
        EXECUTE $body$ CREATE VIEW e.w14 AS SELECT h['a'] AS sub, h['a'] IN ('x', 'y') AS among FROM e.things $body$;
    END IF;
END $do$;
