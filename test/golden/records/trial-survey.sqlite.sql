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
WHERE "name" = 'schema_revision') AS "schema", COALESCE((SELECT "count"
FROM "record_counts"
WHERE "account_id" = ?2
AND "collection_id" = ?3), 0) AS "records", (SELECT count(*)
FROM (SELECT 1
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND ("r"."owner" = ?4)
LIMIT 10001) AS m) AS "rows"
