UPDATE "col_posts"
SET "updated_at" = $1::timestamptz, "updated_by" = $2::text, "title" = n."c2", "_rev" = "col_posts"."_rev" + 1
FROM (SELECT e."c0", e."c1", e."c2"
FROM json_to_recordset($3::json) AS e("c0" text, "c1" text, "c2" text)) n
WHERE n."c0" = $4::text
AND "col_posts"."account_id" = n."c0"
AND "col_posts"."id" = n."c1"
RETURNING "col_posts"."id", "col_posts"."_rev" AS "rev", ((SELECT row_to_json(o)
FROM (SELECT "col_posts"."id" AS "id", (SELECT CASE WHEN length(t.v) >= 6 THEN substr(t.v, 1, 2) || $5::text || substr(t.v, length(t.v) - 0) ELSE repeat('*', length(t.v)) END
FROM (SELECT "col_posts"."title" AS v OFFSET 0) t
WHERE t.v IS NOT NULL) AS "Title", (SELECT CASE WHEN (btrim(translate(t.v, ' ' || '-', ''), '0123456789') = ''
AND length(translate(t.v, ' ' || '-', '')) BETWEEN 9
AND 9) THEN '***-**-****' ELSE repeat('*', length(t.v)) END
FROM (SELECT to_char("col_posts"."day", 'YYYY-MM-DD') AS v OFFSET 0) t
WHERE t.v IS NOT NULL) AS "day") o))::text AS "body"
