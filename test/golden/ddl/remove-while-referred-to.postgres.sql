ALTER TABLE "col_posts" DROP COLUMN "note";
