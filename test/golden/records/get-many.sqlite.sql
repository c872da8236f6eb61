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
WHERE "name" = 'schema_revision') AS "schema", i.*
FROM (SELECT concat('[', group_concat(concat('{"id":', json_quote("r"."id"), ',"Title":', json_quote("r"."title"), '}'), ','), ']') AS "items", count(*) AS "found"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND "r"."id" IN (SELECT n."value"
FROM json_each(?3) AS n)
AND ("r"."published")) i
