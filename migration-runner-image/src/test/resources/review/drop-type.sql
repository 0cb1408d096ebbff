DROP TYPE mood
-- harmless

DROP TYPE IF EXISTS shop.mood, colour CASCADE
-- drop-type: drops the type shop.mood with every column of it
-- drop-type: drops the type colour with every column of it

DROP DOMAIN email
-- harmless

ALTER TYPE mood ADD VALUE IF NOT EXISTS 'bored' AFTER 'sad'
-- harmless

ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'
-- harmless
