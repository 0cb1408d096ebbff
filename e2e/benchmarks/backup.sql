-- A shop's data: texts of words of uneven frequency, numbers and times, JSON documents. The variable `scale` is in
-- hundredths of a GB.
SET client_min_messages = warning;
SET work_mem = '128MB';
CREATE TABLE words AS
  SELECT i AS id, translate(left(md5(i::text), 3 + i % 9), '0123456789', 'aeioulnrst') AS word
  FROM generate_series(0, 4095) i;
CREATE TABLE sentences AS
  SELECT sentence AS id, string_agg(word, ' ') AS text
  FROM (
    SELECT sentence, floor(4096 * random() * random())::int AS word_id
    FROM generate_series(0, 199999) sentence, generate_series(1, 12)) picked
  JOIN words ON words.id = word_id
  GROUP BY sentence;
ANALYZE words, sentences;
CREATE TABLE articles (id bigint PRIMARY KEY, title text NOT NULL, body text NOT NULL, changed timestamptz NOT NULL);
INSERT INTO articles
  SELECT i, left(a.text, 40), concat_ws('. ', a.text, b.text, c.text, d.text, e.text),
    timestamptz '2026-01-01' + random() * interval '300 days'
  FROM (
    SELECT i, floor(200000 * random())::int AS a, floor(200000 * random())::int AS b, floor(200000 * random())::int AS c,
      floor(200000 * random())::int AS d, floor(200000 * random())::int AS e
    FROM generate_series(1, 10000 * :scale) i) picked
  JOIN sentences a ON a.id = picked.a JOIN sentences b ON b.id = picked.b JOIN sentences c ON c.id = picked.c
  JOIN sentences d ON d.id = picked.d JOIN sentences e ON e.id = picked.e;
CREATE TABLE orders (
  id bigint PRIMARY KEY, customer int NOT NULL, amount numeric(12, 2) NOT NULL, status text NOT NULL,
  created timestamptz NOT NULL);
INSERT INTO orders
  SELECT i, (random() * 100000)::int, (random() * 1000)::numeric(12, 2),
    (ARRAY['open', 'paid', 'sent', 'returned'])[1 + floor(4 * random() * random())::int],
    timestamptz '2026-01-01' + i * interval '5 seconds'
  FROM generate_series(1, 30000 * :scale) i;
CREATE INDEX orders_customer ON orders (customer);
CREATE TABLE events (id bigint PRIMARY KEY, document jsonb NOT NULL);
INSERT INTO events
  SELECT i, jsonb_build_object('customer', (random() * 100000)::int, 'value', random(), 'mobile', random() < 0.4,
    'action', a.word, 'tags', jsonb_build_array(b.word, c.word))
  FROM (
    SELECT i, floor(4096 * random() * random())::int AS a, floor(4096 * random())::int AS b,
      floor(4096 * random())::int AS c
    FROM generate_series(1, 8000 * :scale) i) picked
  JOIN words a ON a.id = picked.a JOIN words b ON b.id = picked.b JOIN words c ON c.id = picked.c;
DROP TABLE sentences;
VACUUM ANALYZE;
