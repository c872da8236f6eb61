SELECT string_agg(l."line", '') AS "lines"
FROM (SELECT concat("r"."_rev", ' ', (COALESCE(octet_length("r"."title"), 0) + COALESCE(octet_length("r"."meta"::text), 0) + COALESCE(octet_length("r"."labels"::text), 0) + (SELECT count(*) * 36
FROM "jn_posts_tags" AS "t2"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."record_id" = "r"."id")), ' ', CASE WHEN (COALESCE(octet_length("r"."title"), 0) + COALESCE(octet_length("r"."meta"::text), 0) + COALESCE(octet_length("r"."labels"::text), 0) + (SELECT count(*) * 36
FROM "jn_posts_tags" AS "t2"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."record_id" = "r"."id")) <= $1::bigint THEN ((SELECT row_to_json(o)
FROM (SELECT "r"."id" AS "id", "r"."account_id" AS "account_id", to_char("r"."created_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "created_at", "r"."created_by" AS "created_by", to_char("r"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updated_at", "r"."updated_by" AS "updated_by", "r"."title" AS "Title", "r"."views" AS "views", "r"."rating" AS "rating", "r"."published" AS "published", to_char("r"."publishedat" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "publishedAt", "r"."day" AS "day", "r"."meta" AS "meta", "r"."labels" AS "labels", "r"."author" AS "author", "r"."parent" AS "parent", "r"."vault" AS "vault", "r"."owner" AS "owner", (SELECT COALESCE(json_agg("t1"."target_id"
ORDER BY "t1"."position"), '[]'::json)
FROM "jn_posts_tags" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."record_id" = "r"."id") AS "tags") o))::text END) AS "line"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND "r"."id" IN (SELECT k."value"
FROM json_array_elements_text($3::json) AS k("value")) FOR UPDATE) l
