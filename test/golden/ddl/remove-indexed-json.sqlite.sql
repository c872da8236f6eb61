CREATE TABLE "rebuilt_table" (
  "account_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "created_at" TEXT NOT NULL,
  "created_by" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "updated_by" TEXT NOT NULL,
  "_rev" INTEGER NOT NULL,
  "title" TEXT NOT NULL,
  PRIMARY KEY ("account_id", "id")
) WITHOUT ROWID;
INSERT INTO "rebuilt_table" ("account_id", "id", "created_at", "created_by", "updated_at", "updated_by", "_rev", "title")
SELECT "account_id", "id", "created_at", "created_by", "updated_at", "updated_by", "_rev", "title" FROM "col_posts";
DROP TABLE "col_posts";
ALTER TABLE "rebuilt_table" RENAME TO "col_posts";
