CREATE TABLE "col_posts" (
  "account_id" text COLLATE "C" NOT NULL,
  "id" text COLLATE "C" NOT NULL,
  "created_at" timestamptz(3) NOT NULL,
  "created_by" text COLLATE "C" NOT NULL,
  "updated_at" timestamptz(3) NOT NULL,
  "updated_by" text COLLATE "C" NOT NULL,
  "_rev" integer NOT NULL,
  "title" text COLLATE "C" NOT NULL,
  "slug" text COLLATE "C",
  "score" double precision,
  "public" boolean NOT NULL,
  "starts" timestamptz(3),
  "day" date,
  "mail" text COLLATE "C",
  "link" text COLLATE "C",
  "extra" json,
  "state" text COLLATE "C",
  "labels" json,
  "author" text COLLATE "C",
  "parent" text COLLATE "C",
  "twin" text COLLATE "C",
  "owner" text COLLATE "C",
  "attachment" json,
  PRIMARY KEY ("account_id", "id"),
  FOREIGN KEY ("account_id", "author") REFERENCES "col_authors" ("account_id", "id") DEFERRABLE INITIALLY IMMEDIATE,
  FOREIGN KEY ("account_id", "parent") REFERENCES "col_posts" ("account_id", "id") DEFERRABLE INITIALLY IMMEDIATE,
  FOREIGN KEY ("account_id", "twin") REFERENCES "col_posts" ("account_id", "id") DEFERRABLE INITIALLY IMMEDIATE,
  FOREIGN KEY ("account_id", "owner") REFERENCES "users" ("account_id", "id") DEFERRABLE INITIALLY IMMEDIATE
);
CREATE UNIQUE INDEX "ix_f3e0ebceeaff41e745d00382" ON "col_posts" ("account_id", "slug" NULLS FIRST);
CREATE INDEX "ix_0355a30e6962ebed8c7977c0" ON "col_posts" ("account_id", "author" NULLS FIRST);
CREATE INDEX "ix_a3ccbfc94b195ed8c0a094ff" ON "col_posts" ("account_id", "parent" NULLS FIRST);
CREATE UNIQUE INDEX "ix_245074a14034bd4eaa2f9897" ON "col_posts" ("account_id", "twin" NULLS FIRST);
CREATE INDEX "ix_00ee6ac405de6c8d254af8a5" ON "col_posts" ("account_id", "owner" NULLS FIRST);
CREATE INDEX "ix_1e366dfe349b89c5f4a5e241" ON "col_posts" ("account_id", "state" NULLS FIRST, "created_at");
CREATE UNIQUE INDEX "ix_48d362390d74e5fd1fde1e84" ON "col_posts" ("account_id", "title", "day" NULLS FIRST);
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
