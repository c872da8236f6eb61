SELECT "r"."id", "r"."_rev" AS "rev", ((SELECT row_to_json(o)
FROM (SELECT "r"."id" AS "id", (SELECT COALESCE(json_agg((SELECT row_to_json(o)
FROM (SELECT "t1"."id" AS "id", "t1"."account_id" AS "account_id", to_char("t1"."created_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "created_at", "t1"."created_by" AS "created_by", to_char("t1"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updated_at", "t1"."updated_by" AS "updated_by", "t1"."name" AS "name") o)
ORDER BY "t2"."position"), '[]'::json)
FROM "jn_posts_tags" AS "t2", "col_tags" AS "t1"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."record_id" = "r"."id"
AND "t1"."account_id" = "r"."account_id"
AND "t1"."id" = "t2"."target_id"
AND ("t1"."name" COLLATE "C" <> $1::text)) AS "tags") o))::text AS "body"
FROM (SELECT e."account", e."id"
FROM json_to_recordset($2::json) AS e("account" text, "id" text)) w
JOIN "col_posts" AS "r" ON "r"."account_id" = w."account"
AND "r"."id" = w."id"
