UPDATE "col_posts"
SET "updated_at" = $1::timestamptz, "updated_by" = $2::text, "meta" = n."c2", "author" = n."c3", "_rev" = "col_posts"."_rev" + 1
FROM (SELECT e."c0", e."c1", e."c2"::json AS "c2", e."c3", e."c4", e."c5"::json AS "c5", e."c6", e."c7"::json AS "c7"
FROM json_to_recordset($3::json) AS e("c0" text, "c1" text, "c2" text, "c3" text, "c4" text, "c5" text, "c6" text, "c7" text)) n
WHERE n."c0" = $4::text
AND "col_posts"."account_id" = n."c0"
AND "col_posts"."id" = n."c1"
AND (((SELECT "t1"."account"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "col_posts"."account_id"
AND "t1"."id" = "col_posts"."author") COLLATE "C" = n."c4")
AND (NOT ((SELECT concat('[', string_agg(COALESCE(to_json("l"."target_id")::text, 'null'), ','
ORDER BY "l"."position"), ']')
FROM "jn_posts_tags" AS "l"
WHERE "l"."account_id" = "col_posts"."account_id"
AND "l"."record_id" = "col_posts"."id") IS DISTINCT
FROM COALESCE((n."c5")::text, '[]'))))
AND (((SELECT "t1"."account"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "col_posts"."account_id"
AND "t1"."id" = n."c3") COLLATE "C" = n."c6")
AND (NOT ((SELECT concat('[', string_agg(COALESCE(to_json("l"."target_id")::text, 'null'), ','
ORDER BY "l"."position"), ']')
FROM "jn_posts_tags" AS "l"
WHERE "l"."account_id" = "col_posts"."account_id"
AND "l"."record_id" = "col_posts"."id") IS DISTINCT
FROM COALESCE((n."c7")::text, '[]'))))
RETURNING "col_posts"."id", "col_posts"."_rev" AS "rev", NULL AS "body"
