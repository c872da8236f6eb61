ALTER TABLE "col_posts" ADD COLUMN "author" text COLLATE "C";
ALTER TABLE "col_posts" ADD FOREIGN KEY ("account_id", "author") REFERENCES "col_authors" ("account_id", "id") DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE "col_posts" ADD COLUMN "owner" text COLLATE "C";
ALTER TABLE "col_posts" ADD FOREIGN KEY ("account_id", "owner") REFERENCES "users" ("account_id", "id") DEFERRABLE INITIALLY IMMEDIATE;
CREATE INDEX "ix_0355a30e6962ebed8c7977c0" ON "col_posts" ("account_id", "author" NULLS FIRST);
CREATE INDEX "ix_00ee6ac405de6c8d254af8a5" ON "col_posts" ("account_id", "owner" NULLS FIRST);
