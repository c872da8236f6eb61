UPDATE "col_posts"
SET "updated_at" = $1::timestamptz, "updated_by" = $2::text, "title" = n."c2", "_rev" = "col_posts"."_rev" + 1
FROM (SELECT e."c0", e."c1", e."c2"
FROM json_to_recordset($3::json) AS e("c0" text, "c1" text, "c2" text)) n
WHERE n."c0" = $4::text
AND "col_posts"."account_id" = n."c0"
AND "col_posts"."id" = n."c1"
RETURNING "col_posts"."id", "col_posts"."_rev" AS "rev", ((SELECT row_to_json(o)
FROM (SELECT "col_posts"."id" AS "id", CASE WHEN length("col_posts"."title") >= 6 THEN substr("col_posts"."title", 1, 2) || $5::text || right("col_posts"."title", 1) WHEN "col_posts"."title" IS NOT NULL THEN repeat('*', length("col_posts"."title")) END AS "Title", (SELECT CASE WHEN v.a0 ~ '^[ -]*(?:[0-9][ -]*){9,9}$' THEN '***-**-****' WHEN v.a0 IS NOT NULL THEN repeat('*', length(v.a0)) END
FROM (SELECT to_char("col_posts"."day", 'YYYY-MM-DD') AS a0 OFFSET 0) v) AS "day") o))::text AS "body"
