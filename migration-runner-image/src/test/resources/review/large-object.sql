SELECT lo_unlink(picture) FROM people
-- large-object: deletes or overwrites a large object with lo_unlink

SELECT pg_catalog.lo_put(1, 0, 'x')
-- large-object: deletes or overwrites a large object with lo_put

SELECT lo_from_bytea(0, 'x')
-- harmless
