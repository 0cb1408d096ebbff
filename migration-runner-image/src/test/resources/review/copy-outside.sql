COPY orders FROM PROGRAM 'make-orders'
-- copy-outside: runs the program "make-orders" on the database server

COPY orders TO '/srv/orders.csv' (FORMAT csv)
-- copy-outside: overwrites the file /srv/orders.csv on the database server

COPY orders FROM '/srv/orders.csv' (FORMAT csv)
-- harmless

COPY orders TO STDOUT
-- harmless
