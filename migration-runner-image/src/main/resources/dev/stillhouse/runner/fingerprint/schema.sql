-- The schema in lines that are the same on every major version of PostgreSQL: a subject, a tab, and what is so of it.
-- Expressions are not among them: PostgreSQL itself writes some in other words after they were dumped and restored.
-- The parameter has the oids of tables that are taken as if they were not there, with commas.
WITH given AS (
    SELECT oid::oid FROM unnest(string_to_array(?, ',')) AS oid
),
missing AS (
    SELECT oid FROM given
    UNION ALL
    -- The sequence of an identity column has no definition of its own.
    SELECT d.objid FROM pg_catalog.pg_depend d JOIN given g ON g.oid = d.refobjid
    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'i'
),
schemas AS (
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
    SELECT c.*, format('%I.%I', s.nspname, c.relname) AS name
    FROM pg_catalog.pg_class c
    JOIN schemas s ON s.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c', 'S') AND c.relpersistence <> 't'
        AND c.oid NOT IN (SELECT oid FROM missing)
        AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_class'::regclass AND m.objid = c.oid)
        AND (c.relkind <> 'c'
            OR NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_type'::regclass AND m.objid = c.reltype))
),
types AS (
    SELECT t.*, format('%I.%I', s.nspname, t.typname) AS name
    FROM pg_catalog.pg_type t
    JOIN schemas s ON s.oid = t.typnamespace
    WHERE NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_type'::regclass AND m.objid = t.oid)
),
lines (subject, facts) AS (
    SELECT format('schema %I', s.nspname), ''
    FROM schemas s
    WHERE NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_namespace'::regclass AND m.objid = s.oid)

    UNION ALL
    SELECT CASE r.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'f' THEN 'foreign table '
            WHEN 'c' THEN 'type ' WHEN 'S' THEN 'sequence ' ELSE 'table ' END || r.name,
        concat_ws(', ',
            CASE WHEN r.relkind = 'c' THEN 'composite' END,
            CASE WHEN r.relkind IN ('r', 'p') AND r.relpersistence = 'u' THEN 'unlogged' END,
            (SELECT 'partitioned by ' || CASE p.partstrat WHEN 'h' THEN 'hash' WHEN 'l' THEN 'list' ELSE 'range' END
                FROM pg_catalog.pg_partitioned_table p WHERE p.partrelid = r.oid),
            (SELECT CASE WHEN r.relispartition THEN 'partition of ' ELSE 'inherits ' END
                    || string_agg(i.inhparent::regclass::text, ' ' ORDER BY i.inhseqno)
                FROM pg_catalog.pg_inherits i WHERE i.inhrelid = r.oid HAVING count(*) > 0),
            CASE WHEN r.relrowsecurity THEN 'row security' END,
            CASE WHEN r.relforcerowsecurity THEN 'forced row security' END,
            (SELECT format('%s by %s', format_type(q.seqtypid, NULL), q.seqincrement)
                FROM pg_catalog.pg_sequence q WHERE q.seqrelid = r.oid))
    FROM relations r

    UNION ALL
    SELECT format('column %s.%I', r.name, a.attname),
        concat_ws(', ',
            format_type(a.atttypid, a.atttypmod),
            (SELECT 'collation ' || l.collname FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
                WHERE l.oid = a.attcollation AND a.attcollation <> t.typcollation),
            -- Up to 17 an heir may be null where its parent may not, which no newer server takes from a dump.
            CASE WHEN a.attnotnull AND (a.attinhcount = 0 OR r.relispartition) THEN 'not null' END,
            -- From 17 on a partition has the identity of the table that it is a part of.
            CASE WHEN NOT r.relispartition THEN
                CASE a.attidentity WHEN 'a' THEN 'identity always' WHEN 'd' THEN 'identity by default' END END,
            CASE WHEN a.attgenerated <> '' THEN 'generated' WHEN a.atthasdef THEN 'with default' END)
    FROM relations r
    JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE r.relkind <> 'S'

    UNION ALL
    SELECT format('constraint %I on %s', c.conname, coalesce(r.name, t.name)),
        concat_ws(', ',
            CASE c.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign key'
                WHEN 'x' THEN 'exclusion' ELSE 'check' END,
            (SELECT string_agg(quote_ident(a.attname), ' ' ORDER BY CASE WHEN c.contype = 'c' THEN 0 ELSE k.position END,
                    a.attname::text COLLATE "C")
                FROM unnest(c.conkey) WITH ORDINALITY AS k(attnum, position)
                JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum),
            CASE WHEN c.contype = 'f' THEN format('references %s (%s) on update %s on delete %s', c.confrelid::regclass,
                (SELECT string_agg(quote_ident(a.attname), ' ' ORDER BY k.position)
                    FROM unnest(c.confkey) WITH ORDINALITY AS k(attnum, position)
                    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.attnum),
                c.confupdtype, c.confdeltype) END,
            CASE WHEN c.condeferrable THEN 'deferrable' END,
            CASE WHEN c.condeferred THEN 'initially deferred' END,
            -- An heir's own is checked or not, and after a restore as its parent's is.
            CASE WHEN NOT c.convalidated AND c.conislocal THEN 'not valid' END)
    FROM pg_catalog.pg_constraint c
    LEFT JOIN relations r ON r.oid = c.conrelid
    LEFT JOIN types t ON t.oid = c.contypid
    WHERE c.contype IN ('p', 'u', 'f', 'x', 'c') AND c.conparentid = 0 AND (r.oid IS NOT NULL OR t.oid IS NOT NULL)

    UNION ALL
    -- pg_dump leaves out what a failed CREATE INDEX CONCURRENTLY left.
    SELECT format('index %I on %s', i.relname, r.name),
        concat_ws(', ',
            m.amname,
            CASE WHEN x.indisprimary THEN 'primary' WHEN x.indisunique THEN 'unique' END,
            CASE WHEN to_jsonb(x) ->> 'indnullsnotdistinct' = 'true' THEN 'nulls not distinct' END,
            (SELECT string_agg(coalesce(quote_ident(a.attname), '(expression)'), ' ' ORDER BY k.position)
                FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, position)
                LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum AND k.attnum > 0),
            'keys ' || x.indnkeyatts,
            'options ' || x.indoption::text,
            CASE WHEN x.indpred IS NOT NULL THEN 'partial' END,
            CASE WHEN NOT x.indisvalid THEN 'invalid' END)
    FROM pg_catalog.pg_index x
    JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
    JOIN pg_catalog.pg_am m ON m.oid = i.relam
    JOIN relations r ON r.oid = x.indrelid
    WHERE x.indisvalid OR i.relkind = 'I'

    UNION ALL
    SELECT format('type %s', t.name),
        CASE t.typtype
            WHEN 'e' THEN 'enum ' || (SELECT string_agg(quote_literal(e.enumlabel), ' ' ORDER BY e.enumsortorder)
                FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)
            WHEN 'd' THEN concat_ws(', ', 'domain over ' || format_type(t.typbasetype, t.typtypmod),
                CASE WHEN t.typnotnull THEN 'not null' END, CASE WHEN t.typdefault IS NOT NULL THEN 'with default' END)
            WHEN 'r' THEN 'range of ' || (SELECT format_type(g.rngsubtype, NULL)
                FROM pg_catalog.pg_range g WHERE g.rngtypid = t.oid)
            ELSE 'base' END
    FROM types t
    WHERE t.typtype IN ('e', 'd', 'r') OR t.typtype = 'b' AND t.typcategory <> 'A'

    UNION ALL
    SELECT format('%s %I.%I(%s)',
            CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
            s.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
        concat_ws(', ',
            pg_get_function_result(p.oid),
            l.lanname,
            CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END,
            CASE WHEN p.proisstrict THEN 'strict' END,
            CASE WHEN p.prosecdef THEN 'security definer' END,
            CASE WHEN p.prosrc <> '' THEN 'body ' || hashtextextended(p.prosrc COLLATE "C", 0) END)
    FROM pg_catalog.pg_proc p
    JOIN schemas s ON s.oid = p.pronamespace
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
        WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype IN ('e', 'i'))

    UNION ALL
    SELECT format('trigger %I on %s', t.tgname, r.name),
        format('%s, kind %s, enabled %s', t.tgfoid::regprocedure, t.tgtype, t.tgenabled)
    FROM pg_catalog.pg_trigger t
    JOIN relations r ON r.oid = t.tgrelid
    WHERE NOT t.tgisinternal
        AND NOT (r.relispartition AND EXISTS (SELECT FROM pg_partition_ancestors(r.oid) AS ancestor
            JOIN pg_catalog.pg_trigger above ON above.tgrelid = ancestor.relid AND above.tgname = t.tgname
            WHERE ancestor.relid <> r.oid))

    UNION ALL
    SELECT format('rule %I on %s', u.rulename, r.name), format('on %s, enabled %s', u.ev_type, u.ev_enabled)
    FROM pg_catalog.pg_rewrite u
    JOIN relations r ON r.oid = u.ev_class
    WHERE u.rulename <> '_RETURN'

    UNION ALL
    SELECT format('policy %I on %s', p.polname, r.name),
        concat_ws(', ',
            'for ' || p.polcmd::text,
            CASE WHEN NOT p.polpermissive THEN 'restrictive' END,
            (SELECT string_agg(CASE WHEN o = 0 THEN 'public' ELSE pg_get_userbyid(o)::text END, ' '
                    ORDER BY pg_get_userbyid(o)::text COLLATE "C")
                FROM unnest(p.polroles) AS o))
    FROM pg_catalog.pg_policy p
    JOIN relations r ON r.oid = p.polrelid

    UNION ALL
    SELECT format('extension %I', e.extname), '' FROM pg_catalog.pg_extension e WHERE e.extname <> 'plpgsql'

    UNION ALL
    SELECT format('event trigger %I', t.evtname), format('on %s, %s, enabled %s', t.evtevent, t.evtfoid::regprocedure, t.evtenabled)
    FROM pg_catalog.pg_event_trigger t
    WHERE NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_event_trigger'::regclass AND m.objid = t.oid)

    UNION ALL
    SELECT format('operator %I.%s (%s, %s)', s.nspname, o.oprname, nullif(o.oprleft, 0)::regtype, nullif(o.oprright, 0)::regtype),
        o.oprcode::regprocedure::text
    FROM pg_catalog.pg_operator o
    JOIN schemas s ON s.oid = o.oprnamespace
    WHERE NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_operator'::regclass AND m.objid = o.oid)

    UNION ALL
    SELECT format('cast from %s to %s', c.castsource::regtype, c.casttarget::regtype), format('%s %s', c.castmethod, c.castcontext)
    FROM pg_catalog.pg_cast c
    WHERE c.oid >= 16384
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
            WHERE d.classid = 'pg_catalog.pg_cast'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'i'))

    UNION ALL
    SELECT format('collation %I.%I', s.nspname, l.collname), CASE WHEN l.collisdeterministic THEN '' ELSE 'not deterministic' END
    FROM pg_catalog.pg_collation l
    JOIN schemas s ON s.oid = l.collnamespace
    WHERE NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_collation'::regclass AND m.objid = l.oid)

    UNION ALL
    SELECT format('statistics %I.%I', s.nspname, t.stxname), format('on %s', t.stxrelid::regclass)
    FROM pg_catalog.pg_statistic_ext t
    JOIN schemas s ON s.oid = t.stxnamespace
    WHERE t.stxrelid NOT IN (SELECT oid FROM missing)

    UNION ALL
    SELECT format('text search configuration %I.%I', s.nspname, t.cfgname), ''
    FROM pg_catalog.pg_ts_config t
    JOIN schemas s ON s.oid = t.cfgnamespace
    WHERE NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_ts_config'::regclass AND m.objid = t.oid)

    UNION ALL
    SELECT format('text search dictionary %I.%I', s.nspname, t.dictname), ''
    FROM pg_catalog.pg_ts_dict t
    JOIN schemas s ON s.oid = t.dictnamespace
    WHERE NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_ts_dict'::regclass AND m.objid = t.oid)

    UNION ALL
    SELECT format('operator class %I.%I for %s', s.nspname, o.opcname, m.amname), format_type(o.opcintype, NULL)
    FROM pg_catalog.pg_opclass o
    JOIN schemas s ON s.oid = o.opcnamespace
    JOIN pg_catalog.pg_am m ON m.oid = o.opcmethod
    WHERE NOT EXISTS (SELECT FROM members x WHERE x.classid = 'pg_catalog.pg_opclass'::regclass AND x.objid = o.oid)

    UNION ALL
    SELECT format('server %I', v.srvname), (SELECT w.fdwname::text FROM pg_catalog.pg_foreign_data_wrapper w WHERE w.oid = v.srvfdw)
    FROM pg_catalog.pg_foreign_server v
    WHERE NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_catalog.pg_foreign_server'::regclass AND m.objid = v.oid)

    UNION ALL
    SELECT format('publication %I', b.pubname), CASE WHEN b.puballtables THEN 'all tables' ELSE '' END
    FROM pg_catalog.pg_publication b
)
SELECT (subject || E'\t' || coalesce(facts, '')) COLLATE "C" FROM lines ORDER BY 1
