WITH c AS MATERIALIZED (SELECT "r"."id", CASE WHEN ("r"."published") THEN 1 ELSE 0 END AS "before", CASE WHEN ((SELECT "t1"."id"
FROM "users" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."id" = "r"."owner") IS NOT NULL) THEN 1 ELSE 0 END AS "after"
FROM (SELECT *
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $1::text
ORDER BY "r"."id" COLLATE "C" DESC
LIMIT 10000) AS "r") SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $2::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $2::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $2::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", COALESCE((SELECT "count"
FROM "record_counts"
WHERE "account_id" = $1::text
AND "collection_id" = $3::text), 0) AS "records", (SELECT count(*)
FROM c) AS "compared", (SELECT count(*)
FROM c
WHERE "before" < "after") AS "gained", (SELECT count(*)
FROM c
WHERE "before" > "after") AS "lost", (SELECT concat('[', string_agg(COALESCE(to_json(i."id")::text, 'null'), ','), ']')
FROM (SELECT c."id"
FROM c
WHERE "before" < "after"
ORDER BY c."id" COLLATE "C" DESC
LIMIT 100) AS i) AS "gained_ids", (SELECT concat('[', string_agg(COALESCE(to_json(i."id")::text, 'null'), ','), ']')
FROM (SELECT c."id"
FROM c
WHERE "before" > "after"
ORDER BY c."id" COLLATE "C" DESC
LIMIT 100) AS i) AS "lost_ids"
