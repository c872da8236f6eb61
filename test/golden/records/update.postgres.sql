UPDATE "col_posts"
SET "updated_at" = $1::timestamptz, "updated_by" = $2::text, "title" = n."c2", "views" = n."c3", "_rev" = "col_posts"."_rev" + 1
FROM (SELECT e."c0", e."c1", e."c2", e."c3"
FROM json_to_recordset($3::json) AS e("c0" text, "c1" text, "c2" text, "c3" double precision)) n
WHERE n."c0" = $4::text
AND "col_posts"."account_id" = n."c0"
AND "col_posts"."id" = n."c1"
RETURNING "col_posts"."id", "col_posts"."_rev" AS "rev", ((SELECT row_to_json(o)
FROM (SELECT "col_posts"."id" AS "id", "col_posts"."title" AS "Title") o))::text AS "body"
