DROP FUNCTION total(integer) CASCADE
-- drop-cascade: drops total with everything that depends on it

DROP VIEW shop.open_orders, late_orders CASCADE
-- drop-cascade: drops shop.open_orders with everything that depends on it
-- drop-cascade: drops late_orders with everything that depends on it

DROP MATERIALIZED VIEW sums CASCADE
-- drop-cascade: drops sums with everything that depends on it

DROP VIEW open_orders
-- harmless

DROP MATERIALIZED VIEW IF EXISTS sums
-- harmless

DROP FUNCTION IF EXISTS total
-- harmless

DROP INDEX CONCURRENTLY IF EXISTS ix_orders
-- harmless

DROP INDEX ix_orders CASCADE
-- harmless

DROP TRIGGER stamp ON orders CASCADE
-- harmless
