INSERT INTO "col_posts" ("id", "account_id", "created_at", "created_by", "updated_at", "updated_by", "title", "views", "rating", "published", "publishedat", "day", "meta", "meta_encrypted", "labels", "author", "parent", "vault", "owner", "note", "note_encrypted", "_rev") SELECT n."c0", n."c1", n."c2", n."c3", n."c4", n."c5", n."c6", n."c7", n."c8", n."c9", n."c10", n."c11", NULL, n."c12", n."c13", n."c14", n."c15", n."c16", n."c17", n."c18", NULL, 1
FROM (SELECT e."c0", e."c1", e."c2", e."c3", e."c4", e."c5", e."c6", e."c7", e."c8", e."c9", e."c10", e."c11", e."c12", e."c13"::json AS "c13", e."c14", e."c15", e."c16", e."c17", e."c18"
FROM json_to_recordset($1::json) AS e("c0" text, "c1" text, "c2" timestamptz, "c3" text, "c4" timestamptz, "c5" text, "c6" text, "c7" double precision, "c8" double precision, "c9" boolean, "c10" timestamptz, "c11" date, "c12" text, "c13" text, "c14" text, "c15" text, "c16" text, "c17" text, "c18" text)) n
WHERE TRUE
RETURNING "id", "_rev" AS "rev", ((SELECT row_to_json(o)
FROM (SELECT "col_posts"."id" AS "id", CASE WHEN ("col_posts"."meta_encrypted" IS NOT NULL
OR "col_posts"."meta" IS NOT NULL) THEN '••••••••' END AS "meta", CASE WHEN ("col_posts"."note_encrypted" IS NOT NULL
OR "col_posts"."note" IS NOT NULL) THEN '••••••••' END AS "note") o))::text AS "body"
