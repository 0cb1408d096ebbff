SELECT p.subject, v.*
FROM routines p
CROSS JOIN LATERAL (VALUES
    ('settings', (SELECT string_agg(o, ', ' ORDER BY o COLLATE "C") FROM unnest(p.proconfig) o), 'Secret', ''),
    ('parallel', nullif(p.proparallel::text, 'u'), 'Fact', ''),
    ('leakproof', CASE WHEN p.proleakproof THEN 'yes' END, 'Fact', ''),
    ('cost', CASE WHEN p.prokind <> 'a' THEN p.procost::text END, 'Fact', ''),
    ('rows', CASE WHEN p.proretset THEN p.prorows::text END, 'Fact', ''),
    ('window', CASE WHEN p.prokind = 'w' THEN 'yes' END, 'Fact', ''),
    ('support', CASE WHEN p.prosupport <> 0 THEN p.prosupport::text END, 'Fact', ''),
    ('transforms', (SELECT string_agg(format_type(o, NULL), ', ' ORDER BY position)
        FROM unnest(p.protrftypes) WITH ORDINALITY AS k(o, position)), 'Fact', ''),
    ('defaults of arguments', pg_get_expr(p.proargdefaults, 0), 'Expression', '')
) AS v (attribute, value, form, context)

UNION ALL
SELECT p.subject, 'parts', concat_ws(' ', a.aggkind, a.aggnumdirectargs, a.aggtransfn, a.aggfinalfn, a.aggcombinefn,
        a.aggserialfn, a.aggdeserialfn, a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn, a.aggfinalextra, a.aggmfinalextra,
        a.aggfinalmodify, a.aggmfinalmodify, a.aggsortop::regoperator, format_type(a.aggtranstype, NULL), a.aggtransspace,
        format_type(nullif(a.aggmtranstype, 0), NULL), a.aggmtransspace, quote_nullable(a.agginitval),
        quote_nullable(a.aggminitval)), 'Fact', ''
FROM routines p
JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid
