DROP DATABASE IF EXISTS shop WITH (FORCE)
-- drop-database: drops the database shop

CREATE DATABASE shop
-- harmless
