UPDATE "col_posts"
SET "updated_at" = $1::timestamptz, "updated_by" = $2::text, "meta" = NULL, "meta_encrypted" = n."c2", "note" = n."c3", "note_encrypted" = NULL, "_rev" = "col_posts"."_rev" + 1
FROM (SELECT e."c0", e."c1", e."c2", e."c3"
FROM json_to_recordset($3::json) AS e("c0" text, "c1" text, "c2" text, "c3" text)) n
WHERE n."c0" = $4::text
AND "col_posts"."account_id" = n."c0"
AND "col_posts"."id" = n."c1"
AND ("col_posts"."published")
RETURNING "col_posts"."id", "col_posts"."_rev" AS "rev", ((SELECT row_to_json(o)
FROM (SELECT "col_posts"."id" AS "id", CASE WHEN ("col_posts"."meta_encrypted" IS NOT NULL
OR "col_posts"."meta" IS NOT NULL) THEN '••••••••' END AS "meta", CASE WHEN ("col_posts"."note_encrypted" IS NOT NULL
OR "col_posts"."note" IS NOT NULL) THEN '••••••••' END AS "note") o))::text AS "body"
