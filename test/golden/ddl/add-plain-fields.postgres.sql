ALTER TABLE "col_posts" ADD COLUMN "note" text COLLATE "C";
ALTER TABLE "col_posts" ADD COLUMN "score" double precision;
ALTER TABLE "col_posts" ADD COLUMN "extra" json;
