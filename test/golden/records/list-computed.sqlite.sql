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
WHERE "name" = 'schema_revision') AS "schema", NULL AS "versions", COALESCE((SELECT CAST(SUM("count") AS bigint)
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" = ?3), 0) AS "kept", i.*
FROM (SELECT concat('[', group_concat(b."body", ','), ']') AS "items", count(*) AS "found"
FROM (SELECT concat('{"score":', (SELECT CASE WHEN (v.a0 | 0) = v.a0 THEN CAST((v.a0 | 0) AS TEXT) WHEN v.a0 IS NULL THEN 'null' WHEN v.a0 BETWEEN -1e3
AND 1e3
AND round(v.a0 * 1e12) / 1e12 = v.a0
OR v.a0 BETWEEN -1e9
AND 1e9
AND round(v.a0 * 1e6) / 1e6 = v.a0 THEN printf('%!.15g', v.a0) ELSE printf('%!.18g', v.a0) END
FROM (SELECT (CAST(nullif(nullif((CAST(nullif(nullif((CAST("r"."views" AS REAL) * CAST(?4 AS REAL)), 9e999), -9e999) AS REAL) + CAST("r"."rating" AS REAL)), 9e999), -9e999) AS REAL) + 0.0) AS a0) v), ',"slug":', json_quote(concat(lower("r"."title"), ?5, ?6)), ',"good":', CASE ((((CAST(nullif(nullif((CAST(nullif(nullif((CAST("r"."views" AS REAL) * CAST(?4 AS REAL)), 9e999), -9e999) AS REAL) + CAST("r"."rating" AS REAL)), 9e999), -9e999) AS REAL) + 0.0) > ?7)
AND (CASE WHEN ?8 IS NULL THEN EXISTS (SELECT 1
FROM json_each("r"."labels") AS "t1"
WHERE ("t1"."value" = ?9)
LIMIT 1) ELSE COALESCE(instr("r"."labels", ?8) > 0
OR instr("r"."labels", ?10) > 0, FALSE) END))) WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END, ',"many":', (SELECT CASE WHEN (v.a0 | 0) = v.a0 THEN CAST((v.a0 | 0) AS TEXT) WHEN v.a0 IS NULL THEN 'null' WHEN v.a0 BETWEEN -1e3
AND 1e3
AND round(v.a0 * 1e12) / 1e12 = v.a0
OR v.a0 BETWEEN -1e9
AND 1e9
AND round(v.a0 * 1e6) / 1e6 = v.a0 THEN printf('%!.15g', v.a0) ELSE printf('%!.18g', v.a0) END
FROM (SELECT (CAST((SELECT count(*)
FROM "jn_posts_tags" AS "t2"
WHERE "t2"."account_id" = "r"."account_id"
AND "t2"."record_id" = "r"."id") AS REAL) + 0.0) AS a0) v), ',"age":', (SELECT CASE WHEN (v.a0 | 0) = v.a0 THEN CAST((v.a0 | 0) AS TEXT) WHEN v.a0 IS NULL THEN 'null' WHEN v.a0 BETWEEN -1e3
AND 1e3
AND round(v.a0 * 1e12) / 1e12 = v.a0
OR v.a0 BETWEEN -1e9
AND 1e9
AND round(v.a0 * 1e6) / 1e6 = v.a0 THEN printf('%!.15g', v.a0) ELSE printf('%!.18g', v.a0) END
FROM (SELECT (CAST((SELECT (round(unixepoch(v.a0, 'subsec') * 1000.0) - round(unixepoch(v.a1, 'subsec') * 1000.0)) / 86400000.0
FROM (SELECT ?11 AS a0, "r"."created_at" AS a1) v) AS REAL) + 0.0) AS a0) v), '}') AS "body"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
ORDER BY "r"."id" DESC
LIMIT CAST(?12 AS INTEGER) OFFSET CAST(?13 AS INTEGER)) b) i
