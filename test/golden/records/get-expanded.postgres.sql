SELECT g."stamp", g."schema", f."body", f."rev"
FROM (SELECT COALESCE((SELECT u."auth_version"
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
WHERE "name" = 'schema_revision') AS "schema") g
LEFT JOIN (SELECT ((SELECT row_to_json(o)
FROM (SELECT "r"."title" AS "Title", (SELECT (SELECT row_to_json(o)
FROM (SELECT "t1"."id" AS "id", "t1"."account_id" AS "account_id", to_char("t1"."created_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "created_at", "t1"."created_by" AS "created_by", to_char("t1"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updated_at", "t1"."updated_by" AS "updated_by", "t1"."name" AS "name", (SELECT (SELECT row_to_json(o)
FROM (SELECT "t2"."id" AS "id", "t2"."account_id" AS "account_id", to_char("t2"."created_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "created_at", "t2"."created_by" AS "created_by", to_char("t2"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updated_at", "t2"."updated_by" AS "updated_by", "t2"."name" AS "name", "t2"."active" AS "active") o)
FROM "col_organizations" AS "t2"
WHERE "t2"."account_id" = "t1"."account_id"
AND "t2"."id" = "t1"."organization"
AND ("t2"."active")) AS "organization", "t1"."account" AS "account") o)
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."id" = "r"."author") AS "author", (SELECT COALESCE(json_agg((SELECT row_to_json(o)
FROM (SELECT "t3"."id" AS "id", "t3"."account_id" AS "account_id", to_char("t3"."created_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "created_at", "t3"."created_by" AS "created_by", to_char("t3"."updated_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "updated_at", "t3"."updated_by" AS "updated_by", "t3"."name" AS "name") o)
ORDER BY "t4"."position"), '[]'::json)
FROM "jn_posts_tags" AS "t4", "col_tags" AS "t3"
WHERE "t4"."account_id" = "r"."account_id"
AND "t4"."record_id" = "r"."id"
AND "t3"."account_id" = "r"."account_id"
AND "t3"."id" = "t4"."target_id"
AND ("t3"."name" COLLATE "C" <> $2::text)) AS "tags", (SELECT (SELECT row_to_json(o)
FROM (SELECT "t5"."id" AS "id", "t5"."email" AS "email", "t5"."first_name" AS "first_name", "t5"."last_name" AS "last_name", "t5"."avatar_url" AS "avatar_url") o)
FROM "users" AS "t5"
WHERE "t5"."account_id" = "r"."account_id"
AND "t5"."id" = "r"."owner") AS "owner", (SELECT '{}'::json
FROM "col_vaults" AS "t6"
WHERE "t6"."account_id" = "r"."account_id"
AND "t6"."id" = "r"."vault"
AND FALSE) AS "vault") o))::text AS "body", "r"."_rev" AS "rev"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $3::text
AND "r"."id" = $4::text) f ON TRUE
