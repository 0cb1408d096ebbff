ROLLBACK PREPARED 'moving'
-- rollback-prepared: throws away the prepared transaction moving

ROLLBACK
-- harmless

BEGIN; SAVEPOINT a; ROLLBACK TO a; COMMIT
-- harmless
