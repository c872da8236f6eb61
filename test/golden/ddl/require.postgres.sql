-- must answer 0, else: note without a value
SELECT CAST(COUNT(*) AS INTEGER) AS conflicts FROM "col_posts" WHERE "note" IS NULL;
ALTER TABLE "col_posts" ALTER COLUMN "note" SET NOT NULL;
