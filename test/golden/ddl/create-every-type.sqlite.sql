CREATE TABLE "col_posts" (
  "account_id" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "created_at" TEXT NOT NULL,
  "created_by" TEXT NOT NULL,
  "updated_at" TEXT NOT NULL,
  "updated_by" TEXT NOT NULL,
  "_rev" INTEGER NOT NULL,
  "title" TEXT NOT NULL,
  "slug" TEXT,
  "score" NUMERIC,
  "public" INTEGER NOT NULL,
  "starts" TEXT,
  "day" TEXT,
  "mail" TEXT,
  "link" TEXT,
  "extra" TEXT,
  "state" TEXT,
  "labels" TEXT,
  "author" TEXT,
  "parent" TEXT,
  "twin" TEXT,
  "owner" TEXT,
  "attachment" TEXT,
  PRIMARY KEY ("account_id", "id"),
  FOREIGN KEY ("account_id", "author") REFERENCES "col_authors" ("account_id", "id"),
  FOREIGN KEY ("account_id", "parent") REFERENCES "col_posts" ("account_id", "id"),
  FOREIGN KEY ("account_id", "twin") REFERENCES "col_posts" ("account_id", "id"),
  FOREIGN KEY ("account_id", "owner") REFERENCES "users" ("account_id", "id")
) WITHOUT ROWID;
CREATE UNIQUE INDEX "ix_f3e0ebceeaff41e745d00382" ON "col_posts" ("account_id", "slug");
CREATE INDEX "ix_0355a30e6962ebed8c7977c0" ON "col_posts" ("account_id", "author");
CREATE INDEX "ix_a3ccbfc94b195ed8c0a094ff" ON "col_posts" ("account_id", "parent");
CREATE UNIQUE INDEX "ix_245074a14034bd4eaa2f9897" ON "col_posts" ("account_id", "twin");
CREATE INDEX "ix_00ee6ac405de6c8d254af8a5" ON "col_posts" ("account_id", "owner");
CREATE INDEX "ix_1e366dfe349b89c5f4a5e241" ON "col_posts" ("account_id", "state", "created_at");
CREATE UNIQUE INDEX "ix_48d362390d74e5fd1fde1e84" ON "col_posts" ("account_id", "title", "day");
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
