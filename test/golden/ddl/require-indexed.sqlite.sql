-- must answer 0, else: note without a value
SELECT CAST(COUNT(*) AS INTEGER) AS conflicts FROM "col_posts" WHERE "note" IS NULL;
CREATE TABLE "rebuilt_table" (
  "account_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "created_at" TEXT NOT NULL,
  "created_by" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "updated_by" TEXT NOT NULL,
  "_rev" INTEGER NOT NULL,
  "title" TEXT,
  "note" TEXT NOT NULL,
  "day" TEXT,
  PRIMARY KEY ("account_id", "id")
) WITHOUT ROWID;
INSERT INTO "rebuilt_table" ("account_id", "id", "created_at", "created_by", "updated_at", "updated_by", "_rev", "title", "note", "day")
SELECT "account_id", "id", "created_at", "created_by", "updated_at", "updated_by", "_rev", "title", "note", "day" FROM "col_posts";
DROP TABLE "col_posts";
ALTER TABLE "rebuilt_table" RENAME TO "col_posts";
CREATE UNIQUE INDEX "ix_de34ded644dbf14ff94408a7" ON "col_posts" ("account_id", "title");
CREATE INDEX "ix_6d859bb66806ae6a83647534" ON "col_posts" ("account_id", "note", "created_at");
CREATE UNIQUE INDEX "ix_442094194cf8db25504f5e29" ON "col_posts" ("account_id", "note", "day");
CREATE INDEX "ix_ac64e8852a32db16382152b7" ON "col_posts" ("account_id", "day");
