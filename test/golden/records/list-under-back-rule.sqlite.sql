WITH v AS MATERIALIZED (SELECT CASE WHEN NOT COALESCE(2 * SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) - SUM(CASE WHEN NOT "collection_id" = ?1 THEN "count" ELSE 0 END), -1) >= 0 THEN 'each' WHEN SUM(CASE WHEN "collection_id" = ?1 THEN "count" ELSE 0 END) < 4000 THEN 'known' ELSE 'joined' END AS "way"
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?1)), w AS MATERIALIZED (SELECT "r"."account_id", "r"."id"
FROM (SELECT *
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
ORDER BY "r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined' THEN (SELECT 250 + 4 * (CAST(?3 AS INTEGER) + CAST(?4 AS INTEGER))) ELSE 0 END) AS "r"
WHERE (EXISTS (SELECT 1
FROM "col_posts" AS "t5" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t5"."account_id" = "r"."account_id"
AND "t5"."parent" = "r"."id"
AND ("t5"."owner" = ?5)
LIMIT 1) IS TRUE)
LIMIT CAST(?3 AS INTEGER) OFFSET CAST(?4 AS INTEGER)), p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT *
FROM (SELECT *
FROM w
WHERE NOT ((SELECT count(*)
FROM w) < CAST(?3 AS INTEGER))) e0 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND ("r"."id" IN (SELECT "t4"."parent"
FROM "col_posts" AS "t4"
WHERE "t4"."account_id" = ?2
AND "t4"."parent" IS NOT NULL
AND ("t4"."owner" = ?5)))
ORDER BY +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'joined'
AND ((SELECT count(*)
FROM w) < CAST(?3 AS INTEGER)) THEN CAST(?3 AS INTEGER) ELSE 0 END OFFSET CAST(?4 AS INTEGER)) e1 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND ("r"."id" IN (SELECT "t2"."parent"
FROM "col_posts" AS "t2"
WHERE "t2"."account_id" = ?2
AND "t2"."parent" IS NOT NULL
AND ("t2"."owner" = ?5)))
ORDER BY +"r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'known' THEN CAST(?3 AS INTEGER) ELSE 0 END OFFSET CAST(?4 AS INTEGER)) e2 UNION ALL SELECT *
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND EXISTS (SELECT 1
FROM "col_posts" AS "t3" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t3"."account_id" = "r"."account_id"
AND "t3"."parent" = "r"."id"
AND ("t3"."owner" = ?5)
LIMIT 1)
ORDER BY "r"."id" DESC
LIMIT CASE WHEN (SELECT v."way"
FROM v) = 'each' THEN CAST(?3 AS INTEGER) ELSE 0 END OFFSET CAST(?4 AS INTEGER)) e3) f) SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?6
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?6
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?6
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT concat(COALESCE(SUM("version"), 0), '/', count(*))
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" IN (?7)) AS "versions", NULL AS "kept", i.*
FROM (SELECT concat('[', group_concat((SELECT concat('{"id":', json_quote("r"."id"), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?3 AS INTEGER)
ORDER BY p."n") p) i
