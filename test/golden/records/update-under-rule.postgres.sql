UPDATE "col_posts"
SET "updated_at" = $1::timestamptz, "updated_by" = $2::text, "meta" = $3::json, "author" = $4::text, "_rev" = "_rev" + 1
WHERE "col_posts"."account_id" = $5::text
AND "col_posts"."id" = $6::text
AND (((SELECT "t1"."account"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "col_posts"."account_id"
AND "t1"."id" = "col_posts"."author") COLLATE "C" = $7::text)
AND (NOT ((SELECT concat('[', string_agg(COALESCE(to_json("l"."target_id")::text, 'null'), ','
ORDER BY "l"."position"), ']')
FROM "jn_posts_tags" AS "l"
WHERE "l"."account_id" = "col_posts"."account_id"
AND "l"."record_id" = "col_posts"."id") IS DISTINCT
FROM COALESCE(($8::json)::text, '[]'))))
AND (((SELECT "t1"."account"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "col_posts"."account_id"
AND "t1"."id" = $4::text) COLLATE "C" = $7::text)
AND (NOT ((SELECT concat('[', string_agg(COALESCE(to_json("l"."target_id")::text, 'null'), ','
ORDER BY "l"."position"), ']')
FROM "jn_posts_tags" AS "l"
WHERE "l"."account_id" = "col_posts"."account_id"
AND "l"."record_id" = "col_posts"."id") IS DISTINCT
FROM COALESCE(($8::json)::text, '[]'))))
AND "col_posts"."_rev" = $9::bigint
RETURNING "account_id", "_rev" AS "rev", NULL AS "body"
