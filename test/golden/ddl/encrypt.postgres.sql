ALTER TABLE "col_posts" ADD COLUMN "encrypted_f_title" text COLLATE "C";
ALTER TABLE "col_posts" ALTER COLUMN "title" DROP NOT NULL;
