CREATE TABLE "rebuilt_table" (
  "account_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "created_at" TEXT NOT NULL,
  "created_by" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "updated_by" TEXT NOT NULL,
  "_rev" INTEGER NOT NULL,
  "title" TEXT NOT NULL,
  "author" TEXT,
  "owner" TEXT,
  PRIMARY KEY ("account_id", "id"),
  FOREIGN KEY ("account_id", "author") REFERENCES "col_authors" ("account_id", "id"),
  FOREIGN KEY ("account_id", "owner") REFERENCES "users" ("account_id", "id")
) WITHOUT ROWID;
INSERT INTO "rebuilt_table" ("account_id", "id", "created_at", "created_by", "updated_at", "updated_by", "_rev", "title", "author", "owner")
SELECT "account_id", "id", "created_at", "created_by", "updated_at", "updated_by", "_rev", "title", NULL, NULL FROM "col_posts";
DROP TABLE "col_posts";
ALTER TABLE "rebuilt_table" RENAME TO "col_posts";
CREATE INDEX "ix_0355a30e6962ebed8c7977c0" ON "col_posts" ("account_id", "author");
CREATE INDEX "ix_00ee6ac405de6c8d254af8a5" ON "col_posts" ("account_id", "owner");
