WITH p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?1
AND (EXISTS (SELECT 1
FROM "jn_posts_tags" AS "t1", "col_tags" AS "t2"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."record_id" = "r"."id"
AND "t2"."account_id" = "r"."account_id"
AND "t2"."id" = "t1"."target_id"
AND ("t2"."name" != ?2)
AND ("t2"."name" IN (?3, ?4))
LIMIT 1)
OR EXISTS (SELECT 1
FROM json_each("r"."labels") AS "t3"
WHERE ("t3"."value" = ?5)
LIMIT 1))
ORDER BY "r"."id" DESC
LIMIT CAST(?6 AS INTEGER) OFFSET CAST(?7 AS INTEGER)) f) SELECT COALESCE((SELECT u."auth_version"
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
WHERE "account_id" = ?1
AND "collection_id" IN (?9, ?10)) AS "versions", NULL AS "kept", (SELECT concat('[', group_concat((SELECT concat('{"id":', json_quote("r"."id"), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']')
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?6 AS INTEGER)
ORDER BY p."n") p) AS "items"
