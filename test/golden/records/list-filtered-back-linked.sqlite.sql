WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = ?1 THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?1, ?3)), w AS MATERIALIZED (SELECT "r"."account_id", "r"."id"
FROM (SELECT *
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
ORDER BY "r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN (SELECT 143 + 4 * (CAST(?4 AS INTEGER) + CAST(?5 AS INTEGER))) ELSE 0 END) AS "r"
WHERE (EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t17"
WHERE "t17"."account_id" = "r"."account_id"
AND "t17"."record_id" = "r"."id"
AND EXISTS (SELECT 1
FROM "col_tags" AS "t18"
WHERE "t18"."account_id" = "t17"."account_id"
AND "t18"."id" = "t17"."target_id"
AND ("t18"."name" != ?6)
AND EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t19"
WHERE "t19"."account_id" = "t18"."account_id"
AND "t19"."target_id" = "t18"."id"
AND EXISTS (SELECT 1
FROM "col_posts" AS "t20"
WHERE "t20"."account_id" = "t19"."account_id"
AND "t20"."id" = "t19"."record_id"
AND ("t20"."title" = ?7)
LIMIT 1)
LIMIT 1)
LIMIT 1)
LIMIT 1) IS TRUE)
LIMIT CAST(?4 AS INTEGER) OFFSET CAST(?5 AS INTEGER)), p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT *
FROM (SELECT *
FROM w
WHERE NOT ((SELECT count(*)
FROM w) < CAST(?4 AS INTEGER))) e0 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND ("r"."id" IN (SELECT "t13"."record_id"
FROM "jn_posts_tags" AS "t13"
WHERE "t13"."account_id" = ?2
AND ("t13"."target_id" IN (SELECT "t14"."id"
FROM "col_tags" AS "t14"
WHERE "t14"."account_id" = ?2
AND ("t14"."name" != ?6)
AND ("t14"."id" IN (SELECT "t15"."target_id"
FROM "jn_posts_tags" AS "t15"
WHERE "t15"."account_id" = ?2
AND ("t15"."record_id" IN (SELECT "t16"."id"
FROM "col_posts" AS "t16"
WHERE "t16"."account_id" = ?2
AND ("t16"."title" = ?7)))))))))
ORDER BY +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined'
AND ((SELECT count(*)
FROM w) < CAST(?4 AS INTEGER)) THEN CAST(?4 AS INTEGER) ELSE 0 END OFFSET CAST(?5 AS INTEGER)) e1 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND ("r"."id" IN (SELECT "t5"."record_id"
FROM "jn_posts_tags" AS "t5"
WHERE "t5"."account_id" = ?2
AND ("t5"."target_id" IN (SELECT "t6"."id"
FROM "col_tags" AS "t6"
WHERE "t6"."account_id" = ?2
AND ("t6"."name" != ?6)
AND ("t6"."id" IN (SELECT "t7"."target_id"
FROM "jn_posts_tags" AS "t7"
WHERE "t7"."account_id" = ?2
AND ("t7"."record_id" IN (SELECT "t8"."id"
FROM "col_posts" AS "t8"
WHERE "t8"."account_id" = ?2
AND ("t8"."title" = ?7)))))))))
ORDER BY +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN CAST(?4 AS INTEGER) ELSE 0 END OFFSET CAST(?5 AS INTEGER)) e2 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t9"
WHERE "t9"."account_id" = "r"."account_id"
AND "t9"."record_id" = "r"."id"
AND EXISTS (SELECT 1
FROM "col_tags" AS "t10"
WHERE "t10"."account_id" = "t9"."account_id"
AND "t10"."id" = "t9"."target_id"
AND ("t10"."name" != ?6)
AND EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t11"
WHERE "t11"."account_id" = "t10"."account_id"
AND "t11"."target_id" = "t10"."id"
AND EXISTS (SELECT 1
FROM "col_posts" AS "t12"
WHERE "t12"."account_id" = "t11"."account_id"
AND "t12"."id" = "t11"."record_id"
AND ("t12"."title" = ?7)
LIMIT 1)
LIMIT 1)
LIMIT 1)
LIMIT 1)
ORDER BY "r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN CAST(?4 AS INTEGER) ELSE 0 END OFFSET CAST(?5 AS INTEGER)) e3) f) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?8
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?8
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?8
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?9, ?10)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', group_concat((SELECT concat('{"id":', json_quote("r"."id"), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?4 AS INTEGER)
ORDER BY p."n") p) i
