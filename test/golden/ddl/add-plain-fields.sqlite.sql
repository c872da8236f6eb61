ALTER TABLE "col_posts" ADD COLUMN "note" TEXT;
ALTER TABLE "col_posts" ADD COLUMN "score" NUMERIC;
ALTER TABLE "col_posts" ADD COLUMN "extra" TEXT;
