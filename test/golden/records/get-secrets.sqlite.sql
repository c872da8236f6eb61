SELECT g."stamp", g."schema", f."body", f."rev"
FROM (SELECT COALESCE((SELECT u."auth_version"
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
WHERE "name" = 'schema_revision') AS "schema") g
LEFT JOIN (SELECT concat('{"meta":', concat('{"encrypted":', json_quote("r"."meta_encrypted"), ',"plain":', COALESCE("r"."meta", 'null'), '}'), ',"note":', concat('{"encrypted":', json_quote("r"."note_encrypted"), ',"plain":', json_quote("r"."note"), '}'), '}') AS "body", "r"."_rev" AS "rev"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND "r"."id" = ?3
AND ("r"."published")) f ON TRUE
