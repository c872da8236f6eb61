ALTER TABLE "col_posts" ADD COLUMN "state" text COLLATE "C";
-- values: ["it's"]
UPDATE "col_posts" SET "state" = $1::text COLLATE "C";
ALTER TABLE "col_posts" ALTER COLUMN "state" SET NOT NULL;
ALTER TABLE "col_posts" ADD COLUMN "done" boolean;
-- values: ["false"]
UPDATE "col_posts" SET "done" = $1::boolean;
ALTER TABLE "col_posts" ALTER COLUMN "done" SET NOT NULL;
ALTER TABLE "col_posts" ADD COLUMN "score" double precision;
-- values: [1.5]
UPDATE "col_posts" SET "score" = $1::double precision;
ALTER TABLE "col_posts" ALTER COLUMN "score" SET NOT NULL;
ALTER TABLE "col_posts" ADD COLUMN "since" timestamptz(3);
-- values: ["2026-01-02T03:04:05.678Z"]
UPDATE "col_posts" SET "since" = $1::timestamptz(3);
ALTER TABLE "col_posts" ALTER COLUMN "since" SET NOT NULL;
ALTER TABLE "col_posts" ADD COLUMN "extra" json;
-- values: ["{\"a\":[1]}"]
UPDATE "col_posts" SET "extra" = $1::json;
ALTER TABLE "col_posts" ALTER COLUMN "extra" SET NOT NULL;
