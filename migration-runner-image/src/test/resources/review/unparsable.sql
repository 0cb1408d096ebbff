SELECT * FORM orders
-- unparsable: runs a statement that PostgreSQL's parser rejects: syntax error at or near "FORM"

INSERT INTO orders (id) VALUES (%(id)s)
-- unparsable: runs a statement that PostgreSQL's parser rejects: syntax error at or near "%"

INSERT INTO orders (id) VALUES (:id)
-- unparsable: runs a statement that PostgreSQL's parser rejects: syntax error at or near ":"

DROP TABLE a; DROP TABEL b
-- unparsable: runs a statement that PostgreSQL's parser rejects: syntax error at or near "TABEL"

CREATE TABLE draft (id integer)
nonsense
DROP TABLE draft
-- unparsable: runs a statement that PostgreSQL's parser rejects: syntax error at or near "nonsense"
-- drop-table: drops the table draft with all its rows
