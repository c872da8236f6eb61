ALTER TABLE "col_posts" ADD COLUMN "note" text COLLATE "C";
ALTER TABLE "col_posts" ADD COLUMN "encrypted_f_note" text COLLATE "C";
