WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = ?1 THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?1, ?3)), w AS MATERIALIZED (SELECT "r"."account_id", "r"."id"
FROM (SELECT *
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
ORDER BY "r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN (SELECT 250 + 4 * (CAST(?4 AS INTEGER) + CAST(?5 AS INTEGER))) ELSE 0 END) AS "r"
WHERE ((EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t13"
WHERE "t13"."account_id" = "r"."account_id"
AND "t13"."record_id" = "r"."id"
AND EXISTS (SELECT 1
FROM "col_tags" AS "t14"
WHERE "t14"."account_id" = "t13"."account_id"
AND "t14"."id" = "t13"."target_id"
AND ("t14"."name" != ?6)
AND ("t14"."name" IN (?7, ?8))
LIMIT 1)
LIMIT 1)
OR (CASE WHEN ?9 IS NULL THEN EXISTS (SELECT 1
FROM json_each("r"."labels") AS "t15"
WHERE ("t15"."value" = ?10)
LIMIT 1) ELSE COALESCE(instr("r"."labels", ?9) > 0
OR instr("r"."labels", ?11) > 0, FALSE) END)) IS TRUE)
LIMIT CAST(?4 AS INTEGER) OFFSET CAST(?5 AS INTEGER)), p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT *
FROM (SELECT *
FROM w
WHERE NOT ((SELECT count(*)
FROM w) < CAST(?4 AS INTEGER))) e0 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (("r"."id" IN (SELECT "t10"."record_id"
FROM "jn_posts_tags" AS "t10"
WHERE "t10"."account_id" = ?2
AND ("t10"."target_id" IN (SELECT "t11"."id"
FROM "col_tags" AS "t11"
WHERE "t11"."account_id" = ?2
AND ("t11"."name" != ?6)
AND ("t11"."name" IN (?7, ?8))))))
OR (CASE WHEN ?12 IS NULL THEN EXISTS (SELECT 1
FROM json_each("r"."labels") AS "t12"
WHERE ("t12"."value" = ?10)
LIMIT 1) ELSE COALESCE(instr("r"."labels", ?12) > 0
OR instr("r"."labels", ?13) > 0, FALSE) END))
ORDER BY +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined'
AND ((SELECT count(*)
FROM w) < CAST(?4 AS INTEGER)) THEN CAST(?4 AS INTEGER) ELSE 0 END OFFSET CAST(?5 AS INTEGER)) e1 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (("r"."id" IN (SELECT "t4"."record_id"
FROM "jn_posts_tags" AS "t4"
WHERE "t4"."account_id" = ?2
AND ("t4"."target_id" IN (SELECT "t5"."id"
FROM "col_tags" AS "t5"
WHERE "t5"."account_id" = ?2
AND ("t5"."name" != ?6)
AND ("t5"."name" IN (?7, ?8))))))
OR (CASE WHEN ?14 IS NULL THEN EXISTS (SELECT 1
FROM json_each("r"."labels") AS "t6"
WHERE ("t6"."value" = ?10)
LIMIT 1) ELSE COALESCE(instr("r"."labels", ?14) > 0
OR instr("r"."labels", ?15) > 0, FALSE) END))
ORDER BY +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN CAST(?4 AS INTEGER) ELSE 0 END OFFSET CAST(?5 AS INTEGER)) e2 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t7"
WHERE "t7"."account_id" = "r"."account_id"
AND "t7"."record_id" = "r"."id"
AND EXISTS (SELECT 1
FROM "col_tags" AS "t8"
WHERE "t8"."account_id" = "t7"."account_id"
AND "t8"."id" = "t7"."target_id"
AND ("t8"."name" != ?6)
AND ("t8"."name" IN (?7, ?8))
LIMIT 1)
LIMIT 1)
OR (CASE WHEN ?16 IS NULL THEN EXISTS (SELECT 1
FROM json_each("r"."labels") AS "t9"
WHERE ("t9"."value" = ?10)
LIMIT 1) ELSE COALESCE(instr("r"."labels", ?16) > 0
OR instr("r"."labels", ?17) > 0, FALSE) END))
ORDER BY "r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN CAST(?4 AS INTEGER) ELSE 0 END OFFSET CAST(?5 AS INTEGER)) e3) f) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?18
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?18
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?18
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version") FILTER (WHERE "collection_id" = ?19), 0), '/', COALESCE(SUM("version") FILTER (WHERE "collection_id" <> ?19), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?19, ?20)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', group_concat((SELECT concat('{"id":', json_quote("r"."id"), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?4 AS INTEGER)
ORDER BY p."n") p) i
