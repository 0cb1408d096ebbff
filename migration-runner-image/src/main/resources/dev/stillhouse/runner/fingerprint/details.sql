-- What is so of the things in a schema that every version of PostgreSQL stores and pg_dump writes in the same words, in lines:
-- the thing (as its line in schema.sql begins), a tab, what is told of it, a tab, and the fact. There is no line where a fact
-- is what a thing of its kind has if nothing is said. Expressions are not among them, but for constants. The parameter is as in schema.sql.
WITH schemas AS (
    SELECT n.oid, n.nspname
    FROM pg_catalog.pg_namespace n
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
),
members AS (
    SELECT d.classid, d.objid
    FROM pg_catalog.pg_depend d
    WHERE d.deptype = 'e'
),
relations AS (
    SELECT c.oid, s.nspname, c.relname, c.relkind, c.relispartition, c.relreplident, c.reloptions,
        format('%I.%I', s.nspname, c.relname) AS name,
        CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'f' THEN 'foreign table '
            WHEN 'S' THEN 'sequence ' ELSE 'table ' END || format('%I.%I', s.nspname, c.relname) AS subject
    FROM pg_catalog.pg_class c
    JOIN schemas s ON s.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'
        AND c.oid <> ALL (string_to_array(?, ',')::oid[])
        AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_class'::regclass AND m.objid = c.oid)
),
routines AS (
    SELECT p.*, format('%s %I.%I(%s)',
            CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
            s.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS subject
    FROM pg_catalog.pg_proc p
    JOIN schemas s ON s.oid = p.pronamespace
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
        WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
),
lines (subject, attribute, fact) AS (
    SELECT r.subject, 'options', (SELECT string_agg(o, ' ' ORDER BY o COLLATE "C") FROM unnest(r.reloptions) AS o)
    FROM relations r

    UNION ALL
    SELECT r.subject, 'replica identity', CASE r.relreplident WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing' END
    FROM relations r
    WHERE r.relkind IN ('r', 'p', 'm')

    UNION ALL
    SELECT format('index %I on %s', i.relname, r.name), f.attribute, f.fact
    FROM pg_catalog.pg_index x
    JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
    JOIN relations r ON r.oid = x.indrelid
    CROSS JOIN LATERAL (VALUES
        ('options', (SELECT string_agg(o, ' ' ORDER BY o COLLATE "C") FROM unnest(i.reloptions) AS o)),
        ('replica identity', CASE WHEN x.indisreplident AND r.relreplident = 'i' THEN 'yes' END),
        ('clustered', CASE WHEN x.indisclustered THEN 'yes' END),
        ('operator classes', (SELECT string_agg(format('%s %I.%I', k.position, n.nspname, o.opcname), ', ' ORDER BY k.position)
            FROM unnest(x.indclass::oid[]) WITH ORDINALITY AS k (opclass, position)
            JOIN pg_catalog.pg_opclass o ON o.oid = k.opclass AND NOT o.opcdefault
            JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace)),
        -- Of an expression that is not its own.
        ('collations', (SELECT string_agg(format('%I %I', a.attname, l.collname), ', ' ORDER BY k.position)
            FROM unnest(x.indcollation::oid[], x.indkey::int2[]) WITH ORDINALITY AS k (locale, attnum, position)
            JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum AND k.attnum > 0
                AND a.attcollation <> k.locale
            JOIN pg_catalog.pg_collation l ON l.oid = k.locale))) AS f (attribute, fact)
    WHERE x.indisvalid AND i.relkind = 'i'

    UNION ALL
    -- Constants. Those of "char" are written in other words from PostgreSQL 16 on.
    SELECT r.subject, 'bounds', pg_get_expr(c.relpartbound, c.oid)
    FROM relations r
    JOIN pg_catalog.pg_class c ON c.oid = r.oid
    WHERE r.relispartition AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_inherits h
        JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = h.inhparent
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = ANY (p.partattrs::int2[])
        WHERE h.inhrelid = r.oid AND a.atttypid = 'pg_catalog."char"'::regtype)

    UNION ALL
    SELECT p.subject, 'parts', concat_ws(', ', 'state ' || t.typname, 'transition ' || f.proname, 'final ' || z.proname,
        'combine ' || b.proname, 'begins with ' || quote_literal(g.agginitval), CASE g.aggkind WHEN 'o' THEN 'ordered'
            WHEN 'h' THEN 'hypothetical' END)
    FROM routines p
    JOIN pg_catalog.pg_aggregate g ON g.aggfnoid = p.oid
    JOIN pg_catalog.pg_type t ON t.oid = g.aggtranstype
    JOIN pg_catalog.pg_proc f ON f.oid = g.aggtransfn
    LEFT JOIN pg_catalog.pg_proc z ON z.oid = g.aggfinalfn
    LEFT JOIN pg_catalog.pg_proc b ON b.oid = g.aggcombinefn

    UNION ALL
    -- The ends that a sequence of its type has by itself are no fact.
    SELECT r.subject, 'range', nullif(format('from %s, %s to %s, cache %s%s', q.seqstart, q.seqmin, q.seqmax, q.seqcache,
            CASE WHEN q.seqcycle THEN ', cycles' END),
        format('from 1, 1 to %s, cache 1',
            CASE q.seqtypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
                ELSE 9223372036854775807 END))
    FROM relations r
    JOIN pg_catalog.pg_sequence q ON q.seqrelid = r.oid

    UNION ALL
    SELECT format('constraint %I on %s', c.conname, r.name), 'match', CASE c.confmatchtype WHEN 'f' THEN 'full' END
    FROM pg_catalog.pg_constraint c
    JOIN relations r ON r.oid = c.conrelid
    WHERE c.contype = 'f' AND c.conparentid = 0

    UNION ALL
    SELECT p.subject, f.attribute, f.fact
    FROM routines p
    CROSS JOIN LATERAL (VALUES
        ('parallel', CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END),
        ('leakproof', CASE WHEN p.proleakproof THEN 'yes' END),
        ('names of settings', (SELECT string_agg(name, ' ' ORDER BY name COLLATE "C")
            FROM (SELECT lower(split_part(o, '=', 1)) AS name FROM unnest(p.proconfig) AS o) AS settings))) AS f (attribute, fact)

    UNION ALL
    -- Their arguments may be secrets.
    SELECT format('trigger %I on %s', t.tgname, r.name), f.attribute, f.fact
    FROM pg_catalog.pg_trigger t
    JOIN relations r ON r.oid = t.tgrelid
    CROSS JOIN LATERAL (VALUES
        ('hash of arguments', CASE WHEN t.tgnargs > 0 THEN md5(t.tgargs) END),
        ('columns', (SELECT string_agg(quote_ident(a.attname), ' ' ORDER BY a.attname::text COLLATE "C")
            FROM pg_catalog.pg_attribute a WHERE a.attrelid = t.tgrelid AND a.attnum = ANY (t.tgattr::int2[]))),
        ('condition', CASE WHEN t.tgqual IS NOT NULL THEN 'yes' END),
        ('time', CASE WHEN t.tginitdeferred THEN 'initially deferred' WHEN t.tgdeferrable THEN 'deferrable' END))
        AS f (attribute, fact)
    WHERE NOT t.tgisinternal AND NOT r.relispartition

    UNION ALL
    SELECT format('policy %I on %s', p.polname, r.name), 'expressions',
        concat_ws(' ', CASE WHEN p.polqual IS NOT NULL THEN 'using' END, CASE WHEN p.polwithcheck IS NOT NULL THEN 'check' END)
    FROM pg_catalog.pg_policy p
    JOIN relations r ON r.oid = p.polrelid

    UNION ALL
    SELECT format('rule %I on %s', u.rulename, r.name), 'instead', CASE WHEN u.is_instead THEN 'yes' END
    FROM pg_catalog.pg_rewrite u
    JOIN relations r ON r.oid = u.ev_class
    WHERE u.rulename <> '_RETURN'

    UNION ALL
    SELECT format('publication %I', b.pubname), f.attribute, f.fact
    FROM pg_catalog.pg_publication b
    CROSS JOIN LATERAL (VALUES
        ('what', concat_ws(' ', CASE WHEN b.pubinsert THEN 'insert' END, CASE WHEN b.pubupdate THEN 'update' END,
            CASE WHEN b.pubdelete THEN 'delete' END, CASE WHEN b.pubtruncate THEN 'truncate' END)),
        ('tables', (SELECT string_agg(r.name, ' ' ORDER BY r.nspname::text COLLATE "C", r.relname::text COLLATE "C")
            FROM pg_catalog.pg_publication_rel l JOIN relations r ON r.oid = l.prrelid
            WHERE l.prpubid = b.oid)),
        -- From PostgreSQL 15 on.
        ('columns', (SELECT string_agg(format('%s (%s)', r.name,
                (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname::text COLLATE "C")
                    FROM jsonb_array_elements_text(to_jsonb(l) -> 'prattrs') AS k (attnum)
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum = k.attnum::int2)),
                ' ' ORDER BY r.nspname::text COLLATE "C", r.relname::text COLLATE "C")
            FROM pg_catalog.pg_publication_rel l JOIN relations r ON r.oid = l.prrelid
            WHERE l.prpubid = b.oid AND to_jsonb(l) ->> 'prattrs' IS NOT NULL)),
        ('conditions', (SELECT string_agg(r.name, ' ' ORDER BY r.nspname::text COLLATE "C", r.relname::text COLLATE "C")
            FROM pg_catalog.pg_publication_rel l JOIN relations r ON r.oid = l.prrelid
            WHERE l.prpubid = b.oid AND to_jsonb(l) ->> 'prqual' IS NOT NULL))) AS f (attribute, fact)

    UNION ALL
    -- There are passwords among the options.
    SELECT format('server %I', v.srvname), 'hash of options',
        (SELECT md5(string_agg(o, ' ' ORDER BY o COLLATE "C")) FROM unnest(v.srvoptions) AS o)
    FROM pg_catalog.pg_foreign_server v
    WHERE NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_foreign_server'::regclass AND m.objid = v.oid)

    UNION ALL
    SELECT r.subject, 'hash of options',
        (SELECT md5(string_agg(o, ' ' ORDER BY o COLLATE "C")) FROM unnest(t.ftoptions) AS o)
    FROM pg_catalog.pg_foreign_table t
    JOIN relations r ON r.oid = t.ftrelid
)
SELECT (subject || E'\t' || attribute || E'\t' || fact) COLLATE "C" FROM lines WHERE fact <> '' ORDER BY 1
