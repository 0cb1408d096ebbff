DROP SUBSCRIPTION orders_from_shop
-- subscription: drops the subscription orders_from_shop, so that changes may not arrive

ALTER SUBSCRIPTION orders_from_shop SKIP (lsn = '0/14C0378')
-- subscription: changes the subscription orders_from_shop, so that changes may not arrive

DROP PUBLICATION all_orders
-- harmless
