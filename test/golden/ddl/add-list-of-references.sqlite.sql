CREATE TABLE "jn_tags" (
  "account_id" TEXT NOT NULL,
  "record_id" TEXT NOT NULL,
  "target_id" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  PRIMARY KEY ("account_id", "record_id", "target_id"),
  FOREIGN KEY ("account_id", "record_id") REFERENCES "col_posts" ("account_id", "id"),
  FOREIGN KEY ("account_id", "target_id") REFERENCES "col_authors" ("account_id", "id")
) WITHOUT ROWID;
CREATE INDEX "ix_09d7dd1c5b9a0d4f7a38fc20" ON "jn_tags" ("account_id", "target_id");
