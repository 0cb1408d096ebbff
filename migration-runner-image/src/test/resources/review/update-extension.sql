ALTER EXTENSION postgis UPDATE TO '3.5.0'
-- update-extension: runs the update script of the extension postgis

ALTER EXTENSION postgis ADD FUNCTION total(integer)
-- harmless
