SELECT tidy_up()
-- function-call: calls the function tidy_up, of which it is not known what it does

SELECT * FROM shop.purge(1) AS p, lower('A')
-- function-call: calls the function shop.purge, of which it is not known what it does

INSERT INTO orders SELECT shop.lower(name), shop.lower(name) FROM old_orders
-- function-call: calls the function shop.lower, of which it is not known what it does

SELECT create_hypertable('m', 'at')
-- function-call: calls the function create_hypertable, of which it is not known what it does

SELECT pg_catalog.set_config('search_path', '', false)
-- harmless

SELECT setval(pg_get_serial_sequence('orders', 'id'), coalesce(max(id), 1)) FROM orders
-- harmless

INSERT INTO orders (id, at, day) VALUES (gen_random_uuid(), now(), date_trunc('day', now() AT TIME ZONE 'utc'))
-- harmless

CREATE TABLE orders (id text DEFAULT make_id())
-- harmless

SELECT count(*), row_number() OVER (ORDER BY id), extract(year FROM at), trim(name) FROM orders GROUP BY id
-- harmless
