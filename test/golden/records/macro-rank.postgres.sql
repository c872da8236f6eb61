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
WHERE "name" = 'schema_revision') AS "schema", (SELECT COALESCE(to_json(v."x")::text, 'null')
FROM (SELECT ((WITH "t1" AS NOT MATERIALIZED (SELECT "t3"."id", "t3"."account_id", "t3"."created_at", "t3"."created_by", "t3"."updated_at", "t3"."updated_by", "t3"."title", "t3"."views", "t3"."rating", "t3"."published", "t3"."publishedat", "t3"."day", "t3"."author", "t3"."parent", "t3"."vault", "t3"."owner"
FROM "col_posts" AS "t3"
WHERE "t3"."account_id" = $2::text), "t2" AS NOT MATERIALIZED (SELECT "t4"."id", "t4"."account_id", "t4"."created_at", "t4"."created_by", "t4"."updated_at", "t4"."updated_by", "t4"."name", "t4"."organization", "t4"."account"
FROM "col_authors" AS "t4"
WHERE "t4"."account_id" = $2::text) SELECT "t1"."views"
FROM "t1"
LEFT JOIN "t2" ON ("t1"."author" COLLATE "C" = "t2"."id")
WHERE ("t2"."name" COLLATE "C" = $3::text)
ORDER BY "t1"."views" DESC NULLS LAST, "t1"."title" COLLATE "C" ASC NULLS FIRST, "t1"."id" COLLATE "C" ASC NULLS FIRST, "t2"."id" COLLATE "C" ASC NULLS FIRST
LIMIT 1) + 0) AS "x") v) AS "value"
