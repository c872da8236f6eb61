DROP INDEX "ix_0355a30e6962ebed8c7977c0";
DROP TABLE "jn_tags";
ALTER TABLE "col_posts" DROP COLUMN "note";
ALTER TABLE "col_posts" DROP COLUMN "author";
