DROP ROLE clerk
-- drop-role: drops the role clerk with its password and memberships

DROP USER IF EXISTS clerk
-- drop-role: drops the role clerk with its password and memberships

DROP USER MAPPING FOR clerk SERVER archive
-- drop-role: drops a user mapping of the server archive with its password

REVOKE ALL ON orders FROM clerk
-- harmless
