WITH p AS MATERIALIZED (SELECT f.*, row_number() OVER () AS "n"
FROM (SELECT "r"."account_id", "r"."id"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?1
ORDER BY "r"."id" DESC
LIMIT CAST(?2 AS INTEGER) OFFSET CAST(?3 AS INTEGER)) f), x0 AS MATERIALIZED (SELECT "t1"."account_id" AS "account_id", "t1"."id" AS "id", 26 AS "w"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?2 AS INTEGER)) p CROSS
JOIN "col_posts" AS "t1"
WHERE "t1"."account_id" = p."account_id"
AND "t1"."id" = p."id"), x1 AS MATERIALIZED (SELECT "t2"."account_id" AS "account_id", "t2"."id" AS "id", (COALESCE(octet_length("t2"."title"), 0)) + 9 AS "w"
FROM x0 CROSS
JOIN "col_posts" AS "t2"
WHERE "t2"."account_id" = "x0"."account_id"
AND "t2"."id" IN (SELECT "t3"."id"
FROM (SELECT "t4"."id" AS "id"
FROM "col_posts" AS "t4" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t4"."account_id" = "x0"."account_id"
AND "t4"."parent" = "x0"."id") AS "t3"
ORDER BY +"t3"."id" ASC
LIMIT 100)
LIMIT 10001), weighed AS MATERIALIZED (SELECT (SELECT COALESCE(sum("w"), 0)
FROM x0) + (SELECT COALESCE(sum("w"), 0)
FROM x1) AS "weight", (SELECT count(*)
FROM x1) AS "nested") SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = ?4
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = ?4
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = ?4
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", NULL AS "versions", COALESCE((SELECT CAST(SUM("count") AS bigint)
FROM "record_counts"
WHERE "account_id" = ?1
AND "collection_id" = ?5), 0) AS "kept", i.*, (SELECT w."weight"
FROM weighed w) AS "weight", (SELECT w."nested"
FROM weighed w) AS "nested"
FROM (SELECT concat('[', group_concat((SELECT concat('{"posts_via_parent":', (SELECT concat('[', group_concat("t6"."body", ','
ORDER BY "t6"."id"), ']')
FROM (SELECT "t5"."id" AS "id", concat('{"Title":', json_quote("t5"."title"), '}') AS "body"
FROM "col_posts" AS "t5"
WHERE "t5"."account_id" = "r"."account_id"
AND "t5"."id" IN (SELECT "t7"."id"
FROM (SELECT "t8"."id" AS "id"
FROM "col_posts" AS "t8" INDEXED BY "ix_a3ccbfc94b195ed8c0a094ff"
WHERE "t8"."account_id" = "r"."account_id"
AND "t8"."parent" = "r"."id") AS "t7"
ORDER BY +"t7"."id" ASC
LIMIT 100)) AS "t6"), ',"id":', json_quote("r"."id"), '}')
FROM "col_posts" AS "r"
WHERE "r"."account_id" = p."account_id"
AND "r"."id" = p."id"), ','), ']') AS "items", count(*) AS "found"
FROM (SELECT p."account_id", p."id"
FROM p
WHERE p."n" <= CAST(?2 AS INTEGER)
AND (SELECT w."weight" <= CAST(?6 AS INTEGER)
AND w."nested" <= 10000
FROM weighed w)
ORDER BY p."n") p) i
