DROP INDEX "ix_8de64b69dc04cc350276e682";
-- must answer 0, else: title longer than the 1000 bytes that an index takes
SELECT CAST(COUNT(*) AS INTEGER) AS conflicts FROM "col_posts" WHERE octet_length("title") > 1000;
-- must answer 0, else: note longer than the 1000 bytes that an index takes
SELECT CAST(COUNT(*) AS INTEGER) AS conflicts FROM "col_posts" WHERE octet_length("note") > 1000;
-- must answer 0, else: title, note not unique
SELECT CAST(COALESCE(SUM(size), 0) AS INTEGER) AS conflicts FROM (SELECT COUNT(*) AS size FROM "col_posts" WHERE "title" IS NOT NULL AND "note" IS NOT NULL GROUP BY "account_id", "title", "note" HAVING COUNT(*) > 1) AS duplicates;
CREATE UNIQUE INDEX "ix_f5befdea1447ca6cd38cf640" ON "col_posts" ("account_id", "title", "note" NULLS FIRST);
