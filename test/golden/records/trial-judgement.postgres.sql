SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $1::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $1::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $1::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat('[', string_agg(((SELECT row_to_json(o)
FROM (SELECT ((((SELECT "t1"."account"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."id" = "r"."author") COLLATE "C" = "caller"."s0")
OR EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t2"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."record_id" = "r"."id"
AND EXISTS (SELECT 1
FROM "col_tags" AS "t3"
WHERE "t3"."account_id" = "t2"."account_id"
AND "t3"."id" = "t2"."target_id"
AND (CASE WHEN "caller"."s1" IS NULL THEN ("t3"."name" COLLATE "C" ILIKE "caller"."s2" ESCAPE '\') ELSE strpos("t3"."name" COLLATE "C", "caller"."s1") > 0
OR strpos(lower("t3"."name" COLLATE "C"), "caller"."s1") > 0 END) OFFSET 0) OFFSET 0))
AND "caller"."s3"
AND EXISTS (SELECT 1
FROM json_array_elements_text("r"."labels") AS "t4"("value")
WHERE ("t4"."value" COLLATE "C" = $2::text) OFFSET 0)) AS "allowed", ((SELECT "t5"."account"
FROM "col_authors" AS "t5"
WHERE "t5"."account_id" = "r"."account_id"
AND "t5"."id" = "r"."author") COLLATE "C" = "caller"."s0") AS "p0", EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t6"
WHERE "t6"."account_id" = "r"."account_id"
AND "t6"."record_id" = "r"."id"
AND EXISTS (SELECT 1
FROM "col_tags" AS "t7"
WHERE "t7"."account_id" = "t6"."account_id"
AND "t7"."id" = "t6"."target_id"
AND (CASE WHEN "caller"."s4" IS NULL THEN ("t7"."name" COLLATE "C" ILIKE "caller"."s5" ESCAPE '\') ELSE strpos("t7"."name" COLLATE "C", "caller"."s4") > 0
OR strpos(lower("t7"."name" COLLATE "C"), "caller"."s4") > 0 END) OFFSET 0) OFFSET 0) AS "p1", "caller"."s6" AS "p2", EXISTS (SELECT 1
FROM json_array_elements_text("r"."labels") AS "t8"("value")
WHERE ("t8"."value" COLLATE "C" = $2::text) OFFSET 0) AS "p3", substr(CAST((SELECT "t9"."account"
FROM "col_authors" AS "t9"
WHERE "t9"."account_id" = "r"."account_id"
AND "t9"."id" = "r"."author") AS text), 1, 201) AS "v0", substr(CAST("caller"."s0" AS text), 1, 201) AS "v1", (SELECT COALESCE(json_agg(substr(CAST("t12"."value" AS text), 1, 201)), '[]'::json)
FROM (SELECT "t11"."name" AS "value"
FROM "jn_posts_tags" AS "t10", "col_tags" AS "t11"
WHERE "t10"."account_id" = "r"."account_id"
AND "t10"."record_id" = "r"."id"
AND "t11"."account_id" = "t10"."account_id"
AND "t11"."id" = "t10"."target_id"
LIMIT 20) AS "t12") AS "v2", substr(CAST("caller"."s7" AS text), 1, 201) AS "v3", (SELECT COALESCE(json_agg(substr(CAST("t14"."value" AS text), 1, 201)), '[]'::json)
FROM (SELECT "t13"."value" AS "value"
FROM json_array_elements_text("r"."labels") AS "t13"("value")
LIMIT 20) AS "t14") AS "v4") o))::text, ','
ORDER BY "caller"."n"), ']')
FROM (SELECT e."n", e."s0", e."s1", e."s2", e."s3", e."s4", e."s5", e."s6", e."s7"
FROM json_to_recordset($3::json) AS e("n" bigint, "s0" text, "s1" text, "s2" text, "s3" boolean, "s4" text, "s5" text, "s6" boolean, "s7" text)) AS "caller" CROSS
JOIN "col_posts" AS "r"
WHERE "r"."account_id" = $4::text
AND "r"."id" = $5::text) AS "answers"
