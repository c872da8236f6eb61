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
FROM (SELECT (SELECT row_to_json(o)
FROM (SELECT "r"."meta_encrypted" AS "encrypted", "r"."meta" AS "plain") o) AS "meta", (SELECT row_to_json(o)
FROM (SELECT "r"."note_encrypted" AS "encrypted", "r"."note" AS "plain") o) AS "note") o))::text AS "body", "r"."_rev" AS "rev"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = $2::text
AND "r"."id" = $3::text
AND ("r"."published")) f ON TRUE
