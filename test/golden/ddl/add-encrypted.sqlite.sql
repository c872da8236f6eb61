ALTER TABLE "col_posts" ADD COLUMN "note" TEXT;
ALTER TABLE "col_posts" ADD COLUMN "encrypted_f_note" TEXT;
