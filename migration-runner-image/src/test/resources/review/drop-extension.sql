DROP EXTENSION IF EXISTS hstore CASCADE
-- drop-extension: drops the extension hstore with its types and tables

CREATE EXTENSION IF NOT EXISTS hstore
-- harmless
