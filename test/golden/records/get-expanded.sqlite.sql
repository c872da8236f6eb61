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
LEFT JOIN (SELECT concat('{"Title":', json_quote("r"."title"), ',"author":', COALESCE((SELECT concat('{"id":', json_quote("t1"."id"), ',"account_id":', json_quote("t1"."account_id"), ',"created_at":', COALESCE('"' || "t1"."created_at" || '"', 'null'), ',"created_by":', json_quote("t1"."created_by"), ',"updated_at":', COALESCE('"' || "t1"."updated_at" || '"', 'null'), ',"updated_by":', json_quote("t1"."updated_by"), ',"name":', json_quote("t1"."name"), ',"organization":', COALESCE((SELECT concat('{"id":', json_quote("t2"."id"), ',"account_id":', json_quote("t2"."account_id"), ',"created_at":', COALESCE('"' || "t2"."created_at" || '"', 'null'), ',"created_by":', json_quote("t2"."created_by"), ',"updated_at":', COALESCE('"' || "t2"."updated_at" || '"', 'null'), ',"updated_by":', json_quote("t2"."updated_by"), ',"name":', json_quote("t2"."name"), ',"active":', CASE "t2"."active" WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END, '}')
FROM "col_organizations" AS "t2"
WHERE "t2"."account_id" = "t1"."account_id"
AND "t2"."id" = "t1"."organization"
AND ("t2"."active")), 'null'), ',"account":', json_quote("t1"."account"), '}')
FROM "col_authors" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."id" = "r"."author"), 'null'), ',"tags":', (SELECT concat('[', group_concat(concat('{"id":', json_quote("t3"."id"), ',"account_id":', json_quote("t3"."account_id"), ',"created_at":', COALESCE('"' || "t3"."created_at" || '"', 'null'), ',"created_by":', json_quote("t3"."created_by"), ',"updated_at":', COALESCE('"' || "t3"."updated_at" || '"', 'null'), ',"updated_by":', json_quote("t3"."updated_by"), ',"name":', json_quote("t3"."name"), '}'), ','
ORDER BY "t4"."position"), ']')
FROM "jn_posts_tags" AS "t4", "col_tags" AS "t3"
WHERE "t4"."account_id" = "r"."account_id"
AND "t4"."record_id" = "r"."id"
AND "t3"."account_id" = "r"."account_id"
AND "t3"."id" = "t4"."target_id"
AND ("t3"."name" != ?2)), ',"owner":', COALESCE((SELECT concat('{"id":', json_quote("t5"."id"), ',"email":', json_quote("t5"."email"), ',"first_name":', json_quote("t5"."first_name"), ',"last_name":', json_quote("t5"."last_name"), ',"avatar_url":', json_quote("t5"."avatar_url"), '}')
FROM "users" AS "t5"
WHERE "t5"."account_id" = "r"."account_id"
AND "t5"."id" = "r"."owner"), 'null'), ',"vault":', COALESCE((SELECT '{}'
FROM "col_vaults" AS "t6"
WHERE "t6"."account_id" = "r"."account_id"
AND "t6"."id" = "r"."vault"
AND FALSE), 'null'), '}') AS "body", "r"."_rev" AS "rev"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?3
AND "r"."id" = ?4) f ON TRUE
