UPDATE "col_posts"
SET "updated_at" = $1::timestamptz, "updated_by" = $2::text, "meta" = $3::json, "author" = $4::text, "_rev" = "col_posts"."_rev" + 1
WHERE "col_posts"."account_id" = $5::text
AND "col_posts"."id" IN (SELECT n."value"
FROM json_array_elements_text($6::json) AS n("value"))
AND (((SELECT "t1"."account"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "col_posts"."account_id"
AND "t1"."id" = "col_posts"."author") COLLATE "C" = $7::text)
AND ("col_posts"."meta"::text IS DISTINCT
FROM $3::json::text)
AND ("col_posts"."views" < $8::double precision))
AND (((SELECT "t1"."account"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "col_posts"."account_id"
AND "t1"."id" = $4::text) COLLATE "C" = $7::text)
AND ("col_posts"."meta"::text IS DISTINCT
FROM $3::json::text)
AND ("col_posts"."views" < $8::double precision))
RETURNING "col_posts"."id"
