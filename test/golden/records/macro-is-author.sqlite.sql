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
WHERE "name" = 'schema_revision') AS "schema", (SELECT CASE v."x" WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END
FROM (SELECT (((WITH "t1" AS NOT MATERIALIZED (SELECT "t2"."id", "t2"."account_id", "t2"."created_at", "t2"."created_by", "t2"."updated_at", "t2"."updated_by", "t2"."name", "t2"."organization", "t2"."account"
FROM "col_authors" AS "t2"
WHERE "t2"."account_id" = ?2) SELECT count(*)
FROM "t1"
WHERE (("t1"."account" = ?3)
AND ("t1"."id" = ?4)
AND ("t1"."name" != ?5))) > ?6)) AS "x") v) AS "value"
