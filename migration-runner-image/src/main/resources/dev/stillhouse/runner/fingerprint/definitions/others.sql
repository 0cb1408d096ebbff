SELECT format('event trigger %I', t.evtname), 'tags',
    (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(t.evttags) o), 'Fact', ''
FROM pg_catalog.pg_event_trigger t

UNION ALL
SELECT format('operator %I.%s (%s, %s)', s.nspname, o.oprname, nullif(o.oprleft, 0)::regtype, nullif(o.oprright, 0)::regtype),
    'properties', concat_ws(' ', 'commutator ' || nullif(o.oprcom, 0)::regoperator, 'negator ' || nullif(o.oprnegate, 0)::regoperator,
        'restriction ' || nullif(o.oprrest, 0)::regproc, 'join ' || nullif(o.oprjoin, 0)::regproc,
        CASE WHEN o.oprcanmerge THEN 'merges' END, CASE WHEN o.oprcanhash THEN 'hashes' END), 'Fact', ''
FROM pg_catalog.pg_operator o
JOIN schemas s ON s.oid = o.oprnamespace

UNION ALL
SELECT format('cast from %s to %s', c.castsource::regtype, c.casttarget::regtype), 'function',
    nullif(c.castfunc, 0)::regprocedure::text, 'Fact', ''
FROM pg_catalog.pg_cast c
WHERE c.oid >= 16384

UNION ALL
-- Newer servers write the names of ICU in another way.
SELECT format('collation %I.%I', s.nspname, l.collname), v.*
FROM pg_catalog.pg_collation l
JOIN schemas s ON s.oid = l.collnamespace
CROSS JOIN LATERAL (VALUES
    ('provider', l.collprovider::text, 'Fact', ''),
    ('locale', concat_ws(' ', l.collcollate, nullif(l.collctype, l.collcollate),
        coalesce(to_jsonb(l) ->> 'colllocale', to_jsonb(l) ->> 'colliculocale'), to_jsonb(l) ->> 'collicurules'), 'Text', '')
) AS v (attribute, value, form, context)

UNION ALL
SELECT format('text search configuration %I.%I', s.nspname, t.cfgname), v.*
FROM pg_catalog.pg_ts_config t
JOIN schemas s ON s.oid = t.cfgnamespace
CROSS JOIN LATERAL (VALUES
    ('parser', (SELECT format('%I.%I', n.nspname, p.prsname) FROM pg_catalog.pg_ts_parser p
        JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace WHERE p.oid = t.cfgparser), 'Fact', ''),
    ('mapping', (SELECT string_agg(m.maptokentype || ' ' || m.mapdict::regdictionary, ', ' ORDER BY m.maptokentype, m.mapseqno)
        FROM pg_catalog.pg_ts_config_map m WHERE m.mapcfg = t.oid), 'Fact', '')
) AS v (attribute, value, form, context)

UNION ALL
SELECT format('text search dictionary %I.%I', s.nspname, t.dictname), v.*
FROM pg_catalog.pg_ts_dict t
JOIN schemas s ON s.oid = t.dictnamespace
CROSS JOIN LATERAL (VALUES
    ('template', (SELECT format('%I.%I', n.nspname, p.tmplname) FROM pg_catalog.pg_ts_template p
        JOIN pg_catalog.pg_namespace n ON n.oid = p.tmplnamespace WHERE p.oid = t.dicttemplate), 'Fact', ''),
    ('options', t.dictinitoption, 'Fact', '')
) AS v (attribute, value, form, context)

UNION ALL
-- The operators and functions of its family for its type.
SELECT format('operator class %I.%I for %s', s.nspname, o.opcname, m.amname), v.*
FROM pg_catalog.pg_opclass o
JOIN schemas s ON s.oid = o.opcnamespace
JOIN pg_catalog.pg_am m ON m.oid = o.opcmethod
CROSS JOIN LATERAL (VALUES
    ('properties', concat_ws(' ', CASE WHEN o.opcdefault THEN 'default' END,
        'storage ' || format_type(nullif(o.opckeytype, 0), NULL)), 'Fact', ''),
    ('operators', (SELECT string_agg(p.amopstrategy || ' ' || p.amopopr::regoperator, ', ' ORDER BY p.amopstrategy)
        FROM pg_catalog.pg_amop p
        WHERE p.amopfamily = o.opcfamily AND p.amoplefttype = o.opcintype AND p.amoprighttype = o.opcintype), 'Fact', ''),
    ('functions', (SELECT string_agg(p.amprocnum || ' ' || p.amproc::regprocedure, ', ' ORDER BY p.amprocnum)
        FROM pg_catalog.pg_amproc p
        WHERE p.amprocfamily = o.opcfamily AND p.amproclefttype = o.opcintype AND p.amprocrighttype = o.opcintype), 'Fact', '')
) AS v (attribute, value, form, context)

UNION ALL
SELECT format('server %I', v.srvname), w.*
FROM pg_catalog.pg_foreign_server v
JOIN pg_catalog.pg_foreign_data_wrapper f ON f.oid = v.srvfdw
CROSS JOIN LATERAL (VALUES
    ('version', concat_ws(' ', v.srvtype, v.srvversion), 'Fact', ''),
    ('options', (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(v.srvoptions) o), 'Secret', ''),
    ('wrapper', concat_ws(' ', 'handler ' || nullif(f.fdwhandler, 0)::regproc, 'validator ' || nullif(f.fdwvalidator, 0)::regproc),
        'Fact', ''),
    ('options of the wrapper', (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(f.fdwoptions) o), 'Secret', '')
) AS w (attribute, value, form, context)
