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
FROM (SELECT ((((WITH "t1" AS NOT MATERIALIZED (SELECT "t2"."id", "t2"."account_id", "t2"."created_at", "t2"."created_by", "t2"."updated_at", "t2"."updated_by", "t2"."name", "t2"."organization", "t2"."account"
FROM "col_authors" AS "t2"
WHERE "t2"."account_id" = $2::text) SELECT (count(*))::double precision
FROM "t1"
WHERE (("t1"."account" COLLATE "C" = $3::text)
AND ("t1"."id" COLLATE "C" = $4::text)
AND ("t1"."name" COLLATE "C" <> $5::text))) > $6::double precision)))::boolean AS "x") v) AS "value"
