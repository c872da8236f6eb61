ALTER TABLE "col_posts" DROP COLUMN "note";
ALTER TABLE "col_posts" DROP COLUMN "encrypted_f_note";
