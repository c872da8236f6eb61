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
WHERE "name" = 'schema_revision') AS "schema", (SELECT count(*)
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND (("r"."published")
AND (("r"."views" > ?3)
AND EXISTS (SELECT 1
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."id" = "r"."author"
AND ("t1"."name" != ?4)
LIMIT 1))
AND (("r"."created_by" = ?5)
AND ("r"."title" IS NOT ?6)))) AS "total"
