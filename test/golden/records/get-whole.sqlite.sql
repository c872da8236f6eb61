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
LEFT JOIN (SELECT concat('{"id":', json_quote("r"."id"), ',"account_id":', json_quote("r"."account_id"), ',"created_at":', COALESCE('"' || "r"."created_at" || '"', 'null'), ',"created_by":', json_quote("r"."created_by"), ',"updated_at":', COALESCE('"' || "r"."updated_at" || '"', 'null'), ',"updated_by":', json_quote("r"."updated_by"), ',"Title":', json_quote("r"."title"), ',"views":', COALESCE(CAST("r"."views" AS TEXT), 'null'), ',"rating":', COALESCE(CAST("r"."rating" AS TEXT), 'null'), ',"published":', CASE "r"."published" WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END, ',"publishedAt":', COALESCE('"' || "r"."publishedat" || '"', 'null'), ',"day":', COALESCE('"' || "r"."day" || '"', 'null'), ',"meta":', COALESCE("r"."meta", 'null'), ',"labels":', COALESCE("r"."labels", 'null'), ',"author":', json_quote("r"."author"), ',"parent":', json_quote("r"."parent"), ',"vault":', json_quote("r"."vault"), ',"owner":', json_quote("r"."owner"), ',"tags":', (SELECT concat('[', group_concat(json_quote("t1"."target_id"), ','
ORDER BY "t1"."position"), ']')
FROM "jn_posts_tags" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."record_id" = "r"."id"), '}') AS "body", "r"."_rev" AS "rev"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND "r"."id" = ?3) f ON TRUE
