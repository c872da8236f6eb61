SELECT COALESCE((SELECT u."auth_version"
FROM "sessions" s
JOIN "users" u ON u."id" = s."user_id"
WHERE s."id" = $1::text
AND s."revoked_at" IS NULL
AND u."is_active"), (SELECT u."auth_version"
FROM "api_keys" k
JOIN "users" u ON u."id" = k."user_id"
WHERE k."id" = $1::text
AND k."revoked_at" IS NULL
AND u."is_active"), (SELECT 1
FROM "accounts" a
WHERE a."id" = $1::text
AND a."status" = 'active'), 0) AS "stamp", (SELECT "value"
FROM "system_state"
WHERE "name" = 'schema_revision') AS "schema", (SELECT count(*)
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND (("r"."published")
AND (("r"."views" > $3::double precision)
AND EXISTS (SELECT 1
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."id" = "r"."author"
AND ("t1"."name" COLLATE "C" <> $4::text) OFFSET 0))
AND (("r"."created_by" COLLATE "C" = $5::text)
AND ("r"."title" IS DISTINCT
FROM $6::text)))) AS "total"
