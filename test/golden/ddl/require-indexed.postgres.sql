-- must answer 0, else: note without a value
SELECT CAST(COUNT(*) AS INTEGER) AS conflicts FROM "col_posts" WHERE "note" IS NULL;
DROP INDEX "ix_de34ded644dbf14ff94408a7";
DROP INDEX "ix_6d859bb66806ae6a83647534";
DROP INDEX "ix_442094194cf8db25504f5e29";
ALTER TABLE "col_posts" ALTER COLUMN "title" DROP NOT NULL;
ALTER TABLE "col_posts" ALTER COLUMN "note" SET NOT NULL;
CREATE UNIQUE INDEX "ix_de34ded644dbf14ff94408a7" ON "col_posts" ("account_id", "title" NULLS FIRST);
CREATE INDEX "ix_6d859bb66806ae6a83647534" ON "col_posts" ("account_id", "note", "created_at");
CREATE UNIQUE INDEX "ix_442094194cf8db25504f5e29" ON "col_posts" ("account_id", "note", "day" NULLS FIRST);
