-- Whether a dump names the bootstrap superuser (10), which no dependency does: as an owner, a grantee, a grantor, or whom
-- something is for. What is of an extension is in no dump, and what every database has of its own neither.
WITH objects (class, oid, schema, owner, acl) AS (
    SELECT 'pg_catalog.pg_class'::regclass, oid, relnamespace, relowner, relacl FROM pg_catalog.pg_class
        WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relpersistence <> 't'
    UNION ALL SELECT 'pg_catalog.pg_proc'::regclass, oid, pronamespace, proowner, proacl FROM pg_catalog.pg_proc
    UNION ALL SELECT 'pg_catalog.pg_type'::regclass, oid, typnamespace, typowner, typacl FROM pg_catalog.pg_type
        WHERE typrelid = 0 AND typcategory <> 'A'
            OR typrelid IN (SELECT oid FROM pg_catalog.pg_class WHERE relkind = 'c')
    UNION ALL SELECT 'pg_catalog.pg_namespace'::regclass, oid, oid, nspowner, nspacl FROM pg_catalog.pg_namespace
    UNION ALL SELECT 'pg_catalog.pg_operator'::regclass, oid, oprnamespace, oprowner, NULL FROM pg_catalog.pg_operator
    UNION ALL SELECT 'pg_catalog.pg_opclass'::regclass, oid, opcnamespace, opcowner, NULL FROM pg_catalog.pg_opclass
    UNION ALL SELECT 'pg_catalog.pg_opfamily'::regclass, oid, opfnamespace, opfowner, NULL FROM pg_catalog.pg_opfamily
    UNION ALL SELECT 'pg_catalog.pg_collation'::regclass, oid, collnamespace, collowner, NULL FROM pg_catalog.pg_collation
    UNION ALL SELECT 'pg_catalog.pg_conversion'::regclass, oid, connamespace, conowner, NULL FROM pg_catalog.pg_conversion
    UNION ALL SELECT 'pg_catalog.pg_ts_dict'::regclass, oid, dictnamespace, dictowner, NULL FROM pg_catalog.pg_ts_dict
    UNION ALL SELECT 'pg_catalog.pg_ts_config'::regclass, oid, cfgnamespace, cfgowner, NULL FROM pg_catalog.pg_ts_config
    UNION ALL SELECT 'pg_catalog.pg_statistic_ext'::regclass, oid, stxnamespace, stxowner, NULL
        FROM pg_catalog.pg_statistic_ext
    UNION ALL SELECT 'pg_catalog.pg_language'::regclass, oid, 0, lanowner, lanacl FROM pg_catalog.pg_language
    UNION ALL SELECT 'pg_catalog.pg_foreign_data_wrapper'::regclass, oid, 0, fdwowner, fdwacl
        FROM pg_catalog.pg_foreign_data_wrapper
    UNION ALL SELECT 'pg_catalog.pg_foreign_server'::regclass, oid, 0, srvowner, srvacl FROM pg_catalog.pg_foreign_server
    UNION ALL SELECT 'pg_catalog.pg_event_trigger'::regclass, oid, 0, evtowner, NULL FROM pg_catalog.pg_event_trigger
    UNION ALL SELECT 'pg_catalog.pg_publication'::regclass, oid, 0, pubowner, NULL FROM pg_catalog.pg_publication
    -- Not everybody may read its number.
    UNION ALL SELECT 'pg_catalog.pg_subscription'::regclass, 16384, 0, subowner, NULL FROM pg_catalog.pg_subscription
        WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
    UNION ALL SELECT 'pg_catalog.pg_largeobject_metadata'::regclass, oid, 0, lomowner, lomacl
        FROM pg_catalog.pg_largeobject_metadata
),
dumped AS (
    SELECT o.*
    FROM objects o
    LEFT JOIN pg_catalog.pg_namespace s ON s.oid = o.schema
    -- The first number that is given in a new database; the schema public has a lower one, and may be somebody's.
    WHERE (o.oid >= 16384 OR s.nspname = 'public')
        AND (s.nspname IS NULL OR s.nspname !~ '^pg_' AND s.nspname <> 'information_schema')
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
            WHERE d.classid = o.class AND d.objid = o.oid AND d.deptype = 'e')
)
SELECT (EXISTS (SELECT FROM dumped WHERE owner = 10)
    OR EXISTS (SELECT FROM dumped d, aclexplode(d.acl) a WHERE a.grantee = 10 OR a.grantor = 10)
    OR EXISTS (SELECT FROM dumped d
        JOIN pg_catalog.pg_attribute c ON d.class = 'pg_catalog.pg_class'::regclass AND c.attrelid = d.oid,
        aclexplode(c.attacl) a WHERE a.grantee = 10 OR a.grantor = 10)
    OR EXISTS (SELECT FROM pg_catalog.pg_default_acl d LEFT JOIN aclexplode(d.defaclacl) a ON true
        WHERE d.defaclrole = 10 OR a.grantee = 10)
    OR EXISTS (SELECT FROM pg_catalog.pg_policy WHERE 10 = ANY (polroles))
    OR EXISTS (SELECT FROM pg_catalog.pg_user_mappings WHERE umuser = 10))::text
