SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?1
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?1
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?1
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat('[', group_concat(concat('{"allowed":', CASE ((((SELECT "t1"."account"
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."id" = "r"."author") = "caller"."s0")
OR EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t2"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."record_id" = "r"."id"
AND EXISTS (SELECT 1
FROM "col_tags" AS "t3"
WHERE "t3"."account_id" = "t2"."account_id"
AND "t3"."id" = "t2"."target_id"
AND (replace(replace("t3"."name", CAST(x'EFBFBE' AS TEXT), CAST(x'F4908080' AS TEXT)), CAST(x'EFBFBF' AS TEXT), CAST(x'F4908081' AS TEXT)) LIKE replace(replace("caller"."s1", CAST(x'EFBFBE' AS TEXT), CAST(x'F4908080' AS TEXT)), CAST(x'EFBFBF' AS TEXT), CAST(x'F4908081' AS TEXT)) ESCAPE '\')
LIMIT 1)
LIMIT 1))
AND "caller"."s2"
AND (CASE WHEN ?2 IS NULL THEN EXISTS (SELECT 1
FROM json_each("r"."labels") AS "t4"
WHERE ("t4"."value" = ?3)
LIMIT 1) ELSE COALESCE(instr("r"."labels", ?2) > 0
OR instr("r"."labels", ?4) > 0, FALSE) END)) WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END, ',"p0":', CASE ((SELECT "t5"."account"
FROM "col_authors" AS "t5"
WHERE "t5"."account_id" = "r"."account_id"
AND "t5"."id" = "r"."author") = "caller"."s0") WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END, ',"p1":', CASE EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t6"
WHERE "t6"."account_id" = "r"."account_id"
AND "t6"."record_id" = "r"."id"
AND EXISTS (SELECT 1
FROM "col_tags" AS "t7"
WHERE "t7"."account_id" = "t6"."account_id"
AND "t7"."id" = "t6"."target_id"
AND (replace(replace("t7"."name", CAST(x'EFBFBE' AS TEXT), CAST(x'F4908080' AS TEXT)), CAST(x'EFBFBF' AS TEXT), CAST(x'F4908081' AS TEXT)) LIKE replace(replace("caller"."s3", CAST(x'EFBFBE' AS TEXT), CAST(x'F4908080' AS TEXT)), CAST(x'EFBFBF' AS TEXT), CAST(x'F4908081' AS TEXT)) ESCAPE '\')
LIMIT 1)
LIMIT 1) WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END, ',"p2":', CASE "caller"."s4" WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END, ',"p3":', CASE (CASE WHEN ?5 IS NULL THEN EXISTS (SELECT 1
FROM json_each("r"."labels") AS "t8"
WHERE ("t8"."value" = ?3)
LIMIT 1) ELSE COALESCE(instr("r"."labels", ?5) > 0
OR instr("r"."labels", ?6) > 0, FALSE) END) WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END, ',"v0":', json_quote(substr(CAST((SELECT "t9"."account"
FROM "col_authors" AS "t9"
WHERE "t9"."account_id" = "r"."account_id"
AND "t9"."id" = "r"."author") AS text), 1, 201)), ',"v1":', json_quote(substr(CAST("caller"."s0" AS text), 1, 201)), ',"v2":', (SELECT concat('[', group_concat(json_quote(substr(CAST("t12"."value" AS text), 1, 201)), ','), ']')
FROM (SELECT "t11"."name" AS "value"
FROM "jn_posts_tags" AS "t10", "col_tags" AS "t11"
WHERE "t10"."account_id" = "r"."account_id"
AND "t10"."record_id" = "r"."id"
AND "t11"."account_id" = "t10"."account_id"
AND "t11"."id" = "t10"."target_id"
LIMIT 20) AS "t12"), ',"v3":', json_quote(substr(CAST("caller"."s5" AS text), 1, 201)), ',"v4":', (SELECT concat('[', group_concat(json_quote(substr(CAST("t14"."value" AS text), 1, 201)), ','), ']')
FROM (SELECT "t13"."value" AS "value"
FROM json_each("r"."labels") AS "t13"
LIMIT 20) AS "t14"), '}'), ','
ORDER BY "caller"."n"), ']')
FROM (WITH e AS MATERIALIZED (SELECT "value"
FROM jsonb_each(?7)) SELECT json_extract(e."value", '$.n') AS "n", json_extract(e."value", '$.s0') AS "s0", json_extract(e."value", '$.s1') AS "s1", json_extract(e."value", '$.s2') AS "s2", json_extract(e."value", '$.s3') AS "s3", json_extract(e."value", '$.s4') AS "s4", json_extract(e."value", '$.s5') AS "s5"
FROM e) AS "caller" CROSS
JOIN "col_posts" AS "r"
WHERE "r"."account_id" = ?8
AND "r"."id" = ?9) AS "answers"
