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
FROM (SELECT ((WITH "t1" AS NOT MATERIALIZED (SELECT "t4"."id", "t4"."account_id", "t4"."created_at", "t4"."created_by", "t4"."updated_at", "t4"."updated_by", "t4"."title", "t4"."views", "t4"."rating", "t4"."published", "t4"."publishedat", "t4"."day", "t4"."author", "t4"."parent", "t4"."vault", "t4"."owner"
FROM "col_posts" AS "t4"
WHERE "t4"."account_id" = $2::text) SELECT max("t5".x)
FROM (SELECT ("t1"."rating" + 0) AS x
FROM "t1"
WHERE (NOT ("t1"."author" IN (WITH "t2" AS NOT MATERIALIZED (SELECT "t3"."id", "t3"."account_id", "t3"."created_at", "t3"."created_by", "t3"."updated_at", "t3"."updated_by", "t3"."name", "t3"."organization", "t3"."account"
FROM "col_authors" AS "t3"
WHERE "t3"."account_id" = $2::text) SELECT "t2"."id"
FROM "t2"
WHERE (("t2"."name" COLLATE "C" = $3::text)
OR ("t2"."name" COLLATE "C" = "t1"."title")))))) AS "t5") + 0) AS "x") v) AS "value"
