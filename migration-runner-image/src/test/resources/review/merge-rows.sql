MERGE INTO stock s USING goods g ON s.id = g.id WHEN MATCHED THEN UPDATE SET n = g.n WHEN NOT MATCHED THEN INSERT VALUES (g.id, g.n)
-- merge-rows: overwrites or deletes rows of stock

MERGE INTO stock USING goods ON stock.id = goods.id WHEN NOT MATCHED BY SOURCE THEN DELETE
-- merge-rows: overwrites or deletes rows of stock

MERGE INTO stock USING goods ON stock.id = goods.id WHEN MATCHED THEN DO NOTHING WHEN NOT MATCHED THEN INSERT DEFAULT VALUES
-- harmless
