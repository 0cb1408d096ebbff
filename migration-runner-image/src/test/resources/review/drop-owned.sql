DROP OWNED BY clerk, CURRENT_USER CASCADE
-- drop-owned: drops everything that the role clerk owns in this database
-- drop-owned: drops everything that the role CURRENT_USER owns in this database

REASSIGN OWNED BY clerk TO owner
-- harmless
