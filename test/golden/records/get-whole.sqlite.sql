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
LEFT JOIN (SELECT concat('{"id":', json_quote("r"."id"), ',"account_id":', json_quote("r"."account_id"), ',"created_at":', COALESCE('"' || "r"."created_at" || '"', 'null'), ',"created_by":', json_quote("r"."created_by"), ',"updated_at":', COALESCE('"' || "r"."updated_at" || '"', 'null'), ',"updated_by":', json_quote("r"."updated_by"), ',"Title":', json_quote("r"."title"), ',"views":', CASE WHEN ("r"."views" | 0) = "r"."views" THEN CAST(("r"."views" | 0) AS TEXT) WHEN "r"."views" IS NULL THEN 'null' WHEN "r"."views" BETWEEN -1e3
AND 1e3
AND round("r"."views" * 1e12) / 1e12 = "r"."views"
OR "r"."views" BETWEEN -1e9
AND 1e9
AND round("r"."views" * 1e6) / 1e6 = "r"."views" THEN printf('%!.15g', "r"."views") ELSE printf('%!.18g', "r"."views") END, ',"rating":', CASE WHEN ("r"."rating" | 0) = "r"."rating" THEN CAST(("r"."rating" | 0) AS TEXT) WHEN "r"."rating" IS NULL THEN 'null' WHEN "r"."rating" BETWEEN -1e3
AND 1e3
AND round("r"."rating" * 1e12) / 1e12 = "r"."rating"
OR "r"."rating" BETWEEN -1e9
AND 1e9
AND round("r"."rating" * 1e6) / 1e6 = "r"."rating" THEN printf('%!.15g', "r"."rating") ELSE printf('%!.18g', "r"."rating") END, ',"published":', CASE "r"."published" WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END, ',"publishedAt":', COALESCE('"' || "r"."publishedat" || '"', 'null'), ',"day":', COALESCE('"' || "r"."day" || '"', 'null'), ',"meta":', COALESCE("r"."meta", 'null'), ',"labels":', COALESCE("r"."labels", 'null'), ',"author":', json_quote("r"."author"), ',"parent":', json_quote("r"."parent"), ',"vault":', json_quote("r"."vault"), ',"owner":', json_quote("r"."owner"), ',"tags":', (SELECT concat('[', group_concat(json_quote("t1"."target_id"), ','
ORDER BY "t1"."position"), ']')
FROM "jn_posts_tags" AS "t1"
WHERE "t1"."account_id" = "r"."account_id"
AND "t1"."record_id" = "r"."id"), '}') AS "body", "r"."_rev" AS "rev"
FROM "col_posts" AS "r"
WHERE "r"."account_id" = ?2
AND "r"."id" = ?3) f ON TRUE
