CREATE TABLE "jn_tags" (
  "account_id" text COLLATE "C" NOT NULL,
  "record_id" text COLLATE "C" NOT NULL,
  "target_id" text COLLATE "C" NOT NULL,
  "position" integer NOT NULL,
  PRIMARY KEY ("account_id", "record_id", "target_id"),
  FOREIGN KEY ("account_id", "record_id") REFERENCES "col_posts" ("account_id", "id") DEFERRABLE INITIALLY IMMEDIATE,
  FOREIGN KEY ("account_id", "target_id") REFERENCES "col_authors" ("account_id", "id") DEFERRABLE INITIALLY IMMEDIATE
);
CREATE INDEX "ix_09d7dd1c5b9a0d4f7a38fc20" ON "jn_tags" ("account_id", "target_id");
