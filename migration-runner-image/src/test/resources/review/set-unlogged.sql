ALTER TABLE orders SET UNLOGGED
-- set-unlogged: makes orders unlogged, so that a crash of the server empties it

ALTER TABLE orders SET LOGGED
-- harmless
