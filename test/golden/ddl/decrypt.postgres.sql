ALTER TABLE "col_posts" DROP COLUMN "encrypted_f_title";
ALTER TABLE "col_posts" ALTER COLUMN "title" SET NOT NULL;
