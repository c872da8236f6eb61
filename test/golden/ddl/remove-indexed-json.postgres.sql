DROP INDEX "ix_5613be03a2a9a8a912d6f1ce";
ALTER TABLE "col_posts" DROP COLUMN "extra";
