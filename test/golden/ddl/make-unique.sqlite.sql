-- must answer 0, else: title longer than the 2000 bytes that an index takes
SELECT CAST(COUNT(*) AS INTEGER) AS conflicts FROM "col_posts" WHERE length(CAST("title" AS BLOB)) > 2000;
-- must answer 0, else: title not unique
SELECT CAST(COALESCE(SUM(size), 0) AS INTEGER) AS conflicts FROM (SELECT COUNT(*) AS size FROM "col_posts" WHERE "title" IS NOT NULL GROUP BY "account_id", "title" HAVING COUNT(*) > 1) AS duplicates;
CREATE UNIQUE INDEX "ix_de34ded644dbf14ff94408a7" ON "col_posts" ("account_id", "title");
