INSERT INTO settings (k, v) VALUES ('a', 1) ON CONFLICT (k) DO UPDATE SET v = EXCLUDED.v
-- upsert-rows: overwrites values of rows of settings that are there already

INSERT INTO settings (k, v) VALUES ('a', 1) ON CONFLICT DO NOTHING
-- harmless

INSERT INTO settings (k, v) SELECT k, v FROM old_settings RETURNING k
-- harmless

CREATE TABLE settings (k text PRIMARY KEY, v integer)
INSERT INTO settings (k, v) VALUES ('a', 1) ON CONFLICT (k) DO UPDATE SET v = EXCLUDED.v
-- harmless
